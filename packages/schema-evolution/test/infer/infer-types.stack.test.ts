import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { formatDataType, type SparkSession, StructType, types } from "spark-connect-node";
import { chooseTypes, inferenceAggregates } from "../../src/infer/infer-types.ts";
import { connect } from "../support/stack.ts";

const cases: Readonly<
  Record<string, readonly [type: string | undefined, values: readonly (string | null)[]]>
> = {
  whole: ["int", ["7", "-7", "0", " 8 ", null]],
  long: ["bigint", ["7", "2147483648"]],
  "many digits": ["bigint", ["9007199254740993", "1"]],
  "digits that a double would lose": ["string", ["9007199254740993", "1.5"]],
  "beyond bigint": ["string", ["9223372036854775808"]],
  fraction: ["double", ["7", "2.5", "1e3", ".5", "-0.5"]],
  "with a point": ["double", ["10.00", "20.00"]],
  infinite: ["string", ["1e400"]],
  "leading zero": ["string", ["7", "007"]],
  "leading zero of a fraction": ["string", ["00.5"]],
  "plus sign": ["string", ["7", "+7"]],
  truth: ["boolean", ["true", "FALSE", " True "]],
  "yes and no": ["string", ["yes", "no"]],
  "0 and 1": ["int", ["0", "1"]],
  "truth and numbers": ["string", ["true", "1"]],
  dates: ["date", ["2026-11-01", "2024-02-29"]],
  "dates at midnight": ["timestamp", ["2026-11-01 00:00:00"]],
  timestamps: ["timestamp", ["2026-11-01", "2026-11-01T10:00:00Z"]],
  "no date": ["string", ["2026-11-01", "2021-02-30"]],
  times: ["string", ["10:00"]],
  text: ["string", ["7", "abc"]],
  "empty text": ["string", ["7", ""]],
  "no value": [undefined, [null, null]],
  "a.b `c`": ["int", ["1"]],
};

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
});

afterAll(async () => {
  await spark.stop();
});

describe("inference, in one pass over all new columns", () => {
  it("chooses the narrowest type that gives back what was written", async () => {
    const names = Object.keys(cases);
    const schema = new StructType(names.map((name) => ({ name, type: types.string })));
    const rows = Array.from({ length: 5 }, (_, at) => names.map((name) => cases[name]?.[1][at] ?? null));
    const [first, ...rest] = inferenceAggregates(names);
    if (first === undefined) throw new Error("no aggregates");

    const [row] = await spark
      .createDataFrame(rows, schema)
      .agg(first, ...rest)
      .collect();

    const chosen = chooseTypes(names, row ?? {});
    const shown = names.map((name) => {
      const type = chosen.get(name);
      return [name, type === undefined ? undefined : formatDataType(type)];
    });
    expect(shown).toEqual(names.map((name) => [name, cases[name]?.[0]]));
  });

  it("says that there is no value when there is no row", async () => {
    const [first] = inferenceAggregates(["a"]);
    if (first === undefined) throw new Error("no aggregates");

    const [row] = await spark.emptyDataFrame("a string").agg(first).collect();

    expect(chooseTypes(["a"], row ?? {}).size).toBe(0);
  });
});
