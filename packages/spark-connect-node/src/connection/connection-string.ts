import { InvalidArgumentError } from "../errors.ts";
import { readParameters } from "./connection-parameters.ts";
import type { ConnectionParameters } from "./connection-parameters.ts";

/** A parsed connection string: where the server is and how to talk to it. Holds the token: do not log it. */
export interface ConnectionSettings extends ConnectionParameters {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The environment variables that fill what the connection string leaves out; passed in, never read here. */
export interface ConnectionEnvironment {
  readonly SPARK_REMOTE?: string | undefined;
  readonly SPARK_CONNECT_AUTHENTICATE_TOKEN?: string | undefined;
  readonly SPARK_CONNECT_USER_AGENT?: string | undefined;
}

const DEFAULT_PORT = 15002;
const SHAPE = /^sc:\/\/(\[[^\]]*\]|[^:/;?#@[\]]*)(?::([^/;]*))?(\/[^;]*)?(?:;(.*))?$/s;

/**
 * Reads `sc://host[:15002]/;key=value;…`, or `SPARK_REMOTE` when no text is given. Values are percent-decoded.
 * Parameters: token, use_ssl, user_id, user_agent, session_id, grpc_max_message_size, grpc_keepalive_enabled,
 * grpc_keepalive_time_ms, grpc_keepalive_timeout_ms, grpc_keepalive_without_calls; any other is sent as gRPC
 * metadata.
 *
 * @throws InvalidArgumentError naming the part that is wrong; never with the token in its text.
 * @see https://github.com/apache/spark/blob/master/sql/connect/docs/client-connection-string.md
 */
export function parseConnectionString(
  text: string | undefined,
  environment: ConnectionEnvironment = {},
): ConnectionSettings {
  const remote = text ?? environment.SPARK_REMOTE;
  if (remote === undefined || remote === "") {
    throw new InvalidArgumentError(
      'No Spark Connect server given: pass remote("sc://host:port") or set SPARK_REMOTE',
    );
  }
  const match = SHAPE.exec(remote.trim());
  if (match === null) {
    throw new InvalidArgumentError(
      'A connection string begins with "sc://" and a host, as in sc://host:15002/;key=value',
    );
  }
  const [, host = "", port, path, parameters] = match;
  if (path !== undefined && path !== "/") {
    throw new InvalidArgumentError(
      `The path of a connection string must be empty, not "${path.split("=")[0]}": parameters begin with "/;"`,
    );
  }
  const settings = {
    host: readHost(host),
    port: port === undefined ? DEFAULT_PORT : readPort(port),
    ...readParameters(splitParameters(parameters ?? "")),
  };
  return {
    ...settings,
    token: settings.token ?? (environment.SPARK_CONNECT_AUTHENTICATE_TOKEN || undefined),
    userAgent: settings.userAgent ?? (environment.SPARK_CONNECT_USER_AGENT || undefined),
  };
}

function readHost(host: string): string {
  const bare = host.startsWith("[") ? host.slice(1, -1) : host;
  if (bare === "" || /\s/.test(bare)) {
    throw new InvalidArgumentError("The connection string names no host: write sc://host:port");
  }
  return bare;
}

function readPort(port: string): number {
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError(
      `The port in the connection string must be a number from 1 to 65535, not "${port.slice(0, 20)}"`,
    );
  }
  return number;
}

function splitParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of text.split(";")) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    const key = (equals < 0 ? part : part.slice(0, equals)).trim();
    if (equals < 0 || key === "") {
      // The text may be a token whose key was forgotten, so it is not repeated.
      throw new InvalidArgumentError(
        `Parameter ${parameters.size + 1} of the connection string is not of the form key=value`,
      );
    }
    if (parameters.has(key)) {
      throw new InvalidArgumentError(`The connection string gives the parameter ${key} twice`);
    }
    parameters.set(key, decode(key, part.slice(equals + 1)));
  }
  return parameters;
}

function decode(key: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new InvalidArgumentError(
      `The value of ${key} in the connection string is not percent-encoded properly: write a bare % as %25`,
    );
  }
}

/** `host:port`, IPv6 in brackets: for gRPC and for messages. */
export function formatEndpoint(settings: Pick<ConnectionSettings, "host" | "port">): string {
  const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  return `${host}:${settings.port}`;
}

/**
 * Prints settings as a connection string that parses to the same settings. The token is printed as `***`,
 * and metadata values too (they may be credentials), unless `secrets` is true.
 */
export function formatConnectionString(
  settings: ConnectionSettings,
  options: { readonly secrets?: boolean } = {},
): string {
  const secret = (value: string | undefined): string | undefined =>
    value === undefined || options.secrets === true ? value : "***";
  const { keepalive } = settings;
  const parameters: (readonly [string, string | number | boolean | undefined])[] = [
    ["use_ssl", settings.useSsl],
    ["token", secret(settings.token)],
    ["user_id", settings.userId],
    ["user_agent", settings.userAgent],
    ["session_id", settings.sessionId],
    ["grpc_max_message_size", settings.maxMessageBytes],
    ["grpc_keepalive_enabled", keepalive.enabled],
    ["grpc_keepalive_time_ms", keepalive.timeMs],
    ["grpc_keepalive_timeout_ms", keepalive.timeoutMs],
    ["grpc_keepalive_without_calls", keepalive.withoutCalls],
    ...Object.entries(settings.metadata).map(([key, value]) => [key, secret(value)] as const),
  ];
  const printed = parameters
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `;${key}=${encodeURIComponent(String(value))}`);
  return `sc://${formatEndpoint(settings)}/${printed.join("")}`;
}
