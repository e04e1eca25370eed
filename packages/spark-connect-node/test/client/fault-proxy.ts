import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** What happens to one connection. Byte counts are of what the server has sent on it. */
export type Fault =
  /** Torn with RST as soon as the count is passed; the bytes before arrive or not, as in real life. */
  | { readonly kind: "reset"; readonly afterBytes: number }
  /** Closed in order (FIN) in the middle of whatever was on its way. */
  | { readonly kind: "close"; readonly afterBytes: number }
  /** Nothing passes for a while, in either direction; then everything goes on. */
  | { readonly kind: "stall"; readonly afterBytes: number; readonly ms: number }
  /** The client's first bytes never reach the server. */
  | { readonly kind: "refuse" };

/** A TCP proxy on loopback that breaks connections as told: the n-th connection gets the n-th fault. */
export class FaultProxy implements AsyncDisposable {
  /** Faults that happened. */
  readonly happened: Fault["kind"][] = [];
  connections = 0;
  port = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #faults: Fault[] = [];

  private constructor(host: string, port: number) {
    this.#server = createServer((client) => this.#serve(client, host, port));
  }

  static async start(host: string, port: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(host, port);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.port = (proxy.#server.address() as AddressInfo).port;
    return proxy;
  }

  plan(...faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Tears every open connection now. */
  resetAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.resetAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(client: Socket, host: string, port: number): void {
    this.connections += 1;
    const fault = this.#faults.shift();
    const server = connect({ host, port, noDelay: true });
    client.setNoDelay(true);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      // A torn connection is what this proxy is for; both ends go together.
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (bytes) => {
      if (fault?.kind === "refuse") this.#happen(fault, client);
      else server.write(bytes);
    });
    let seen = 0;
    let done = false;
    server.on("data", (bytes) => {
      seen += bytes.length;
      if (fault !== undefined && fault.kind !== "refuse" && !done && seen > fault.afterBytes) {
        done = true;
        this.#happen(fault, client, server);
        if (fault.kind !== "stall") return;
      }
      // Back-pressure, or the proxy would hide a slow consumer from the server.
      if (!client.write(bytes)) {
        server.pause();
        client.once("drain", () => server.resume());
      }
    });
  }

  #happen(fault: Fault, client: Socket, server?: Socket): void {
    this.happened.push(fault.kind);
    switch (fault.kind) {
      case "reset":
      case "refuse":
        client.resetAndDestroy();
        break;
      case "close":
        client.end();
        server?.destroy();
        break;
      case "stall":
        client.pause();
        server?.pause();
        setTimeout(() => {
          client.resume();
          server?.resume();
        }, fault.ms);
        break;
      default:
        fault satisfies never;
    }
  }
}
