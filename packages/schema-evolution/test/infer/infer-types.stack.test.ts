import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  type DataFrame,
  formatDataType,
  parseDataType,
  type SparkSession,
  StructType,
  types,
} from "spark-connect-node";
import { applyEvolution } from "../../src/evolve/apply-evolution.ts";
import { chooseTypes, type InferenceColumn, inferenceRows } from "../../src/infer/infer-types.ts";
import type { TimeFormats } from "../../src/convert/time-formats.ts";
import { planEvolution } from "../../src/plan/plan-evolution.ts";
import { connect } from "../support/stack.ts";

const cases: Readonly<
  Record<string, readonly [type: string | undefined, values: readonly (string | null)[]]>
> = {
  whole: ["int", ["7", "-7", "0", " 8 ", null]],
  long: ["bigint", ["7", "2147483648"]],
  "many digits": ["bigint", ["9007199254740993", "1"]],
  "digits that a double would lose": ["string", ["9007199254740993", "1.5"]],
  "beyond bigint": ["string", ["9223372036854775808"]],
  fraction: ["double", ["7", "2.5", "1.0e3", ".5", "-0.5"]],
  "an exponent and no point": ["string", ["12E5", "7"]],
  "another of them": ["string", ["1e3"]],
  "an exponent and a point": ["double", ["1.5e-7", "-2.0E+300"]],
  "more digits than a double keeps": ["string", ["12345678901234567.89", "1.5"]],
  "more digits behind the point": ["string", ["0.1234567890123456789"]],
  "all digits that a double has": [
    "double",
    ["0.30000000000000004", "1.7976931348623157e308", "4.9e-324", "5.0e-324"],
  ],
  "digits it would not give back": ["string", ["0.10000000000000001"]],
  "zero in a double": ["string", ["1.0e-400"]],
  "zeros behind digits": ["double", ["12345.6700000000000000000", "0.00000000000000000"]],
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
  "odd years": ["date", ["0001-01-01", "9999-12-31", "0000-01-01", " 0999-02-28 "]],
  "timestamps of odd years": ["timestamp", ["0001-01-01 00:00:00", "9999-12-31T23:59:59Z"]],
  "year 10000": ["string", ["10000-01-01", "2026-11-01"]],
  "the date that is none": ["string", ["0000-00-00", "2026-11-01"]],
  "a code behind zeros": ["string", ["0001-01", "2026-11"]],
  "zones with one meaning": [
    "timestamp",
    ["2021-07-03 10:00:00 Europe/London", "2021-07-03 10:00:00 UTC", "2021-07-03 10:00:00+01:00"],
  ],
  "three letters for a zone": ["string", ["2021-07-03 10:00:00 BST", "2021-07-03 10:00:00"]],
  "other short zones": ["string", ["2021-07-03 10:00:00 EST5EDT"]],
  text: ["string", ["7", "abc"]],
  "empty text": ["string", ["7", ""]],
  "no value": [undefined, [null, null]],
  "a.b `c`": ["int", ["1"]],
};

interface NestedCase {
  readonly name: string;
  readonly type: string;
  /** Undefined: no type is chosen. */
  readonly chosen: string | undefined;
  /** A row each, as SQL. */
  readonly values: readonly string[];
}

const nestedCases: readonly NestedCase[] = [
  {
    name: "fields of a struct",
    type: "struct<a:string,b:string,c:string>",
    chosen: "struct<a:int,b:double,c:string>",
    values: ["named_struct('a', '7', 'b', '2.5', 'c', '007')", "named_struct('a', '8', 'b', '1', 'c', '8')"],
  },
  {
    name: "structs in structs",
    type: "struct<s:struct<t:struct<x:string>>,y:string>",
    chosen: "struct<s:struct<t:struct<x:date>>,y:boolean>",
    values: ["named_struct('s', named_struct('t', named_struct('x', '2026-11-01')), 'y', 'true')"],
  },
  {
    name: "all elements of all rows",
    type: "array<string>",
    chosen: "array<bigint>",
    values: ["array('1', '2')", "array('3', '2147483648', '4')", "array('5')"],
  },
  {
    name: "one element that is text",
    type: "array<string>",
    chosen: "array<string>",
    values: ["array('1', '2')", "array('3', 'x', '4')", "array('5')"],
  },
  {
    name: "null elements, empty arrays and null arrays beside values",
    type: "array<string>",
    chosen: "array<int>",
    values: ["array(NULL, '1', NULL)", "array()", "NULL", "array(NULL)"],
  },
  {
    name: "no elements but nulls",
    type: "array<string>",
    chosen: undefined,
    values: ["array(NULL, NULL)", "array()", "NULL"],
  },
  {
    name: "structs in arrays, null ones among them",
    type: "array<struct<age:string,name:string>>",
    chosen: "array<struct<age:int,name:string>>",
    values: [
      "array(named_struct('age', '37', 'name', 'a'), NULL, named_struct('age', NULL, 'name', 'b'))",
      "array(named_struct('age', '38', 'name', '1'))",
    ],
  },
  {
    name: "arrays in arrays",
    type: "array<array<array<string>>>",
    chosen: "array<array<array<double>>>",
    values: ["array(array(array('1', NULL), array()), NULL)", "array(array(array('1'), array('1', '2.5')))"],
  },
  {
    name: "arrays in structs in arrays",
    type: "array<struct<l:array<struct<x:string>>,m:array<string>>>",
    chosen: "array<struct<l:array<struct<x:timestamp>>,m:array<void>>>",
    values: [
      "array(named_struct('l', array(named_struct('x', '2026-11-01'), named_struct('x', '2026-11-01 10:00:00')), 'm', array()))",
    ],
  },
  {
    name: "values of maps, not their keys",
    type: "map<string,string>",
    chosen: "map<string,int>",
    values: ["map('1', '7', '2', NULL)", "map('3', '8')", "map()", "NULL"],
  },
  {
    name: "maps in arrays",
    type: "array<map<string,struct<x:string>>>",
    chosen: "array<map<string,struct<x:boolean>>>",
    values: ["array(map('a', named_struct('x', 'true'), 'b', NULL), NULL)"],
  },
  {
    name: "fields without any value",
    type: "struct<a:string,b:string,c:array<string>,d:struct<e:string>>",
    chosen: "struct<a:int,b:void,c:array<void>,d:struct<e:void>>",
    values: ["named_struct('a', '1', 'b', NULL, 'c', array(), 'd', NULL)", "NULL"],
  },
  {
    name: "a struct without any value",
    type: "struct<a:string,b:array<string>>",
    chosen: undefined,
    values: ["named_struct('a', NULL, 'b', array(NULL))", "NULL"],
  },
  {
    name: "what is typed already",
    type: "struct<a:decimal(3,1),b:string,c:array<bigint>>",
    chosen: "struct<a:decimal(3,1),b:int,c:array<bigint>>",
    values: ["named_struct('a', 1.5, 'b', '7', 'c', array(1))"],
  },
  {
    name: "odd `names`, with dots.and * such",
    type: "struct<`a.b`:string,`c ``d```:array<struct<`$e[0]`:string>>,`é,:`:string>",
    chosen: "struct<`a.b`:int,`c ``d```:array<struct<`$e[0]`:boolean>>,`é,:`:date>",
    values: ["named_struct('a.b', '1', 'c `d`', array(named_struct('$e[0]', 'false')), 'é,:', '2026-11-01')"],
  },
];

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
});

afterAll(async () => {
  await spark.stop();
});

/** The types that are chosen, as DDL by column. */
async function infer(
  df: DataFrame,
  columns: readonly InferenceColumn[],
): Promise<Readonly<Record<string, string>>> {
  const rows = await inferenceRows(df, columns)?.collect();
  const chosen = chooseTypes(columns, rows ?? []);
  return Object.fromEntries([...chosen].map(([name, type]) => [name, formatDataType(type)]));
}

describe("inference, in one pass over all new columns", () => {
  it("chooses the narrowest type that gives back what was written", async () => {
    const names = Object.keys(cases);
    const schema = new StructType(names.map((name) => ({ name, type: types.string })));
    const rows = Array.from({ length: 5 }, (_, at) => names.map((name) => cases[name]?.[1][at] ?? null));

    const chosen = await infer(spark.createDataFrame(rows, schema), names);

    expect(names.map((name) => [name, chosen[name]])).toEqual(names.map((name) => [name, cases[name]?.[0]]));
  });

  it("says that there is no value when there is no row", async () => {
    expect(await infer(spark.emptyDataFrame("a string"), ["a"])).toEqual({});
  });
});

const ROME = { timeZone: "Europe/Rome", dateFormat: "dd/MM/yyyy", timestampFormat: "dd/MM/yyyy HH:mm" };

/** What is known of a text besides its letters: the type its format states, how its times are written. */
const noted: readonly (readonly [
  chosen: string | undefined,
  note: Partial<Note>,
  values: readonly string[],
])[] = [
  ["string", { stated: "string" }, ["60e0"]],
  ["string", { stated: "string" }, ["1.10", "7"]],
  ["string", { stated: "string" }, ["true"]],
  ["string", { stated: "string" }, ["2026-11-01"]],
  ["string", { stated: "string", formats: ROME }, ["01/11/2026"]],
  ["int", { stated: "bigint" }, ["7", "-7"]],
  ["bigint", { stated: "bigint" }, ["2147483648"]],
  ["double", { stated: "double" }, ["1e-07", "7", "12E5"]],
  ["string", { stated: "double" }, ["12345678901234567.89", "1.5"]],
  ["string", { stated: "decimal(20,0)" }, ["12345678901234567890"]],
  ["boolean", { stated: "boolean" }, ["true", "false"]],
  [undefined, { stated: "void" }, ["{}"]],
  ["date", { formats: ROME }, ["01/11/2026", " 29/02/2024 "]],
  ["timestamp", { formats: ROME }, ["01/11/2026", "02/11/2026 23:59"]],
  ["string", { formats: ROME }, ["01/11/2026", "02/11/2026 24:00"]],
  ["string", { formats: ROME }, ["2026-11-01"]],
  ["string", { formats: ROME }, ["30/02/2026"]],
  ["date", { formats: { dateFormat: "yyyyMMdd" } }, ["20261101"]],
  ["int", { formats: { dateFormat: "yyyyMMdd" } }, ["20261101", "7"]],
  ["timestamp", { formats: { dateFormat: "yyyy-dd-MM" } }, ["2026-31-01", "2026-01-31 10:00:00"]],
  ["timestamp", { formats: { timeZone: "Europe/Rome" } }, ["2026-01-31 10:00:00"]],
];

interface Note {
  readonly stated: string;
  readonly formats: TimeFormats;
}

describe("inference of texts of which more is known", () => {
  it("keeps strings, takes numbers for numbers, and reads times as they are written", async () => {
    const columns = noted.map(([, { stated, formats }], at) => ({
      name: `c${at}`,
      type: types.string,
      ...(stated === undefined ? {} : { stated: parseDataType(stated) }),
      ...(formats === undefined ? {} : { formats }),
    }));
    const schema = new StructType(columns.map(({ name, type }) => ({ name, type })));
    const rows = [0, 1, 2].map((at) => noted.map(([, , values]) => values[at] ?? null));

    const chosen = await infer(spark.createDataFrame(rows, schema), columns);

    expect(noted.map(([, ...rest], at) => [chosen[`c${at}`], ...rest])).toEqual(noted);
  });

  it("finds the stated types inside structs, arrays and maps", async () => {
    const type = "struct<a:string,l:array<string>,m:map<string,struct<x:string,y:string>>>";
    const stated = "struct<a:string,l:array<double>,m:map<string,struct<x:string,y:bigint>>>";
    const df = await spark.sql(
      `SELECT named_struct('a', '7', 'l', array('1', '1e3'), 'm', map('k', named_struct('x', '7', 'y', '7'))) AS s`,
    );

    expect(
      await infer(df, [{ name: "s", type: parseDataType(type), stated: parseDataType(stated) }]),
    ).toEqual({
      s: "struct<a:string,l:array<double>,m:map<string,struct<x:string,y:int>>>",
    });
  });
});

describe("inference inside structs, arrays and maps", () => {
  it("chooses a type for each text, at any depth", async () => {
    const columns = nestedCases.map(({ name, type }) => ({ name, type: parseDataType(type) }));
    const height = Math.max(...nestedCases.map(({ values }) => values.length));
    const rows = Array.from({ length: height }, (_, at) => {
      const cells = nestedCases.map(
        ({ name, type, values }) =>
          `CAST(${values[at] ?? "NULL"} AS ${type}) AS \`${name.replaceAll("`", "``")}\``,
      );
      return `SELECT ${cells.join(", ")}`;
    });

    const chosen = await infer(await spark.sql(rows.join(" UNION ALL ")), columns);

    expect(nestedCases.map(({ name }) => [name, chosen[name]])).toEqual(
      nestedCases.map((each) => [each.name, each.chosen]),
    );
  });

  it("says that there is no value when there is no row", async () => {
    const columns = [{ name: "s", type: parseDataType("struct<a:string,b:array<string>>") }];

    expect(await infer(spark.emptyDataFrame("s struct<a: string, b: array<string>>"), columns)).toEqual({});
  });

  it("chooses what its own rows convert to, without an error", async () => {
    const file = await spark.sql(`
      SELECT
        named_struct('line1', 'x', 'no', '7', 'none', CAST(NULL AS STRING)) AS address,
        array(named_struct('age', '37', 'since', '2026-11-01', 'tags', array('1.5', NULL)), NULL) AS contacts`);
    const text = await file.schema();
    const found = await inferenceRows(file, text.fields)?.collect();
    const chosen = chooseTypes(text.fields, found ?? []);

    const typed = text.fields.map(({ name }) => ({ name, type: chosen.get(name) ?? types.null }));
    const plan = planEvolution(new StructType(), new StructType(typed));
    // The rows are still text, on their way to the types that were chosen for them.
    const evolved = applyEvolution(file, { ...plan, incoming: text });

    expect(plan.result.toDDL()).toBe(
      "address STRUCT<line1: STRING, no: INT>,contacts ARRAY<STRUCT<age: INT, since: DATE, tags: ARRAY<DOUBLE>>>",
    );
    const [row] = await evolved.selectExpr("to_json(struct(*)) AS row").collect<{ row: string }>();
    expect(JSON.parse(row?.row ?? "")).toEqual({
      address: { line1: "x", no: 7 },
      contacts: [{ age: 37, since: "2026-11-01", tags: [1.5, null] }, null],
      error_desc: [],
    });
  });
});
