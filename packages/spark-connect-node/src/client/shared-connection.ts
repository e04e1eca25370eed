import { Caller } from "../connection/caller.ts";
import type { ConnectionSettings } from "../connection/connection-string.ts";
import { retryPolicyOf } from "../connection/retry-policy.ts";
import { RpcChannel } from "../connection/rpc-channel.ts";
import { systemRuntime } from "../connection/runtime.ts";
import { checkTlsOptions } from "../connection/tls.ts";
import { chooseTransport } from "../connection/transport.ts";
import type { ErrorSituation } from "../execution/error-conversion.ts";
import type { ClientOptions } from "./client-options.ts";

/** One channel for all sessions that came from one another; closed with the last of them. */
export class SharedConnection {
  readonly caller: Caller;
  readonly #channel: RpcChannel;
  readonly #situation: Pick<ErrorSituation, "credentials" | "transport">;
  readonly #afterClose: (() => Promise<void>) | undefined;
  #users = 0;

  constructor(settings: ConnectionSettings, options: ClientOptions) {
    const tls = options.tls === undefined ? undefined : checkTlsOptions(options.tls);
    this.#channel = new RpcChannel(settings, {
      tls,
      provider: options.metadataProvider,
      interceptors: options.interceptors,
    });
    this.#afterClose = options.afterClose;
    const policy = retryPolicyOf(options.retryPolicy);
    this.caller = new Caller(this.#channel, policy, options.runtime ?? systemRuntime);
    void options.serverEnded?.then((error) => (this.caller.serverEnded = error));
    const provided = options.metadataProvider === undefined ? "none" : "provider";
    this.#situation = {
      credentials: settings.token === undefined ? provided : "token",
      transport: chooseTransport(settings, tls),
    };
  }

  situation(operationId: string | undefined): ErrorSituation {
    const { endpoint, everConnected } = this.#channel;
    return { ...this.#situation, endpoint, everConnected, operationId };
  }

  /** Takes every secret that was sent out of a text. */
  get redact(): (text: string) => string {
    return this.#channel.redact;
  }

  acquire(): void {
    this.#users += 1;
  }

  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#channel.close();
    await this.#afterClose?.();
  }
}
