import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer } from "node:tls";
import type { Server, TlsOptions } from "node:tls";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A certificate and its key, as PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** An authority of its own, a server on this machine, and a client, all made for one test run. */
export interface Identities {
  readonly authority: string;
  readonly server: Identity;
  readonly client: Identity;
}

/** Makes them with openssl; nothing is kept. @param names - those of the server's certificate */
export async function makeIdentities(names = "DNS:localhost,IP:127.0.0.1"): Promise<Identities> {
  const folder = await mkdtemp(path.join(tmpdir(), "scn-tls-"));
  const file = (name: string): string => path.join(folder, name);
  const openssl = async (...args: string[]): Promise<void> =>
    void (await run("openssl", args, { cwd: folder }));
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  try {
    await openssl(
      "req",
      "-x509",
      ...newKey,
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-days",
      "2",
      "-subj",
      "/CN=test-authority",
    );
    const sign = async (name: string, extension: string): Promise<Identity> => {
      await openssl(
        "req",
        ...newKey,
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.csr`,
        "-subj",
        `/CN=${name}`,
      );
      await writeFile(file(`${name}.ext`), extension);
      const authority = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"];
      await openssl(
        "x509",
        "-req",
        "-in",
        `${name}.csr`,
        ...authority,
        "-extfile",
        `${name}.ext`,
        "-out",
        `${name}.pem`,
      );
      return {
        certificate: await readFile(file(`${name}.pem`), "utf8"),
        key: await readFile(file(`${name}.key`), "utf8"),
      };
    };
    const server = await sign("server", `subjectAltName=${names}\n`);
    const client = await sign("client", "extendedKeyUsage=clientAuth\n");
    return { authority: await readFile(file("ca.pem"), "utf8"), server, client };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Takes TLS off what comes in and passes it on to a port of this machine. */
export class TlsProxy implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(server: Server, sockets: Set<Socket>) {
    this.#server = server;
    this.#sockets = sockets;
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(target: number, identity: Identity, options: TlsOptions = {}): Promise<TlsProxy> {
    const sockets = new Set<Socket>();
    const { certificate, key } = identity;
    const server = createServer({ cert: certificate, key, ALPNProtocols: ["h2"], ...options }, (outer) => {
      const inner = connect(target, "127.0.0.1");
      for (const [socket, other] of [
        [outer, inner],
        [inner, outer],
      ] as const) {
        sockets.add(socket);
        socket.on("error", () => other.destroy());
        socket.on("close", () => {
          sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
    server.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new TlsProxy(server, sockets);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
