import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What stands in for an answer of EMR's. */
export type Fault =
  | { readonly kind: "error"; readonly status: number; readonly name: string; readonly message: string }
  /** EMR does it, and the answer is lost. */
  | { readonly kind: "answer lost" }
  /** EMR does it not, and there is no answer. */
  | { readonly kind: "request lost" };

/** AWS with a counter of its calls in front, and faults where a test wants one. */
export interface AwsProxy {
  readonly endpoint: string;
  /** Calls by their name, `RunJobFlow`, as they came. */
  readonly calls: string[];
  count(name: string): number;
  /** The next calls of that name have these faults, one each; then AWS answers again. */
  fault(name: string, ...faults: readonly Fault[]): void;
  /** Bodies of requests, by name. */
  readonly bodies: { name: string; body: string }[];
  close(): Promise<void>;
}

/** Starts a proxy in front of the stack's AWS: what moto cannot do wrong, it does. */
export async function awsProxy(target: string = process.env["AWS_ENDPOINT_URL"] ?? ""): Promise<AwsProxy> {
  const calls: string[] = [];
  const bodies: { name: string; body: string }[] = [];
  const faults = new Map<string, Fault[]>();
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const name = nameOf(request, body);
      calls.push(name);
      bodies.push({ name, body: body.toString() });
      const fault = faults.get(name)?.shift();
      if (fault?.kind === "request lost") return request.socket.destroy();
      if (fault?.kind === "error") {
        response.writeHead(fault.status, { "content-type": "application/x-amz-json-1.1" });
        return response.end(JSON.stringify({ __type: fault.name, message: fault.message }));
      }
      const { host: _host, "content-length": _length, connection: _connection, ...headers } = request.headers;
      const answer = await fetch(new URL(request.url ?? "/", target), {
        method: request.method ?? "POST",
        headers: headers as Record<string, string>,
        ...(body.length > 0 ? { body } : {}),
      });
      const text = Buffer.from(await answer.arrayBuffer());
      if (fault?.kind === "answer lost") return request.socket.destroy();
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "application/json",
      });
      return response.end(text);
    })().catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    bodies,
    count: (name) => calls.filter((each) => each === name).length,
    fault: (name, ...more) => void faults.set(name, [...(faults.get(name) ?? []), ...more]),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** EMR has it in a header, SNS in the form. */
function nameOf({ headers }: IncomingMessage, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? "";
  return new URLSearchParams(body.toString()).get("Action") ?? "";
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
