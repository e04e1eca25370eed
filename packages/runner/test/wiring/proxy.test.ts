import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type ProxyAgents, proxyAgents, proxyFor } from "../../src/wiring/proxy.ts";
import { ForwardProxy } from "../support/forward-proxy.ts";

const VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"];
/** Nothing answers there: who gets an answer has come through the proxy. */
const UNREACHABLE = "192.0.2.1";

let before: Record<string, string | undefined>;

beforeEach(() => {
  const names = VARIABLES.flatMap((name) => [name, name.toLowerCase()]);
  before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  for (const name of names) delete process.env[name];
});

afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

describe("where a request goes first", () => {
  test.each<[string, Record<string, string>, string, string | undefined]>([
    ["nowhere else, without variables", {}, "https://s3.example", undefined],
    [
      "HTTPS by its own",
      { HTTPS_PROXY: "http://p:1", HTTP_PROXY: "http://q:2" },
      "https://s3.example",
      "http://p:1",
    ],
    [
      "HTTP by its own",
      { HTTPS_PROXY: "http://p:1", HTTP_PROXY: "http://q:2" },
      "http://s3.example",
      "http://q:2",
    ],
    ["lower case too", { https_proxy: "http://p:1" }, "https://s3.example", "http://p:1"],
    ["but not for localhost", { HTTPS_PROXY: "http://p:1" }, "https://localhost:8443", undefined],
    ["nor for 127.x", { HTTP_PROXY: "http://p:1" }, "http://127.0.0.9:5000", undefined],
    ["nor for ::1", { HTTP_PROXY: "http://p:1" }, "http://[::1]:5000", undefined],
    [
      "nor for a host of NO_PROXY",
      { HTTPS_PROXY: "http://p:1", NO_PROXY: "a,dks.example" },
      "https://dks.example",
      undefined,
    ],
    [
      "nor for a domain of it",
      { HTTPS_PROXY: "http://p:1", NO_PROXY: ".amazonaws.com" },
      "https://b.s3.amazonaws.com",
      undefined,
    ],
    [
      "nor for the metadata",
      { HTTP_PROXY: "http://p:1", NO_PROXY: "169.254.169.254" },
      "http://169.254.169.254/",
      undefined,
    ],
    [
      "a host that only ends alike",
      { HTTPS_PROXY: "http://p:1", NO_PROXY: ".b.example" },
      "https://ab.example",
      "http://p:1",
    ],
  ])("%s", (_what, environment, url, expected) => {
    Object.assign(process.env, environment);
    expect(proxyFor(url)).toBe(expected);
  });
});

describe("the agents of AWS clients", () => {
  let server: Server;
  let proxy: ForwardProxy;
  let agents: ProxyAgents;

  beforeEach(async () => {
    server = createServer((incoming, response) =>
      response.end(`${incoming.url} of ${incoming.headers.host}`),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    proxy = await ForwardProxy.start();
    agents = proxyAgents();
    process.env["HTTP_PROXY"] = proxy.url;
  });

  afterEach(async () => {
    agents.httpAgent.destroy();
    agents.httpsAgent.destroy();
    await proxy[Symbol.asyncDispose]();
    await new Promise((resolve) => server.close(resolve));
  });

  const port = (): number => (server.address() as AddressInfo).port;

  test("go through the proxy, and use its tunnel again", async () => {
    const host = `${UNREACHABLE}:${port()}`;
    expect(await get(UNREACHABLE, port(), agents)).toBe(`/x of ${host}`);
    expect(await get(UNREACHABLE, port(), agents)).toBe(`/x of ${host}`);
    expect(proxy).toMatchObject({ asked: [host], plain: [] });
  });

  test("go straight to loopback", async () => {
    expect(await get("127.0.0.1", port(), agents)).toBe(`/x of 127.0.0.1:${port()}`);
    expect(proxy.asked).toEqual([]);
  });

  test("say which proxy refused which host, and nobody's password", async () => {
    proxy.refuse = true;
    process.env["HTTP_PROXY"] = proxy.url.replace("//", "//user:hidden@");
    const error = await get(UNREACHABLE, port(), agents).catch((cause: unknown) => cause as Error);
    expect(String(error)).toContain(
      `The proxy ${new URL(proxy.url).host} gave no way to ${UNREACHABLE}:${port()}`,
    );
    expect(String(error)).toContain("403");
    expect(String(error)).not.toContain("hidden");
  });
});

function get(host: string, port: number, { httpAgent }: ProxyAgents): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host, port, path: "/x", agent: httpAgent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve(text));
    })
      .on("error", reject)
      .end();
  });
}
