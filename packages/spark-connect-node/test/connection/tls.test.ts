import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import type { ClientOptions } from "../../src/client/client-options.ts";
import { checkTlsOptions, type TlsOptions } from "../../src/connection/tls.ts";
import { FakeServer } from "../client/fake-server.ts";
import { failureOf } from "../client/harness.ts";
import { type Identities, makeIdentities, TlsProxy } from "./tls-proxy.ts";

let ours: Identities;
let theirs: Identities;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeIdentities(), makeIdentities("DNS:elsewhere.example")]);
});

const token = "a-token-to-be-kept";

const connect = (port: number, tls: TlsOptions, rest: ClientOptions = {}): SparkConnectClient =>
  SparkConnectClient.connect({
    remote: `sc://localhost:${port}/;token=${token}`,
    environment: {},
    tls,
    ...rest,
  });

describe("over TLS", () => {
  let server: FakeServer;
  beforeAll(async () => {
    server = await FakeServer.start();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it("a server of an authority that the client trusts is asked, with the token", async () => {
    await using proxy = await TlsProxy.start(server.port, ours.server);
    await using client = connect(proxy.port, { rootCertificates: ours.authority });
    expect(await client.serverVersion()).toBe("4.3.0");
    expect(server.calls.at(-1)?.metadata.get("authorization")).toBe(`Bearer ${token}`);
  });

  it("a client shows its certificate to a server that asks", async () => {
    const mutual = { requestCert: true, rejectUnauthorized: true, ca: ours.authority };
    await using proxy = await TlsProxy.start(server.port, ours.server, mutual);
    const { certificate, key } = ours.client;
    const tls = { rootCertificates: ours.authority, clientCertificate: certificate, privateKey: key };
    await using client = connect(proxy.port, tls);
    expect(await client.serverVersion()).toBe("4.3.0");
    const retryPolicy = { connectTimeoutMs: 0 };
    await using stranger = connect(proxy.port, { rootCertificates: ours.authority }, { retryPolicy });
    expect(await failureOf(stranger.serverVersion())).toMatchObject({ code: "CONNECTION_FAILED" });
  });

  it("a name other than the address can be expected", async () => {
    await using proxy = await TlsProxy.start(server.port, theirs.server);
    await using client = connect(proxy.port, {
      rootCertificates: theirs.authority,
      serverName: "elsewhere.example",
    });
    expect(await client.serverVersion()).toBe("4.3.0");
  });

  it.each<[string, () => TlsOptions, () => Identities, RegExp]>([
    ["of an unknown authority", () => ({}), () => ours, /does not trust its certificate.*rootCertificates/],
    [
      "of another authority",
      () => ({ rootCertificates: theirs.authority }),
      () => ours,
      /does not trust its certificate/,
    ],
    [
      "for another name",
      () => ({ rootCertificates: theirs.authority }),
      () => theirs,
      /is for another name.*serverName/,
    ],
  ])("a certificate %s is refused at once, and the token never sent", async (_, tls, identities, message) => {
    await using proxy = await TlsProxy.start(server.port, identities().server);
    const before = server.calls.length;
    await using client = connect(proxy.port, tls());
    const error = await failureOf(client.serverVersion());
    expect(error).toMatchObject({ code: "CONNECTION_FAILED" });
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: 10 })).not.toContain(token);
    expect(server.calls.length).toBe(before);
  });

  it("a server that speaks plain text is told of", async () => {
    const retryPolicy = { connectTimeoutMs: 0 };
    await using client = connect(server.port, { rootCertificates: ours.authority }, { retryPolicy });
    expect((await failureOf(client.serverVersion())).message).toMatch(/speaks TLS/);
  });
});

describe("TLS options", () => {
  it.each<[string, () => TlsOptions, RegExp]>([
    ["a path", () => ({ rootCertificates: "/etc/ca.pem" }), /rootCertificates must be PEM/],
    ["a certificate as key", () => ({ privateKey: ours.authority }), /privateKey must be PEM/],
    ["a key alone", () => ({ privateKey: ours.client.key }), /go together/],
  ])("refuse %s", (_, options, message) => {
    expect(() => checkTlsOptions(options())).toThrow(message);
  });

  it("contradict use_ssl=false", () => {
    const remote = "sc://localhost/;use_ssl=false";
    const tls = { rootCertificates: ours.authority };
    expect(() => SparkConnectClient.connect({ remote, environment: {}, tls })).toThrow(/use_ssl=false/);
  });
});
