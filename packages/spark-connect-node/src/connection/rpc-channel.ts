import { Client, connectivityState, Metadata, status as Status } from "@grpc/grpc-js";
import type { CallOptions as GrpcCallOptions, ClientReadableStream } from "@grpc/grpc-js";
import type { CallInterceptor } from "./call-interceptor.ts";
import type { ConnectionSettings } from "./connection-string.ts";
import { formatEndpoint } from "./connection-string.ts";
import { ignoringErrors } from "./ignoring-errors.ts";
import { MessageStream } from "./message-stream.ts";
import { callMetadata } from "./metadata.ts";
import type { MetadataProvider, MetadataSources } from "./metadata.ts";
import { onAbort } from "./on-abort.ts";
import type { RpcMethod } from "./methods.ts";
import { Redactor } from "./redact.ts";
import { cancelledCall, RpcError, toRpcFailure } from "./rpc-failure.ts";
import type { GrpcStatusObject } from "./rpc-failure.ts";
import { upload } from "./upload.ts";
import type { TlsOptions } from "./tls.ts";
import { channelCredentials, channelOptions, chooseTransport } from "./transport.ts";

/** What a single call needs besides its request. */
export interface RpcCallOptions {
  readonly deadlineMs: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often a lost connection is looked at while a retry waits. */
const RECONNECT_POLL_MS = 100;

/** One HTTP/2 channel to one server; single attempts, no retries. */
export class RpcChannel {
  /** `host:port`, for messages. */
  readonly endpoint: string;
  readonly #client: Client;
  readonly #sources: MetadataSources;
  readonly #redactor = new Redactor();
  readonly #closing = new AbortController();
  #answered = false;

  constructor(
    settings: ConnectionSettings,
    options: {
      readonly provider?: MetadataProvider | undefined;
      readonly interceptors?: readonly CallInterceptor[] | undefined;
      readonly tls?: TlsOptions | undefined;
    } = {},
  ) {
    this.endpoint = formatEndpoint(settings);
    this.#sources = {
      token: settings.token,
      entries: settings.metadata,
      provider: options.provider,
      interceptors: options.interceptors ?? [],
      redactor: this.#redactor,
      closing: this.#closing.signal,
    };
    const { tls } = options;
    const credentials = channelCredentials(chooseTransport(settings, tls), tls);
    // The scheme is said, or a host called `unix` would be taken for one.
    this.#client = new Client(`dns:${this.endpoint}`, credentials, channelOptions(settings, tls));
  }

  /** Takes every secret that was sent out of a text. */
  get redact(): (text: string) => string {
    return this.#redactor.redact;
  }

  /** Whether each call has credentials of its own, so that another call may be accepted where one was refused. */
  get refreshable(): boolean {
    return this.#sources.provider !== undefined;
  }

  /** Whether `close` was called: nothing will ever be answered again. */
  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Whether the server was ever reached. */
  get everConnected(): boolean {
    return this.#answered || this.isReady;
  }

  /** Whether there is a connection at this moment. */
  get isReady(): boolean {
    return this.#state(false) === connectivityState.READY;
  }

  /** What the next call is sent with; each call needs its own. @throws as {@link callMetadata} */
  async metadata(method: string, options: RpcCallOptions): Promise<Metadata> {
    const metadata = await callMetadata(this.#sources, method, options);
    if (options.signal?.aborted === true) throw cancelledCall(method);
    return metadata;
  }

  /** One request, one answer. @throws RpcError */
  async unary<I, O>(
    method: RpcMethod<I, O>,
    request: I,
    metadata: Metadata,
    options: RpcCallOptions,
  ): Promise<O> {
    const started = performance.now();
    const result = await new Promise<O | RpcError>((resolve) => {
      const call = this.#client.makeUnaryRequest(
        method.path,
        method.encode,
        method.decode,
        request,
        metadata,
        grpcOptions(options),
        (error, value) => {
          stopListening?.();
          resolve(error === null && value !== undefined ? value : this.#toError(method.name, error));
        },
      );
      const stopListening = options.signal && onAbort(options.signal, () => call.cancel());
    });
    const failed = result instanceof RpcError;
    this.#report(method.name, failed ? result : undefined, started, failed ? 0 : 1);
    if (failed) throw result;
    this.#answered = true;
    return result;
  }

  /** A stream of requests, each made when the one before is on its way; one answer. @throws RpcError */
  async upload<I, O>(
    method: RpcMethod<I, O>,
    requests: AsyncIterable<I>,
    metadata: Metadata,
    options: RpcCallOptions,
  ): Promise<O> {
    const started = performance.now();
    const result = await upload<I, O | RpcError>(
      (done) =>
        this.#client.makeClientStreamRequest(
          method.path,
          method.encode,
          method.decode,
          metadata,
          grpcOptions(options),
          (error, value) =>
            done(error === null && value !== undefined ? value : this.#toError(method.name, error)),
        ),
      requests,
      options.signal,
    );
    const failed = result instanceof RpcError;
    this.#report(method.name, failed ? result : undefined, started, failed ? 0 : 1);
    if (failed) throw result;
    this.#answered = true;
    return result;
  }

  /** One request, a stream of answers. The caller must `cancel()` it in a `finally`. */
  stream<I, O>(
    method: RpcMethod<I, O>,
    request: I,
    metadata: Metadata,
    options: Pick<RpcCallOptions, "deadlineMs">,
  ): MessageStream<O> {
    const stream: MessageStream<O> = new MessageStream<O>(
      method.name,
      (gate) =>
        this.#open(
          method,
          request,
          metadata,
          { ...grpcOptions(options), interceptors: [gate] },
          () => stream.received,
        ),
      (status) => this.#toError(method.name, status),
    );
    return stream;
  }

  /** A stream that ends as soon as the server begins to answer it; nothing is read. However it ends, it is no failure. */
  async touch<I, O>(
    method: RpcMethod<I, O>,
    request: I,
    metadata: Metadata,
    options: RpcCallOptions,
  ): Promise<void> {
    await new Promise<void>((resolve) => {
      const call = this.#open(method, request, metadata, grpcOptions(options), () => 0);
      const stopListening = options.signal && onAbort(options.signal, () => call.cancel());
      call.on("error", () => undefined);
      call.once("metadata", () => call.cancel());
      call.once("status", () => {
        stopListening?.();
        resolve();
      });
    });
  }

  /** Sends a request that a stream answers, and reports how that ends. */
  #open<I, O>(
    { name, path, encode, decode }: RpcMethod<I, O>,
    request: I,
    metadata: Metadata,
    options: GrpcCallOptions,
    received: () => number,
  ): ClientReadableStream<O> {
    const started = performance.now();
    const call = this.#client.makeServerStreamRequest(path, encode, decode, request, metadata, options);
    call.once("metadata", () => (this.#answered = true));
    call.once("status", (status) => {
      const error = status.code === Status.OK ? undefined : this.#toError(name, status);
      this.#report(name, error, started, received());
    });
    return call;
  }

  /** Resolves when the channel has a connection or is closed, or when the signal aborts. */
  async connected(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      // Client.waitForReady cannot be called off, and starts to connect again when the channel is closed.
      const timer = setInterval(() => {
        if (this.closed || this.#state(true) === connectivityState.READY) done();
      }, RECONNECT_POLL_MS);
      const done = (): void => {
        clearInterval(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      signal.addEventListener("abort", done, { once: true });
      if (signal.aborted) done();
    });
  }

  close(): void {
    this.#closing.abort();
    this.#client.close();
  }

  #state(connect: boolean): connectivityState {
    return this.#client.getChannel().getConnectivityState(connect);
  }

  #toError(method: string, error: GrpcStatusObject | null): RpcError {
    const failure = toRpcFailure(
      method,
      error ?? { code: Status.INTERNAL, details: "no answer", metadata: new Metadata() },
      this.#redactor.redact,
    );
    // Any other status was written by something that answered.
    if (failure.status !== "UNAVAILABLE" && failure.status !== "DEADLINE_EXCEEDED") {
      this.#answered ||= failure.status !== "CANCELLED";
    }
    return new RpcError(failure);
  }

  #report(method: string, error: RpcError | undefined, started: number, messages: number): void {
    const outcome = {
      method,
      status: error?.failure.status ?? "OK",
      durationMs: performance.now() - started,
      messages,
    };
    for (const interceptor of this.#sources.interceptors) {
      ignoringErrors(() => interceptor.after?.(outcome));
    }
  }
}

function grpcOptions({ deadlineMs }: Pick<RpcCallOptions, "deadlineMs">): GrpcCallOptions {
  return deadlineMs === undefined || deadlineMs === Infinity ? {} : { deadline: Date.now() + deadlineMs };
}
