import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What stands in for an answer of AWS's. */
export type Fault =
  | { readonly kind: "error"; readonly status: number; readonly name: string; readonly message: string }
  /** AWS does it, and the answer is lost. */
  | { readonly kind: "answer lost" }
  /** AWS does it, and the answer is a page of HTML with status 200. */
  | { readonly kind: "garbled" }
  /** AWS does it, and the connection breaks in the middle of the answer. */
  | { readonly kind: "truncated" }
  /** AWS does it not, and there is no answer. */
  | { readonly kind: "request lost" };

/** AWS with a counter of its calls in front, and faults where a test wants one. */
export interface AwsProxy {
  readonly endpoint: string;
  /** Calls by their name, `RunJobFlow` or `GetObject`, as they came. */
  readonly calls: string[];
  count(name: string): number;
  /** The next calls of that name have these faults, one each; then AWS answers again. */
  fault(name: string, ...faults: readonly Fault[]): void;
  /** Every call is answered with 503, from the nth call of that name on and for so many milliseconds. */
  outage(name: string, ms: number, nth?: number): void;
  /** Bodies of requests, by name. */
  readonly bodies: { name: string; body: string }[];
  close(): Promise<void>;
}

/** Starts a proxy in front of the stack's AWS: what moto cannot do wrong, it does. */
export async function awsProxy(target: string = process.env["AWS_ENDPOINT_URL"] ?? ""): Promise<AwsProxy> {
  const calls: string[] = [];
  const bodies: { name: string; body: string }[] = [];
  const faults = new Map<string, Fault[]>();
  let outage:
    | { readonly name: string; readonly ms: number; readonly nth: number; until?: number }
    | undefined;
  const count = (name: string): number => calls.filter((each) => each === name).length;
  const isOut = (): boolean => {
    if (outage !== undefined && count(outage.name) >= outage.nth) outage.until ??= Date.now() + outage.ms;
    return Date.now() < (outage?.until ?? 0);
  };
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const name = nameOf(request, body);
      calls.push(name);
      bodies.push({ name, body: body.toString() });
      const fault = faults.get(name)?.shift();
      if (isOut()) {
        response.writeHead(503, { "content-type": "application/xml" });
        return response.end(
          "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
        );
      }
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
      if (fault?.kind === "garbled") {
        response.writeHead(200, { "content-type": "text/html" });
        return response.end("<html><body>Sign in to the network</body></html>");
      }
      const length = answer.headers.get("content-length");
      const etag = answer.headers.get("etag");
      const range = answer.headers.get("content-range");
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "application/json",
        ...(length === null ? {} : { "content-length": length }),
        ...(etag === null ? {} : { etag }),
        ...(range === null ? {} : { "content-range": range }),
      });
      if (fault?.kind === "truncated") {
        return response.write(text.subarray(0, text.length / 2), () => request.socket.destroy());
      }
      return response.end(text);
    })().catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    bodies,
    count,
    fault: (name, ...more) => void faults.set(name, [...(faults.get(name) ?? []), ...more]),
    outage: (name, ms, nth = 1) => {
      outage = { name, ms, nth };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** EMR has it in a header, SNS in the form, S3 in method and address. */
function nameOf({ headers, method = "", url = "/" }: IncomingMessage, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? "";
  const action = new URLSearchParams(body.toString()).get("Action");
  if (action !== null) return action;
  const { searchParams } = new URL(url, "http://s3");
  if (searchParams.has("list-type")) return "ListObjectsV2";
  if (searchParams.has("tagging")) return "PutObjectTagging";
  const verb = { GET: "Get", HEAD: "Head", PUT: "Put" }[method];
  return verb === undefined ? "" : `${verb}Object`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
