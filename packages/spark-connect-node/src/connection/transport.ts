import { credentials } from "@grpc/grpc-js";
import type { ChannelCredentials, ChannelOptions } from "@grpc/grpc-js";
import { InvalidArgumentError } from "../errors.ts";
import type { ConnectionSettings } from "./connection-string.ts";
import { tlsCredentials, type TlsOptions } from "./tls.ts";

const MAX_MESSAGE_BYTES = 128 * 1024 * 1024;
/** Servers before 4.3 answer pings less than five minutes apart with too_many_pings and hang up. */
const KEEPALIVE_TIME_MS = 300_000;
const KEEPALIVE_TIMEOUT_MS = 20_000;
/** HTTP/2's 64 KiB make every batch wait for several round trips; more than this would only fill memory. */
const FLOW_CONTROL_WINDOW_BYTES = 4 * 1024 * 1024;
/** A restarted server is to be noticed within seconds; gRPC's own cap is two minutes. */
const RECONNECT_BACKOFF_MS = { initial: 100, max: 2_000 } as const;

/** How bytes travel. */
export type Transport = "tls" | "plaintext";

/**
 * Options of TLS imply it, and so does a token, but for the host `localhost`, where it may travel in plain text unless `use_ssl` asks
 * otherwise.
 *
 * @throws InvalidArgumentError when `use_ssl=false` contradicts them, or would send a token over the network in the clear.
 */
export function chooseTransport(
  settings: Pick<ConnectionSettings, "host" | "token" | "useSsl">,
  tls?: TlsOptions,
): Transport {
  const { token, useSsl } = settings;
  if (useSsl === true) return "tls";
  if (tls !== undefined) {
    if (useSsl === undefined) return "tls";
    throw new InvalidArgumentError("tls() contradicts use_ssl=false of the connection string");
  }
  if (token === undefined) return "plaintext";
  if (useSsl === false) {
    if (isLoopback(settings.host)) return "plaintext";
    throw new InvalidArgumentError(
      `use_ssl=false would send the token to ${settings.host} in plain text: leave use_ssl out`,
    );
  }
  return settings.host.toLowerCase() === "localhost" ? "plaintext" : "tls";
}

/** Whether the host is this machine whatever the network says. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}

export function channelCredentials(transport: Transport, tls: TlsOptions = {}): ChannelCredentials {
  return transport === "tls" ? tlsCredentials(tls) : credentials.createInsecure();
}

/** The channel's options as plain data. */
export function channelOptions(settings: ConnectionSettings, tls: TlsOptions = {}): ChannelOptions {
  const maxMessage = settings.maxMessageBytes ?? MAX_MESSAGE_BYTES;
  const { keepalive } = settings;
  return {
    "grpc.max_send_message_length": maxMessage,
    "grpc.max_receive_message_length": maxMessage,
    ...(keepalive.enabled === false
      ? {}
      : {
          "grpc.keepalive_time_ms": keepalive.timeMs ?? KEEPALIVE_TIME_MS,
          "grpc.keepalive_timeout_ms": keepalive.timeoutMs ?? KEEPALIVE_TIMEOUT_MS,
          "grpc.keepalive_permit_without_calls": keepalive.withoutCalls === true ? 1 : 0,
        }),
    ...(tls.serverName === undefined
      ? {}
      : { "grpc.ssl_target_name_override": tls.serverName, "grpc.default_authority": tls.serverName }),
    "grpc-node.flow_control_window": FLOW_CONTROL_WINDOW_BYTES,
    "grpc.initial_reconnect_backoff_ms": RECONNECT_BACKOFF_MS.initial,
    "grpc.max_reconnect_backoff_ms": RECONNECT_BACKOFF_MS.max,
    // Retries are this package's own: they know about operations.
    "grpc.enable_retries": 0,
    "grpc.service_config_disable_resolution": 1,
    // Else two clients of one server would share a socket, and one's close would not close anything.
    "grpc.use_local_subchannel_pool": 1,
    // grpc-js heeds http_proxy even for loopback addresses, where no proxy can help.
    ...(isLoopback(settings.host) ? { "grpc.enable_http_proxy": 0 } : {}),
  };
}
