import { createServer, request as send, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** STS with a listener in front, who remembers the secret parts of all temporary credentials that it hands out. */
export class IssuedKeys implements AsyncDisposable {
  /** Secret keys and session tokens. */
  readonly secrets: string[] = [];
  readonly #server: Server;

  private constructor(target: string) {
    this.#server = createServer((request, response) => {
      // The headers go as they came: the host is part of the signature.
      const onward = send(new URL(request.url ?? "/", target), {
        method: request.method ?? "POST",
        headers: request.headers,
      });
      onward.on("error", () => response.destroy());
      onward.on("response", (answer) => {
        void buffer(answer).then((body) => {
          for (const [, secret = ""] of body
            .toString()
            .matchAll(/<(?:SecretAccessKey|SessionToken)>([^<]+)</g)) {
            this.secrets.push(secret);
          }
          response.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
        });
      });
      request.pipe(onward);
    });
  }

  /** Everything that this file's tests start asks this STS from here on. */
  static async start(target: string): Promise<IssuedKeys> {
    const issued = new IssuedKeys(target);
    await new Promise<void>((resolve) => issued.#server.listen(0, "127.0.0.1", resolve));
    const { port } = issued.#server.address() as AddressInfo;
    process.env["AWS_ENDPOINT_URL_STS"] = `http://127.0.0.1:${port}`;
    return issued;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    delete process.env["AWS_ENDPOINT_URL_STS"];
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
