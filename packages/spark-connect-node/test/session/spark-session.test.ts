import { describe, expect, it, jest } from "@jest/globals";
import { create } from "@bufbuild/protobuf";
import {
  ConfigRequest_OperationSchema,
  ConfigResponseSchema,
  ExecutePlanResponse_SqlCommandResultSchema,
} from "#gen/spark/connect/base_pb.js";
import { RelationSchema } from "#gen/spark/connect/relations_pb.js";
import { InvalidArgumentError, UnsupportedError } from "../../src/errors.ts";
import { array, lit } from "../../src/functions/index.ts";
import { SparkSession } from "../../src/session/spark-session.ts";
import { asJson, onlyPlan, recordingSession } from "../plan/recording-client.ts";

describe("sql", () => {
  it("sends named arguments as expressions", async () => {
    const { spark, client } = recordingSession();
    await spark.sql("select :a, :b", { a: 1, b: array(lit("x")) });
    expect(onlyPlan(client)).toEqual({
      command: {
        sqlCommand: {
          input: {
            common: { planId: 1 },
            sql: {
              query: "select :a, :b",
              namedArguments: {
                a: { literal: { integer: 1 } },
                b: {
                  unresolvedFunction: { functionName: "array", arguments: [{ literal: { string: "x" } }] },
                },
              },
            },
          },
        },
      },
    });
  });

  it("sends positional arguments", async () => {
    const { spark, client } = recordingSession();
    await spark.sql("select ?", [1n]);
    expect(onlyPlan(client)).toMatchObject({
      command: { sqlCommand: { input: { sql: { posArguments: [{ literal: { long: "1" } }] } } } },
    });
  });

  it("fills the fields of the command too for servers before 4.0, which know no other", async () => {
    const { spark, client } = recordingSession("3.5.6");
    await spark.sql("select :a", { a: 1 });
    expect(onlyPlan(client)).toEqual({
      command: {
        sqlCommand: {
          sql: "select :a",
          args: { a: { integer: 1 } },
          input: { common: { planId: 1 }, sql: { query: "select :a", args: { a: { integer: 1 } } } },
        },
      },
    });
  });

  it("refuses expressions as arguments for servers before 4.0", async () => {
    const { spark } = recordingSession("3.5.6");
    await expect(spark.sql("select ?", [array(lit(1))])).rejects.toThrow(UnsupportedError);
  });

  it("goes on with what a command gave", async () => {
    const { spark, client } = recordingSession();
    const relation = create(RelationSchema, {
      relType: { case: "localRelation", value: { schema: "x INT" } },
    });
    const value = create(ExecutePlanResponse_SqlCommandResultSchema, { relation });
    client.answer = () => [{ kind: "result", result: { case: "sqlCommandResult", value } }];
    const df = await spark.sql("show tables");
    client.plans.length = 0;
    await df.collect();
    expect(onlyPlan(client)).toEqual({ root: { common: { planId: 1 }, localRelation: { schema: "x INT" } } });
  });

  it("runs a query again, with its own plan id, when the server gives it back", async () => {
    const { spark, client } = recordingSession();
    const relation = create(RelationSchema, { relType: { case: "sql", value: { query: "other" } } });
    const value = create(ExecutePlanResponse_SqlCommandResultSchema, { relation });
    client.answer = () => [{ kind: "result", result: { case: "sqlCommandResult", value } }];
    const df = await spark.sql("select 1");
    client.plans.length = 0;
    await df.collect();
    expect(onlyPlan(client)).toEqual({ root: { common: { planId: 1 }, sql: { query: "select 1" } } });
  });
});

describe("range", () => {
  it.each<[string, (spark: SparkSession) => { collect(): Promise<unknown> }, object]>([
    ["to an end", (s) => s.range(3), { start: "0", end: "3", step: "1" }],
    ["from a start", (s) => s.range(1n, 10n, 2, 4), { start: "1", end: "10", step: "2", numPartitions: 4 }],
  ])("%s", async (_, make, range) => {
    const { spark, client } = recordingSession();
    await make(spark).collect();
    expect(onlyPlan(client)).toEqual({ root: { common: { planId: 1 }, range } });
  });

  it("refuses what is no whole number", () => {
    const { spark } = recordingSession();
    expect(() => spark.range(1.5)).toThrow(InvalidArgumentError);
    expect(() => spark.range(2 ** 60)).toThrow(InvalidArgumentError);
  });
});

describe("conf", () => {
  const sent = async (act: (spark: SparkSession) => Promise<unknown>): Promise<unknown> => {
    const { spark, client } = recordingSession();
    await act(spark);
    return client.configs.map((opType) =>
      asJson(ConfigRequest_OperationSchema, create(ConfigRequest_OperationSchema, { opType })),
    );
  };

  it.each<[string, (spark: SparkSession) => Promise<unknown>, unknown[]]>([
    // Get would fail as a whole for one unknown key.
    ["get asks for an option", (s) => s.conf.get("k"), [{ getOption: { keys: ["k"] } }]],
    ["set", (s) => s.conf.set("k", true), [{ set: { pairs: [{ key: "k", value: "true" }] } }]],
    [
      "setAll is one request",
      (s) => s.conf.setAll({ a: 1, b: "2" }),
      [
        {
          set: {
            pairs: [
              { key: "a", value: "1" },
              { key: "b", value: "2" },
            ],
          },
        },
      ],
    ],
    ["setAll of nothing asks nothing", (s) => s.conf.setAll({}), []],
    ["unset", (s) => s.conf.unset("k"), [{ unset: { keys: ["k"] } }]],
    ["getAll", (s) => s.conf.getAll("p."), [{ getAll: { prefix: "p." } }]],
    ["isModifiable", (s) => s.conf.isModifiable("k"), [{ isModifiable: { keys: ["k"] } }]],
  ])("%s", async (_, act, expected) => {
    expect(await sent(act)).toEqual(expected);
  });

  it("passes warnings on", async () => {
    const { spark, client } = recordingSession();
    client.config_ = create(ConfigResponseSchema, { warnings: ["k is deprecated"] });
    const warn = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    await spark.conf.set("k", 1);
    expect(warn.mock.calls).toEqual([["k is deprecated", "SparkWarning"]]);
    warn.mockRestore();
  });

  it("reads values, and falls back where there is none", async () => {
    const { spark, client } = recordingSession();
    client.config_ = create(ConfigResponseSchema, { pairs: [{ key: "k", value: "v" }] });
    expect(await spark.conf.get("k")).toBe("v");
    client.config_ = create(ConfigResponseSchema, { pairs: [{ key: "k" }] });
    expect(await spark.conf.get("k")).toBeUndefined();
    expect(await spark.conf.get("k", "d")).toBe("d");
  });
});

describe("a session", () => {
  it("asks for the server's version once", async () => {
    const { spark, client } = recordingSession();
    await spark.range(1).collect();
    await spark.range(1).collect();
    expect(client.calls).toEqual(["serverVersion"]);
  });

  it("is closed by await using", async () => {
    const { spark, client } = recordingSession();
    await spark[Symbol.asyncDispose]();
    expect(client.calls).toEqual(["close"]);
  });

  it("passes tags and interrupts on", async () => {
    const { spark, client } = recordingSession();
    spark.addTag("t");
    spark.removeTag("t");
    spark.clearTags();
    expect(spark.getTags()).toEqual(["tag"]);
    expect(await spark.interruptTag("t")).toEqual(["t"]);
    expect(await spark.interruptAll()).toEqual(["all"]);
    expect(await spark.interruptOperation("o")).toEqual(["o"]);
    expect(client.calls).toEqual(["addTag t", "removeTag t", "clearTags"]);
  });

  it("cannot begin without an address", async () => {
    const remote = process.env["SPARK_REMOTE"];
    delete process.env["SPARK_REMOTE"];
    try {
      await expect(SparkSession.builder().getOrCreate()).rejects.toThrow(/SPARK_REMOTE/);
    } finally {
      if (remote !== undefined) {
        process.env["SPARK_REMOTE"] = remote;
      }
    }
  });
});

describe("sql with DataFrames", () => {
  it("carries their plans, under names of their own", async () => {
    const { spark, client } = recordingSession();
    const left = spark.range(3);
    await spark.sql("SELECT * FROM {left} WHERE id > :n", { left, n: 1 });
    const plan = onlyPlan(client) as {
      command: { sqlCommand: { input: { withRelations: { root: { sql: object } } } } };
    };
    const { withRelations } = plan.command.sqlCommand.input;
    const name = /FROM (\w+) WHERE/.exec(JSON.stringify(withRelations))?.[1];
    expect(withRelations).toMatchObject({
      root: {
        sql: {
          query: `SELECT * FROM ${name} WHERE id > :n`,
          namedArguments: { n: { literal: { integer: 1 } } },
        },
      },
      references: [{ subqueryAlias: { input: { range: { end: "3" } }, alias: name } }],
    });
  });

  it("refuses one that the statement does not read", async () => {
    const { spark } = recordingSession();
    await expect(spark.sql("SELECT 1", { left: spark.range(3) })).rejects.toThrow(
      /does not read the DataFrame left/,
    );
  });

  it("is refused for servers before 4.0", async () => {
    const { spark } = recordingSession("3.5.6");
    await expect(spark.sql("SELECT * FROM {left}", { left: spark.range(3) })).rejects.toThrow(
      UnsupportedError,
    );
  });
});

describe("udf", () => {
  it.each<[string, (spark: SparkSession) => Promise<void>, object]>([
    [
      "registerJavaFunction",
      (s) => s.udf.registerJavaFunction("f", "a.B", "BIGINT"),
      { className: "a.B", outputType: { long: {} } },
    ],
    [
      "registerJavaFunction without a type",
      (s) => s.udf.registerJavaFunction("f", "a.B"),
      { className: "a.B" },
    ],
    ["registerJavaUDAF", (s) => s.udf.registerJavaUDAF("f", "a.B"), { className: "a.B", aggregate: true }],
  ])("%s", async (_, act, javaUdf) => {
    const { spark, client } = recordingSession();
    await act(spark);
    expect(onlyPlan(client)).toEqual({ command: { registerFunction: { functionName: "f", javaUdf } } });
  });

  it("needs names", async () => {
    const { spark } = recordingSession();
    await expect(spark.udf.registerJavaFunction("", "a.B")).rejects.toThrow(InvalidArgumentError);
  });
});

describe("sessions of sessions", () => {
  it("are clones where the server can", async () => {
    const { spark, client } = recordingSession();
    await spark.cloneSession("99999999-2222-3333-4444-555555555555");
    expect(client.calls).toContain("cloneSession 99999999-2222-3333-4444-555555555555");
    const old = recordingSession("4.0.1");
    await expect(old.spark.cloneSession()).rejects.toThrow(
      /cloneSession\(\) needs Spark 4\.1; this server runs 4\.0\.1/,
    );
  });

  it("know whether they were stopped", async () => {
    const { spark } = recordingSession();
    expect(spark.isStopped).toBe(false);
    await spark.stop();
    expect(spark.isStopped).toBe(true);
  });
});

describe("a builder", () => {
  it("refuses TLS options for a server of its own, before it starts one", async () => {
    const builder = SparkSession.builder().local({ sparkHome: "/nowhere" }).tls({ serverName: "other" });
    await expect(builder.getOrCreate()).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringMatching(/^tls\(\) is for servers elsewhere/),
    });
  });
});
