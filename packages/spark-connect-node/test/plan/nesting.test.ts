import { describe, expect, it } from "@jest/globals";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { InvalidArgumentError } from "../../src/errors.ts";
import { col, lit } from "../../src/functions/index.ts";
import { DEEPEST, times } from "./deep-plans.ts";
import { recordingSession } from "./recording-client.ts";

describe("a plan too deep for servers", () => {
  it.each(DEEPEST)("is refused before it is sent: %s", async (_, calls, make) => {
    const { spark, client } = recordingSession();
    const deepest = make(spark.range(1), calls);
    await deepest.collect();
    expect(client.plans).toHaveLength(1);

    const deeper = make(spark.range(1), calls + 1);
    for (const action of [(df: DataFrame) => df.collect(), (df: DataFrame) => df.schema()]) {
      const refusal = action(deeper);
      await expect(refusal).rejects.toThrow(InvalidArgumentError);
      await expect(refusal).rejects.toThrow(
        /nests 102[34] messages deep, and .* read 1022 .*checkpoint.*balanced/,
      );
    }
    expect(client.plans).toHaveLength(1);
    expect(client.analyses).toEqual([]);
  });

  it.each<[string, (df: DataFrame, n: number) => DataFrame]>([
    ["relations", (df, n) => times(n, df, (input) => input.filter("id > 0"))],
    ["operators", (df, n) => df.filter(times(n, lit(true), (all) => all.and(col("id").gt(0))))],
    [
      "columns of columns",
      (df, n) =>
        df.withColumn(
          "x",
          times(n, col("id"), (sum) => sum.plus(1)),
        ),
    ],
    ["subqueries", (df, n) => times(n, df, (input) => df.filter(input.exists()))],
    ["sides of joins", (df, n) => times(n, df, (input) => df.join(input, "id"))],
    [
      "columns that read the last",
      (df, n) => times(n, df, (input) => input.withColumn("id", col("id").plus(1))),
    ],
  ])("is refused, not a stack overflow, with 5,000 %s", async (_, make) => {
    const { spark, client } = recordingSession();
    const df = make(spark.range(1), 5_000);
    await expect(df.collect()).rejects.toThrow(InvalidArgumentError);
    await expect(df.createTempView("v")).rejects.toThrow(/\d{4,} (messages )?deep/);
    expect(client.plans).toEqual([]);
  });

  it("is no matter of size: wide conditions and balanced ones are sent", async () => {
    const { spark, client } = recordingSession();
    const conditions = Array.from({ length: 2 ** 10 }, (_, at) => col("id").ne(at));
    const balanced = (list: typeof conditions): (typeof conditions)[number] => {
      const [first = lit(true), second] = list;
      const half = list.length / 2;
      return second === undefined ? first : balanced(list.slice(0, half)).and(balanced(list.slice(half)));
    };
    const numbers = Array.from({ length: 150_000 }, (_, at) => at);
    await spark.range(1).filter(balanced(conditions)).filter(col("id").isin(numbers)).collect();
    expect(client.plans).toHaveLength(1);
  });

  it("is counted once where parts of it are shared", async () => {
    const { spark, client } = recordingSession();
    await times(18, spark.range(1), (df) => df.union(df)).collect();
    expect(client.plans).toHaveLength(1);
  });
});
