import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/**
 * A proxy on loopback that makes tunnels by CONNECT, as a network's way out does. Every host it is asked for is this
 * machine, so that tests may name addresses that nothing reaches but through it.
 */
export class ForwardProxy implements AsyncDisposable {
  /** `host:port` of every tunnel asked for, in order. */
  readonly asked: string[] = [];
  /** Asked for plainly, without a tunnel. */
  readonly plain: string[] = [];
  refuse = false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.plain.push(request.url ?? "");
      response.writeHead(501).end();
    });
    this.#server.on("connection", (socket: Socket) => this.#keep(socket));
    this.#server.on("connect", (request, client: Socket, head: Buffer) => {
      this.asked.push(request.url ?? "");
      if (this.refuse) {
        client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        return;
      }
      const port = Number(request.url?.split(":").at(-1));
      const target = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        target.write(head);
        target.pipe(client);
        client.pipe(target);
      });
      this.#keep(target);
      const end = (): void => {
        target.destroy();
        client.destroy();
      };
      target.on("error", end);
      client.on("error", end);
    });
  }

  static async start(): Promise<ForwardProxy> {
    const proxy = new ForwardProxy();
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  /** `http://127.0.0.1:port`. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
