import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { encodeRows, RowDecoder } from "../../src/arrow/index.ts";
import { parseDataType, StructType, types } from "../../src/types/index.ts";
import { LocalDate, Timestamp } from "../../src/values/index.ts";
import { anyRows } from "./arbitrary.ts";

const decode = (ddl: string, rows: readonly unknown[], rowMode?: "array" | "object"): unknown[] => {
  const schema = StructType.fromDDL(ddl);
  return new RowDecoder(schema, rowMode === undefined ? {} : { rowMode }).decode(encodeRows(rows, schema));
};

describe("rows through Arrow", () => {
  it("are what they were, whatever their types", () => {
    fc.assert(
      fc.property(anyRows, ({ schema, rows }) => {
        expect(new RowDecoder(schema).decode(encodeRows(rows, schema))).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, string, unknown[]]>([
    ["bigint", "extremes", [2n ** 63n - 1n, -(2n ** 63n), 0n]],
    ["tinyint", "extremes", [127, -128, null]],
    ["double", "special numbers", [Number.NaN, Number.POSITIVE_INFINITY, -0, 5e-324, 1.7976931348623157e308]],
    ["float", "extremes", [3.4028234663852886e38, 1.401298464324817e-45, Number.NEGATIVE_INFINITY]],
    [
      "decimal(38,18)",
      "extremes",
      [`${"9".repeat(20)}.${"9".repeat(18)}`, `-${"9".repeat(20)}.${"9".repeat(18)}`],
    ],
    ["decimal(10,2)", "signs below one", ["-0.01", "0.00", "0.10", null]],
    ["decimal(18,18)", "only fractions", ["-0.000000000000000001", "0.999999999999999999"]],
    ["decimal(15,0)", "no fractions", ["-999999999999999", "4294967296"]],
    ["timestamp", "instants before 1970", [new Timestamp(-1n), new Timestamp(-(2n ** 63n)), null]],
    [
      "date",
      "the days that other calendars skip",
      [LocalDate.parse("1582-10-10"), LocalDate.parse("-0001-01-01")],
    ],
    [
      "string",
      "empty, long and other than ASCII",
      ["", "x".repeat(5000), "é😀", null, "\0", "naïve ".repeat(400)],
    ],
    ["binary", "empty and full", [new Uint8Array(0), new Uint8Array([0, 255]), null]],
    ["array<array<string>>", "empty at any depth", [[], [[]], [null], [["", null, "a"]], null]],
    [
      "map<string,array<int>>",
      "null and empty values",
      [
        new Map(),
        new Map([
          ["", null],
          ["a", []],
        ]),
        null,
      ],
    ],
    [
      "struct<a:struct<b:int>>",
      "nulls at any depth",
      [null, { a: null }, { a: { b: null } }, { a: { b: 1 } }],
    ],
    ["void", "nothing", [null, null]],
  ])("keep %s: %s", (ddl, _, values) => {
    const schema = types.struct([{ name: "v", type: parseDataType(ddl) }]);
    const rows = values.map((v) => ({ v }));
    expect(new RowDecoder(schema).decode(encodeRows(rows, schema))).toStrictEqual(rows);
  });

  it("give no rows of an empty batch", () => {
    expect(decode("a string, b array<string>, c map<string,struct<d:binary>>", [])).toEqual([]);
  });

  it("have rows without columns too", () => {
    const schema = new StructType();
    expect(new RowDecoder(schema).decode(encodeRows([{}, {}], schema))).toEqual([{}, {}]);
  });
});

describe("rowMode", () => {
  it("array gives values by position, structs too", () => {
    expect(decode("a int, s struct<x:int,y:string>", [[1, [2, "z"]]], "array")).toEqual([[1, [2, "z"]]]);
  });

  it("array keeps columns of one name apart", () => {
    expect(decode("a int, a int, s struct<x:int,x:int>", [[1, 2, [3, 4]]], "array")).toEqual([
      [1, 2, [3, 4]],
    ]);
  });

  it.each([
    ["a int, a int", 'The result has more than one column named "a"'],
    ["s array<struct<x:int,x:int>>", 's[] has more than one column named "x"'],
  ])("object refuses %s", (ddl, message) => {
    const make = (): RowDecoder => new RowDecoder(StructType.fromDDL(ddl));
    expect(make).toThrow(message);
    expect(make).toThrow('rowMode "array"');
    expect(make).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  it("object takes any name, and none as code", () => {
    const names = ["__proto__", "constructor", 'a"];throw 1;//', "`", "${x}", "\n", "\u2029", "\ud800", "1"];
    const schema = new StructType(names.map((name) => ({ name, type: types.integer })));
    const [row] = new RowDecoder(schema).decode(encodeRows([names.map((_, at) => at)], schema));
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(new Set(Object.keys(row ?? {}))).toEqual(new Set(names));
    for (const [at, name] of names.entries())
      expect(Object.getOwnPropertyDescriptor(row, name)?.value).toBe(at);
  });
});

describe("RowDecoder refuses", () => {
  const ipc = encodeRows([["x"]], StructType.fromDDL("a string"));

  it.each([
    ["another type", "a int", "Arrow type Utf8 where Int32Array was expected"],
    ["another number of columns", "a string, b string", "1 columns where the schema has 2"],
  ])("%s", (_, ddl, message) => {
    expect(() => new RowDecoder(StructType.fromDDL(ddl)).decode(ipc)).toThrow(message);
    expect(() => new RowDecoder(StructType.fromDDL(ddl)).decode(ipc)).toThrow(
      expect.objectContaining({ code: "PROTOCOL" }),
    );
  });

  it("what is no Arrow stream", () => {
    expect(() =>
      new RowDecoder(StructType.fromDDL("a string")).decode(ipc.subarray(0, ipc.length - 40)),
    ).toThrow(expect.objectContaining({ code: "PROTOCOL" }));
  });

  it("types that JavaScript has no value for", () => {
    expect(() => new RowDecoder(StructType.fromDDL("a timestamp_ntz(9)"))).toThrow(
      "Column a has type timestamp_ntz(9)",
    );
    expect(() => new RowDecoder(new StructType([{ name: "a", type: { kind: "udt" } }]))).toThrow(
      "user-defined type",
    );
  });
});
