import { connect, constants, createServer } from "node:http2";
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  Http2Server,
  IncomingHttpHeaders,
  ServerHttp2Session,
  ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { MessageSplitter } from "./message-splitter.ts";

/** What breaks. */
export type Break =
  /** RST_STREAM with a code of HTTP/2, by name as in `NGHTTP2_CANCEL`. */
  | { readonly kind: "reset"; readonly code: keyof typeof codes }
  /** The connection's end without a word; every call on it goes with it. */
  | { readonly kind: "tear" }
  /** GOAWAY; the connection's calls go on (`graceful`), or end with it. */
  | { readonly kind: "goaway"; readonly graceful: boolean }
  /** The stream's orderly end, with a status of gRPC. 0 is OK: as servers end streams that have lasted. */
  | { readonly kind: "status"; readonly code: number; readonly message?: string }
  /** The stream's end without any status, as a proxy makes it whose other side has gone. */
  | { readonly kind: "bare end" }
  /** Half of the message arrives, then RST_STREAM. */
  | { readonly kind: "half" }
  /** An answer of HTTP and not of gRPC, as a gateway gives it. Only before the first response. */
  | { readonly kind: "http"; readonly status: number }
  /** Nothing passes for a while, then all goes on. */
  | { readonly kind: "stall"; readonly ms: number };

/** One thing that goes wrong, once. */
export type MessageFault = Break & {
  /** Which calls it waits for. Default: those that stream (ExecutePlan and ReattachExecute). */
  readonly on?: string;
  /**
   * Where: `request`, before the server sees the call; `before: n`, in place of the n-th message that the server sends
   * on such calls since the fault before; `after: n`, when the n-th has been passed on. Counted from 0, over all
   * streams, so that a place is the same however many streams a result takes.
   */
  readonly at: "request" | { readonly before: number } | { readonly after: number };
};

const codes = {
  NO_ERROR: constants.NGHTTP2_NO_ERROR,
  PROTOCOL_ERROR: constants.NGHTTP2_PROTOCOL_ERROR,
  INTERNAL_ERROR: constants.NGHTTP2_INTERNAL_ERROR,
  REFUSED_STREAM: constants.NGHTTP2_REFUSED_STREAM,
  CANCEL: constants.NGHTTP2_CANCEL,
  ENHANCE_YOUR_CALM: constants.NGHTTP2_ENHANCE_YOUR_CALM,
} as const;

const STREAMS = "streams";
/** Headers that are the connection's own, or made anew. */
const OWN_HEADERS = new Set(["connection", "host", "http2-settings", "keep-alive", "transfer-encoding"]);

/** A proxy on loopback that reads gRPC, and breaks calls at a chosen message. */
export class MessageProxy implements AsyncDisposable {
  /** What went wrong, in order. */
  readonly happened: MessageFault[] = [];
  /** The methods called, in order. */
  readonly calls: string[] = [];
  /** Messages that the server has sent on streams. */
  messages = 0;
  port = 0;
  /** Looked at for each call: a status of gRPC to answer with, before the server sees it. */
  refuse: (headers: IncomingHttpHeaders) => { code: number; message: string } | undefined = () => undefined;
  readonly #target: string;
  readonly #server: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #upstream = new WeakMap<object, ClientHttp2Session>();
  readonly #waiting = new Map<string, { fault: MessageFault; passed: number }[]>();

  private constructor(host: string, port: number) {
    this.#target = `http://${host}:${port}`;
    this.#server = createServer();
    this.#server.on("session", (session) => this.#sessions.add(session));
    this.#server.on("stream", (stream, headers) => void this.#serve(stream, headers));
  }

  static async start(host: string, port: number): Promise<MessageProxy> {
    const proxy = new MessageProxy(host, port);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.port = (proxy.#server.address() as AddressInfo).port;
    return proxy;
  }

  /** Faults to come; of those for the same calls each waits for the one before. */
  plan(...faults: readonly MessageFault[]): void {
    for (const fault of faults) {
      const key = fault.on ?? STREAMS;
      this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), { fault, passed: 0 }]);
    }
  }

  /** Resolves once `predicate` holds; the test's time limit bounds it. */
  async until(predicate: () => boolean): Promise<void> {
    while (!predicate()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Forgets what was planned and seen. */
  clear(): void {
    this.#waiting.clear();
    this.happened.length = 0;
    this.calls.length = 0;
    this.messages = 0;
  }

  /** Tears every connection now. */
  tearAll(): void {
    for (const session of this.#sessions) this.#tear(session);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.tearAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #tear(session: ServerHttp2Session): void {
    this.#sessions.delete(session);
    // Not the socket itself: Node's session goes on reading for a moment, and aborts the process over what it reads.
    session.destroy();
  }

  /** A connection to the server for each of the client's, so that what breaks one leaves the others. */
  #to(session: ServerHttp2Session): ClientHttp2Session {
    const known = this.#upstream.get(session);
    if (known !== undefined && !known.destroyed) return known;
    const made = connect(this.#target);
    made.on("error", () => undefined);
    session.on("error", () => undefined);
    session.once("close", () => {
      this.#sessions.delete(session);
      made.destroy();
    });
    this.#upstream.set(session, made);
    return made;
  }

  async #serve(client: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const method = String(headers[":path"]).split("/").at(-1) ?? "";
    const key = method === "ExecutePlan" || method === "ReattachExecute" ? STREAMS : method;
    this.calls.push(method);
    client.on("error", () => undefined);
    const refused = this.refuse(headers);
    if (refused !== undefined) return answer(client, refused.code, refused.message);
    if (await this.#fires(key, client, (fault) => fault.at === "request")) return;
    const { session } = client;
    if (session === undefined || client.destroyed) return;
    const forwarded = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name));
    const server = this.#to(session as ServerHttp2Session).request(Object.fromEntries(forwarded));
    server.on("error", () => client.close(codes.INTERNAL_ERROR));
    client.once("close", () => server.close(codes.CANCEL));
    client.pipe(server);
    passHeaders(server, client);
    try {
      await this.#passMessages(key, server, client);
      if (!client.destroyed && client.headersSent) client.end();
    } catch {
      // One of the sides has gone, and its listener above has told the other.
    }
  }

  async #passMessages(key: string, server: ClientHttp2Stream, client: ServerHttp2Stream): Promise<void> {
    const splitter = new MessageSplitter();
    for await (const chunk of server) {
      for (const message of splitter.split(chunk as Buffer)) {
        if (key === STREAMS) this.messages += 1;
        if (await this.#fires(key, client, isBefore, message)) return;
        if (client.destroyed) return;
        if (!client.write(message)) await drained(client);
        const head = this.#waiting.get(key)?.[0];
        if (await this.#fires(key, client, isAfter)) return;
        // A fault that has just begun to wait counts from the next message on.
        if (head !== undefined) head.passed += 1;
      }
    }
  }

  /** Lets the fault happen that waits for this moment. @returns whether the call is over */
  async #fires(
    key: string,
    client: ServerHttp2Stream,
    due: (fault: MessageFault, passed: number) => boolean,
    message?: Buffer,
  ): Promise<boolean> {
    const queue = this.#waiting.get(key);
    const head = queue?.[0];
    if (queue === undefined || head === undefined || !due(head.fault, head.passed)) return false;
    queue.shift();
    this.happened.push(head.fault);
    return this.#break(head.fault, client, message);
  }

  async #break(fault: Break, client: ServerHttp2Stream, message: Buffer | undefined): Promise<boolean> {
    const session = client.session as ServerHttp2Session;
    switch (fault.kind) {
      case "reset":
        client.close(codes[fault.code]);
        return true;
      case "tear":
        this.#tear(session);
        return true;
      case "goaway":
        session.goaway(codes.NO_ERROR);
        if (fault.graceful) return false;
        setImmediate(() => session.destroy());
        return true;
      case "status":
        answer(client, fault.code, fault.message);
        return true;
      case "bare end":
        if (!client.headersSent) client.respond({ ":status": 200, "content-type": "application/grpc" });
        client.removeAllListeners("wantTrailers");
        // END_STREAM on an empty frame. Not close(NO_ERROR): called here, Node may never send the reset.
        client.once("wantTrailers", () => client.sendTrailers({}));
        client.end();
        return true;
      case "half":
        if (!client.headersSent) client.respond({ ":status": 200, "content-type": "application/grpc" });
        client.write(message?.subarray(0, Math.ceil(message.length / 2)) ?? Buffer.alloc(3), () =>
          client.close(codes.INTERNAL_ERROR),
        );
        return true;
      case "http":
        client.respond({ ":status": fault.status, "content-type": "text/html" });
        client.end("<html>no gRPC here</html>");
        return true;
      case "stall":
        await new Promise((resolve) => setTimeout(resolve, fault.ms));
        return false;
      default:
        return fault satisfies never;
    }
  }
}

const isBefore = ({ at }: MessageFault, passed: number): boolean =>
  typeof at === "object" && "before" in at && at.before === passed;
const isAfter = ({ at }: MessageFault, passed: number): boolean =>
  typeof at === "object" && "after" in at && at.after === passed;

async function drained(client: ServerHttp2Stream): Promise<void> {
  await new Promise<void>((resolve) => {
    client.once("drain", resolve);
    client.once("close", resolve);
  });
}

/** Ends a call with a status, whether or not its answer has begun. */
function answer(client: ServerHttp2Stream, code: number, message = "by the proxy"): void {
  const status = { "grpc-status": String(code), "grpc-message": encodeURIComponent(message) };
  if (client.destroyed) return;
  if (!client.headersSent) {
    client.respond({ ":status": 200, "content-type": "application/grpc", ...status }, { endStream: true });
    return;
  }
  client.removeAllListeners("wantTrailers");
  client.once("wantTrailers", () => client.sendTrailers(status));
  client.end();
}

/** Headers and trailers as the server sends them. */
function passHeaders(server: ClientHttp2Stream, client: ServerHttp2Stream): void {
  let trailers: IncomingHttpHeaders = {};
  server.on("response", (headers, flags) => {
    if (client.destroyed || client.headersSent) return;
    const only = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    client.respond(headers, only ? { endStream: true } : { waitForTrailers: true });
  });
  server.on("trailers", (headers) => (trailers = headers));
  client.once("wantTrailers", () => client.sendTrailers(trailers));
}
