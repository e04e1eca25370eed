import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { stateOf } from "../../src/dataframe/dataframe-analysis.ts";
import { dataFrameOf } from "../../src/dataframe/dataframe.ts";
import { SparkConnectError } from "../../src/errors.ts";
import { col } from "../../src/functions/index.ts";
import { relation } from "../../src/plan/relation.ts";
import { relationToProto } from "../../src/plan/relation-proto.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { connect } from "../session/stack.ts";
import { BASE, chained, chains } from "./arbitrary-chain.ts";
import { DEEPEST } from "./deep-plans.ts";

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
});

afterAll(async () => {
  await spark.stop();
});

describe("the server", () => {
  it.each(DEEPEST)("reads the deepest plan that is sent: %s", async (_, calls, make) => {
    expect((await make(spark.range(1), calls).schema()).names()).toEqual(["id"]);
  });

  it("reads a chain of 500 calls of withColumn", async () => {
    let df = spark.range(1);
    for (let at = 0; at < 500; at++) {
      df = df.withColumn(`c${at}`, col("id").plus(BigInt(at)));
    }
    const schema = await df.schema();
    expect(schema.names()).toEqual(["id", ...Array.from({ length: 500 }, (_, at) => `c${at}`)]);
    expect(await df.select("c499").first()).toEqual({ c499: 499n });
  });

  it("makes of a collapsed chain what it makes of its calls", async () => {
    const table = spark
      .range(2)
      .select(col("id"), col("id").plus(10n).as("a"), col("id").times(7n).as("b c"));
    expect(await table.columns()).toEqual([...BASE]);
    await fc.assert(
      fc.asyncProperty(chains, async (steps) => {
        const collapsed = chained(table, steps);
        expect(await outcome(collapsed)).toEqual(await outcome(asWritten(collapsed)));
      }),
      { numRuns: 10 },
    );
  });
});

/** The same plan, its chains as they were written. */
function asWritten(df: DataFrame): DataFrame {
  const { runtime, relation: node } = stateOf(df);
  const message = relationToProto(node, { version: "4.3.0", major: 4, minor: 3 }, (plain) => plain);
  return dataFrameOf(runtime, relation({ kind: "server", relation: message }));
}

/** Schema and rows, or the class of the error. */
async function outcome(df: DataFrame): Promise<unknown> {
  try {
    return { schema: await df.schema(), rows: await df.collect({ rowMode: "array" }) };
  } catch (error) {
    if (error instanceof SparkConnectError && error.errorClass !== undefined) {
      return { error: error.errorClass };
    }
    throw error;
  }
}
