import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { SparkSession } from "spark-connect-node";
import { compileLocalRows, connect, convertSql } from "../support/stack.ts";

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
  await compileLocalRows(spark);
});

afterAll(async () => {
  await spark.stop();
});

interface TypedTable {
  readonly from: string;
  readonly to: string;
  /** SQL → the value, as Spark prints it; null where it is refused. */
  readonly values: Readonly<Record<string, string | null>>;
}

const tables: readonly TypedTable[] = [
  { from: "bigint", to: "int", values: { "7L": "7", "-2147483648L": "-2147483648", "2147483648L": null } },
  { from: "int", to: "bigint", values: { "7": "7" } },
  {
    from: "double",
    to: "bigint",
    values: {
      "7.0D": "7",
      "-0.0D": "0",
      "2.5D": null,
      "1e18D": "1000000000000000000",
      "-9223372036854775808D": "-9223372036854775808",
      "9223372036854775807D": null,
      "double('NaN')": null,
      "double('Infinity')": null,
      "double('-Infinity')": null,
      "1e300D": null,
      "0.1D": null,
    },
  },
  {
    from: "double",
    to: "int",
    values: { "7.0D": "7", "2147483648D": null, "-2.5D": null, "double('NaN')": null },
  },
  { from: "float", to: "int", values: { "float(7)": "7", "float(2.5)": null } },
  {
    from: "decimal(38,18)",
    to: "bigint",
    values: { "7.000000000000000000BD": "7", "7.000000000000000001BD": null, "9223372036854775808BD": null },
  },
  { from: "decimal(10,2)", to: "int", values: { "7.00BD": "7", "7.50BD": null } },
  { from: "bigint", to: "double", values: { "7L": "7.0" } },
  { from: "decimal(10,2)", to: "double", values: { "2.50BD": "2.5" } },
  { from: "double", to: "float", values: { "2.5D": "2.5", "1e300D": null, "double('NaN')": null } },
  {
    from: "double",
    to: "decimal(10,2)",
    values: { "2.5D": "2.50", "2.505D": null, "1e7D": "10000000.00", "1e8D": null, "double('NaN')": null },
  },
  { from: "bigint", to: "decimal(5,2)", values: { "999L": "999.00", "1000L": null } },
  { from: "decimal(10,4)", to: "decimal(10,2)", values: { "2.5000BD": "2.50", "2.5050BD": null } },
  { from: "int", to: "boolean", values: { "0": "false", "1": "true", "2": null, "-1": null } },
  {
    from: "double",
    to: "boolean",
    values: { "0D": "false", "1D": "true", "0.5D": null, "double('NaN')": null },
  },
  {
    from: "decimal(38,38)",
    to: "boolean",
    values: { "0": "false", "CAST('1E-38' AS DECIMAL(38,38))": null },
  },
  { from: "boolean", to: "int", values: { true: null } },
  { from: "boolean", to: "string", values: { true: "true" } },
  { from: "bigint", to: "string", values: { "9007199254740993L": "9007199254740993" } },
  { from: "double", to: "string", values: { "2.0D": "2.0", "1e10D": "1.0E10", "double('NaN')": "NaN" } },
  { from: "decimal(10,2)", to: "string", values: { "2.50BD": "2.50" } },
  { from: "date", to: "string", values: { "DATE'2026-11-01'": "2026-11-01" } },
  { from: "timestamp", to: "string", values: { "TIMESTAMP'2026-11-01 10:00:00'": "2026-11-01 10:00:00" } },
  {
    from: "struct<a:int,b:string>",
    to: "string",
    values: { "named_struct('a', 1, 'b', 'x')": '{"a":1,"b":"x"}' },
  },
  { from: "array<int>", to: "string", values: { "array(1, 2)": "[1,2]" } },
  { from: "date", to: "timestamp", values: { "DATE'2026-11-01'": "2026-11-01 00:00:00" } },
  {
    from: "timestamp",
    to: "date",
    values: { "TIMESTAMP'2026-11-01 00:00:00'": "2026-11-01", "TIMESTAMP'2026-11-01 10:00:00'": null },
  },
  {
    from: "timestamp_ntz",
    to: "date",
    values: {
      "TIMESTAMP_NTZ'2026-11-01 00:00:00'": "2026-11-01",
      "TIMESTAMP_NTZ'2026-11-01 00:00:00.000001'": null,
    },
  },
  {
    from: "timestamp_ntz",
    to: "timestamp",
    values: { "TIMESTAMP_NTZ'2026-11-01 10:00:00'": "2026-11-01 10:00:00" },
  },
  { from: "bigint", to: "timestamp", values: { "1793527200L": null } },
  { from: "int", to: "date", values: { "7": null } },
  { from: "string", to: "binary", values: { "'abc'": "abc" } },
  { from: "bigint", to: "array<bigint>", values: { "7L": null } },
  // Nested types, printed as JSON.
  {
    from: "array<string>",
    to: "array<int>",
    values: { "array('7', 'x', null, '7.0')": "[7,null,null,7]", "array('1')": "[1]", "array()": "[]" },
  },
  {
    from: "struct<B:string,a:string>",
    to: "struct<a:int,b:bigint,c:date>",
    values: {
      "named_struct('B', '8', 'a', '7')": '{"a":7,"b":8}',
      "named_struct('B', null, 'a', null)": "{}",
    },
  },
  {
    from: "array<struct<x:string>>",
    to: "array<struct<x:int,y:int>>",
    values: { "array(named_struct('x', '7'), null)": '[{"x":7},null]' },
  },
  {
    from: "map<string,string>",
    to: "map<string,int>",
    values: { "map('k', '7', 'l', null)": '{"k":7,"l":null}' },
  },
  {
    from: "map<string,string>",
    to: "map<int,int>",
    values: {
      "map('7', '1', '8', '2')": '{"7":1,"8":2}',
      "map('7', '1', '07', '2')": null,
      "map('x', '1')": null,
    },
  },
];

describe("typed values", () => {
  it.each(tables)("$from into $to", async ({ from, to, values }) => {
    const expressions = [...Object.keys(values), "NULL"];

    const outcomes = await convertSql(spark, from, to, expressions);

    expect(outcomes.map(({ value }, at) => [expressions[at], value])).toEqual([
      ...Object.entries(values),
      ["NULL", null],
    ]);
    if (to.includes("<")) return;
    expect(outcomes.map(({ failed }) => failed)).toEqual([
      ...Object.values(values).map((value) => value === null),
      false,
    ]);
  });

  it.each([
    ["array<string>", "array<int>", "array('7', 'x')", true],
    ["array<string>", "array<int>", "array('7', null)", false],
    ["struct<a:string>", "struct<a:int>", "named_struct('a', 'x')", true],
    ["map<string,string>", "map<string,int>", "map('k', 'x')", true],
    ["map<string,string>", "map<int,string>", "map('7', 'x', '07', 'y')", true],
    ["map<string,string>", "map<int,string>", "map('7', 'x')", false],
    ["array<array<string>>", "array<array<int>>", "array(array('1'), null, array('x'))", true],
  ])("%s into %s: %s fails: %s", async (from, to, sql, failed) => {
    const [outcome] = await convertSql(spark, from, to, [sql]);

    expect(outcome?.failed).toBe(failed);
  });
});
