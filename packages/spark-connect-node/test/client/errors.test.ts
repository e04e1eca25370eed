import { inspect } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import { LocalServerError, type SparkConnectError } from "../../src/errors.ts";
import { failure, FakeServer } from "./fake-server.ts";
import { connectTo, failureOf, FakeRuntime, plan, row, rowsOf } from "./harness.ts";

describe("a server's error", () => {
  const info = { errorClass: "DIVIDE_BY_ZERO", errorId: "error-1", sqlState: "22012" };

  it("is completed by asking for its details, once", async () => {
    await using server = await FakeServer.start();
    server.onExecute({ fail: { code: "INTERNAL", message: "cut…", info } });
    server.on("FetchErrorDetails", () => ({
      rootErrorIdx: 0,
      errors: [
        { message: "the whole text", errorTypeHierarchy: ["org.apache.spark.SparkArithmeticException"] },
      ],
    }));
    await using client = connectTo(server);
    const error = await failureOf(rowsOf(client.execute(plan)));
    expect(error).toMatchObject({
      message: "the whole text",
      errorClass: "DIVIDE_BY_ZERO",
      sqlState: "22012",
    });
    expect(server.requests<{ errorId: string }>("FetchErrorDetails").map((r) => r.errorId)).toEqual([
      "error-1",
    ]);
  });

  it.each(["UNAVAILABLE", "UNIMPLEMENTED", "INTERNAL"] as const)(
    "is told without details on %s",
    async (code) => {
      await using server = await FakeServer.start();
      server.on("Config", () => ({ fail: { code: "INTERNAL", message: "cut…", info } }));
      server.on("FetchErrorDetails", () => ({ fail: failure(code) }));
      await using client = connectTo(server);
      const error = await failureOf(client.config({ case: undefined }));
      expect(error).toMatchObject({ message: "cut…", errorClass: "DIVIDE_BY_ZERO" });
      expect(server.requests("FetchErrorDetails")).toHaveLength(1);
    },
  );
});

describe("a token", () => {
  const token = "hunter22-very-secret";

  it("is in no error, not even when the server repeats it, and not in a printed client", async () => {
    await using server = await FakeServer.start();
    server.on("AnalyzePlan", () => ({
      fail: { code: "UNAUTHENTICATED", message: `Invalid token ${token}` },
    }));
    server.on("Config", () => ({
      fail: { code: "INTERNAL", message: token, info: { errorId: "e", stackTrace: token } },
    }));
    server.on("FetchErrorDetails", () => ({
      rootErrorIdx: 0,
      errors: [
        {
          message: `no ${token}`,
          stackTrace: [{ declaringClass: token, methodName: "x" }],
          sparkThrowable: { messageParameters: { token } },
        },
      ],
    }));
    await using client = SparkConnectClient.connect({
      remote: `${server.remote}/;token=${token}`,
      environment: {},
      runtime: new FakeRuntime(),
    });
    const errors = [
      await failureOf(client.serverVersion()),
      await failureOf(client.config({ case: undefined })),
    ];
    expect(errors[0]?.message).toMatch(/check the token/);
    for (const value of [...errors, errors[1]?.serverStackTrace, client]) {
      expect(inspect(value, { depth: 20, showHidden: true })).not.toContain(token);
    }
  });
});

describe("a server that is known to have ended", () => {
  it("is not looked for: what runs and what comes after fails with the reason", async () => {
    const server = await FakeServer.start();
    server.onExecute(row(1));
    const runtime = new FakeRuntime();
    const why = new LocalServerError("it was killed");
    let end: (error: SparkConnectError) => void = () => undefined;
    const serverEnded = new Promise<SparkConnectError>((resolve) => (end = resolve));
    await using client = connectTo(server, { runtime, serverEnded });
    await client.serverVersion();
    const events = client.execute(plan);
    await events.next();
    const waiting = failureOf(Promise.resolve(events.next()));
    end(why);
    await server[Symbol.asyncDispose]();
    expect(await waiting).toBe(why);
    expect(await failureOf(client.config({ case: undefined }))).toBe(why);
    expect(await failureOf(rowsOf(client.execute(plan)))).toBe(why);
    expect(runtime.sleeps).toEqual([]);
  });
});

describe("a server that is not there", () => {
  it("is reported with its address and what to check, after the connect timeout", async () => {
    const server = await FakeServer.start();
    const { port } = server;
    await server[Symbol.asyncDispose]();
    const runtime = new FakeRuntime();
    await using client = SparkConnectClient.connect({
      remote: `sc://localhost:${port}`,
      environment: {},
      runtime,
    });
    const error = await failureOf(client.serverVersion());
    expect(error).toMatchObject({ code: "CONNECTION_FAILED", transient: true });
    expect(error.message).toContain(`Cannot reach a Spark Connect server at localhost:${port}`);
    expect(runtime.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(80_000);
    expect(await failureOf(rowsOf(client.execute(plan)))).toMatchObject({ code: "CONNECTION_FAILED" });
  });
});
