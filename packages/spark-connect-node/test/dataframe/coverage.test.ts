import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { recordingSession } from "../plan/recording-client.ts";

/** What PySpark has, as `scripts/pyspark/list_members.py dataframe` printed it. */
const pyspark = JSON.parse(
  readFileSync(new URL("pyspark-members.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly string[]>>;

/** Names that are spelt otherwise here. */
const RENAMED: Readonly<Record<string, string>> = {
  "DataFrame.__getitem__": "col",
  "DataFrame.groupby": "groupBy",
};

const PYTHON_RUNS = "runs Python functions on the server";

const EXCLUDED: Readonly<Record<string, string>> = {
  "DataFrame.foreach": PYTHON_RUNS,
  "DataFrame.foreachPartition": PYTHON_RUNS,
  "DataFrame.mapInArrow": PYTHON_RUNS,
  "DataFrame.mapInPandas": PYTHON_RUNS,
  "GroupedData.apply": PYTHON_RUNS,
  "GroupedData.applyInArrow": PYTHON_RUNS,
  "GroupedData.applyInPandas": PYTHON_RUNS,
  "GroupedData.applyInPandasWithState": PYTHON_RUNS,
  "GroupedData.cogroup": PYTHON_RUNS,
  "GroupedData.transformWithState": PYTHON_RUNS,
  "GroupedData.transformWithStateInPandas": PYTHON_RUNS,
  "DataFrame.pandas_api": "the pandas API is Python's",
  "DataFrame.toPandas": "the pandas API is Python's; toArrow() gives columns",
  "DataFrame.plot": "draws with a library of Python",
  "DataFrame.rdd": "not in PySpark Connect either",
  "DataFrame.registerTempTable": "deprecated since Spark 2.0: createOrReplaceTempView()",
  "DataFrame.executionInfo":
    "Spark's metrics as Python objects; observe() and onProgress tell of a running action",
};

const { spark } = recordingSession();
const df = spark.table("t");
const merging = df.mergeInto("t", "true");

const ours: Readonly<Record<string, object>> = {
  DataFrame: df,
  DataFrameNaFunctions: df.na,
  DataFrameStatFunctions: df.stat,
  GroupedData: df.groupBy(),
  DataFrameReader: spark.read,
  DataFrameWriter: df.write,
  DataFrameWriterV2: df.writeTo("t"),
  MergeIntoWriter: merging,
  "MergeIntoWriter.WhenMatched": merging.whenMatched(),
  "MergeIntoWriter.WhenNotMatched": merging.whenNotMatched(),
  "MergeIntoWriter.WhenNotMatchedBySource": merging.whenNotMatchedBySource(),
  TableValuedFunction: spark.tvf,
};

const camelCase = (name: string): string =>
  name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const members = Object.entries(pyspark).flatMap(([name, list]) =>
  list.map((member) => [`${name}.${member}`, name, member] as const),
);

describe("PySpark's members", () => {
  it("are of all the classes that are compared", () => {
    expect(Object.keys(pyspark)).toEqual(Object.keys(ours));
  });

  it.each(members.filter(([key]) => EXCLUDED[key] === undefined))("has %s", (key, name, member) => {
    expect((RENAMED[key] ?? camelCase(member)) in (ours[name] ?? {})).toBe(true);
  });

  it("are left out or renamed only where they exist", () => {
    const known = new Set<string>(members.map(([key]) => key));
    expect([...Object.keys(RENAMED), ...Object.keys(EXCLUDED)].filter((key) => !known.has(key))).toEqual([]);
  });
});
