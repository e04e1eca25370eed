import { describe, expect, it } from "@jest/globals";
import type { ExecuteEvent } from "../../src/execution/events.ts";
import { ExecutionError, InvalidArgumentError, UnsupportedError } from "../../src/errors.ts";
import { Observation } from "../../src/dataframe/observation.ts";
import { count, lit } from "../../src/functions/index.ts";
import { toLiteral } from "../../src/values/index.ts";
import { recordingSession } from "../plan/recording-client.ts";

const rows = count(lit(1)).as("rows");

const metrics = (name: string, values: Record<string, unknown>): ExecuteEvent => ({
  kind: "observedMetrics",
  name,
  planId: 1n,
  keys: Object.keys(values),
  values: Object.values(values).map((value) => toLiteral(value)),
  failure: undefined,
});

describe("Observation", () => {
  it("brings the values of the action that ran the plan", async () => {
    const { spark, client } = recordingSession();
    const observation = new Observation("o");
    client.answer = () => [metrics("o", { rows: 5n, text: "x" })];
    await spark.table("t").observe(observation, rows).write.save("/p");
    expect(await observation.get()).toEqual({ rows: 5n, text: "x" });
  });

  it("resolves who waited before", async () => {
    const { spark, client } = recordingSession();
    const observation = new Observation();
    const waiting = observation.get();
    client.answer = () => [metrics(observation.name, { rows: 5n })];
    await spark.table("t").observe(observation, rows).collect();
    expect(await waiting).toEqual({ rows: 5n });
  });

  it("is found wherever in the plan it is, beside others", async () => {
    const { spark, client } = recordingSession();
    const [left, right] = [new Observation("l"), new Observation("r")];
    client.answer = () => [metrics("r", { rows: 2n }), metrics("l", { rows: 1n }), metrics("unknown", {})];
    const observed = spark.table("t").observe(left, rows).filter("a");
    await observed.union(spark.table("u").observe(right, rows)).groupBy().count().collect();
    expect(await left.get()).toEqual({ rows: 1n });
    expect(await right.get()).toEqual({ rows: 2n });
  });

  it("goes on waiting when a view is made, which runs nothing", async () => {
    const { spark, client } = recordingSession();
    const observation = new Observation("o");
    const df = spark.table("t").observe(observation, rows);
    await df.createOrReplaceTempView("v");
    client.answer = () => [metrics("o", { rows: 3n })];
    await df.collect();
    expect(await observation.get()).toEqual({ rows: 3n });
  });

  it("keeps the values of the first action that ended well", async () => {
    const { spark, client } = recordingSession();
    const observation = new Observation("o");
    const df = spark.table("t").observe(observation, rows);
    client.answer = () => [metrics("o", { rows: 1n })];
    await df.collect();
    client.answer = () => [metrics("o", { rows: 2n })];
    await df.collect();
    expect(await observation.get()).toEqual({ rows: 1n });
  });

  it("tells of the action's failure, and takes the values of the next", async () => {
    const { spark, client } = recordingSession();
    const observation = new Observation("o");
    const df = spark.table("t").observe(observation, rows);
    const failure = new ExecutionError("disk full");
    client.answer = () => {
      throw failure;
    };
    await expect(df.write.save("/p")).rejects.toBe(failure);
    await expect(observation.get()).rejects.toBe(failure);
    client.answer = () => [metrics("o", { rows: 1n })];
    await df.write.save("/p");
    expect(await observation.get()).toEqual({ rows: 1n });
  });

  it("tells of a plan that could not even be sent", async () => {
    const { spark } = recordingSession("3.5.6");
    const observation = new Observation("o");
    const df = spark.table("t").observe(observation, rows).select(lit(1).plus(1).tryCast("int"));
    await expect(df.collect()).rejects.toThrow(UnsupportedError);
    await expect(observation.get()).rejects.toThrow(UnsupportedError);
  });

  it("does not wait for ever when the action ended without its values", async () => {
    const { spark } = recordingSession();
    const observation = new Observation("o");
    await spark.table("t").observe(observation, rows).collect();
    await expect(observation.get()).rejects.toThrow(ExecutionError);
  });

  it("tells why Spark could not compute it", async () => {
    const { spark, client } = recordingSession();
    const observation = new Observation("o");
    client.answer = () => [
      {
        kind: "observedMetrics",
        name: "o",
        planId: 1n,
        keys: [],
        values: [],
        failure: { rootErrorIdx: 0, errors: [{ message: "division by zero" } as never] },
      },
    ];
    await spark.table("t").observe(observation, rows).collect();
    await expect(observation.get()).rejects.toThrow("division by zero");
  });

  it("belongs to one DataFrame", () => {
    const { spark } = recordingSession();
    const observation = new Observation();
    spark.table("t").observe(observation, rows);
    expect(() => spark.table("t").observe(observation, rows)).toThrow(InvalidArgumentError);
  });

  it("needs a name that is not empty", () => {
    expect(() => new Observation("")).toThrow(InvalidArgumentError);
  });
});
