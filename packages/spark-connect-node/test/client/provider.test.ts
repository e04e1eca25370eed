import { describe, expect, it } from "@jest/globals";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import { systemRuntime } from "../../src/connection/runtime.ts";
import type { CallInterceptor } from "../../src/connection/call-interceptor.ts";
import type { MetadataProvider } from "../../src/connection/metadata.ts";
import { failure, FakeServer } from "./fake-server.ts";
import { connectTo, failureOf, plan, rowsOf } from "./harness.ts";

const never = new Promise<never>(() => undefined);

describe("a metadata provider or an interceptor that never answers", () => {
  const hanging: [string, { metadataProvider?: MetadataProvider; interceptors?: CallInterceptor[] }][] = [
    ["provider", { metadataProvider: () => never }],
    ["interceptor", { interceptors: [{ before: () => never }] }],
  ];

  it.each(hanging)("%s: does not keep an aborted call", async (_name, options) => {
    await using server = await FakeServer.start();
    const client = connectTo(server, { ...options, deadlines: { interrupt: 1, releaseExecute: 1 } });
    const abort = new AbortController();
    const { signal } = abort;
    const work = [
      failureOf(client.config({ case: undefined }, { signal })),
      failureOf(rowsOf(client.execute(plan, { signal }))),
    ];
    setImmediate(() => abort.abort());
    for (const error of await Promise.all(work)) expect(error).toMatchObject({ code: "CANCELLED" });
    await client.close();
    expect(server.methods(true)).toEqual([]);
  });

  it.each(hanging)("%s: fails the call at its deadline, and says why", async (_name, options) => {
    await using server = await FakeServer.start();
    const deadlines = { config: 30, executePlan: 30 };
    const client = connectTo(server, { ...options, deadlines, runtime: systemRuntime });
    for (const work of [client.config({ case: undefined }), rowsOf(client.execute(plan))]) {
      const error = await failureOf(work);
      expect(error).toMatchObject({ code: "CONNECTION_FAILED" });
      expect(error.message).toMatch(/metadata provider or an interceptor .*within 0\.03 s/);
    }
    expect(server.methods(true)).toEqual([]);
  });

  it("does not keep a session from closing", async () => {
    await using server = await FakeServer.start();
    let hangs = false;
    const deadlines = { releaseSession: 30 };
    const client = connectTo(server, { deadlines, metadataProvider: () => (hangs ? never : {}) });
    await client.serverVersion();
    hangs = true;
    await client.close();
    expect(server.methods(true)).toEqual(["AnalyzePlan"]);
  });
});

describe("a metadata provider", () => {
  it("may take longer than a first connection may", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server, {
      retryPolicy: { connectTimeoutMs: 100 },
      metadataProvider: () => new Promise((resolve) => setTimeout(resolve, 200, {})),
    });
    expect(await client.serverVersion()).toBe("4.3.0");
  });

  it.each<[unknown, RegExp]>([
    [undefined, /must return an object .* not undefined/],
    ["Bearer x", /must return an object .* not string/],
    [{ "x-auth": 5 }, /x-auth .*number/],
    [{ "x-auth": undefined }, /x-auth .*undefined/],
    [{ "x-auth": "line\nend" }, /x-auth/],
    [{ "grpc-timeout": "1S" }, /grpc-timeout/],
  ])("that returns %j is told so", async (value, message) => {
    await using server = await FakeServer.start();
    const client = connectTo(server, { metadataProvider: () => value as Record<string, string> });
    const error = await failureOf(client.serverVersion());
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(error.message).toMatch(message);
    expect(server.methods(true)).toEqual([]);
  });
});

describe("what is sent as metadata", () => {
  const echoing = async (options: Parameters<typeof connectTo>[1], parameters = ""): Promise<string> => {
    await using server = await FakeServer.start();
    server.on("AnalyzePlan", () => {
      const sent = [...(server.calls.at(-1)?.metadata ?? [])].filter(([key]) => key.startsWith("x-"));
      return {
        fail: failure("INTERNAL", undefined, {
          message: `got ${sent.map((pair) => pair.join("=")).join(" ")}`,
        }),
      };
    });
    const client = SparkConnectClient.connect({
      environment: {},
      ...options,
      remote: `${server.remote}/${parameters}`,
    });
    const { message } = await failureOf(client.serverVersion());
    await client.close();
    return message;
  };

  it.each<[string, Parameters<typeof connectTo>[1], string, string, string]>([
    [
      "the connection string",
      {},
      ";x-aws-proxy-auth=s3cr3t;x-team=adg-prod",
      "x-aws-proxy-auth",
      "x-team=adg-prod",
    ],
    [
      "a provider",
      { metadataProvider: () => ({ "x-api-key": "k-12", "x-team": "prod" }) },
      "",
      "x-api-key",
      "x-team=prod",
    ],
    [
      "an interceptor",
      {
        interceptors: [
          { before: ({ metadata }) => void metadata.set("x-auth", "Bearer abcdef").set("x-n", "12345") },
        ],
      },
      "",
      "x-auth",
      "x-n=12345",
    ],
    [
      "a long value, whatever its name",
      { metadataProvider: () => ({ "x-a": "0123456789abcdef", "x-b": "short" }) },
      "",
      "x-a",
      "x-b=short",
    ],
  ])(
    "by %s: credentials are taken out of errors, and nothing else",
    async (_by, options, parameters, hidden, shown) => {
      const message = await echoing(options, parameters);
      expect(message).toMatch(new RegExp(`${hidden}=(Bearer )?\\*\\*\\*( |\\)|$)`));
      expect(message).toContain(shown);
    },
  );
});
