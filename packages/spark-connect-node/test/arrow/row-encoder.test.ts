import { describe, expect, it } from "@jest/globals";
import { tableFromIPC } from "apache-arrow";
import { encodeRows } from "../../src/arrow/index.ts";
import { StructType } from "../../src/types/index.ts";
import { DayTimeInterval, Timestamp } from "../../src/values/index.ts";

describe("encodeRows", () => {
  it.each<[string, unknown[], string]>([
    ["a int", [{ a: 1 }, { a: "x" }], "row 1.a: a whole number of 32 bits expected, not a string"],
    ["a int not null", [{ a: 1 }, {}], "row 1.a: null where the schema allows none"],
    ["a int", [{ b: 1 }], 'row 0: there is no field "b"; the fields are a'],
    ["a int", [[1, 2]], "row 0: 1 values expected, not 2"],
    ["a int", [null], "row 0: null where the schema allows none"],
    ["a int", ["x"], "row 0: an object, or an array of values, expected, not a string"],
    ["a array<int>", [{ a: [1] }, { a: [] }, { a: [2, 3, "x"] }], "row 2.a[2]: a whole number"],
    ["a map<string,int>", [{ a: { k: 1 } }, { a: { l: 1, m: 0.5 } }], "row 1.a value 1: a whole number"],
    ["a map<string,int>", [{ a: new Map([[null, 1]]) }], "row 0.a key 0: null"],
    ["a struct<b:int not null>", [{ a: null }, { a: { b: null } }], "row 1.a.b: null"],
    ["a date", [{ a: "2021-02-30" }], 'row 0.a: Not a date: "2021-02-30"'],
    ["a decimal(4,2)", [{ a: "100" }], "row 0.a: 100 does not fit decimal(4,2)"],
    ["a bigint", [{ a: 2n ** 63n }], "row 0.a: a bigint of 64 bits"],
    ["a timestamp", [{ a: new Timestamp(2n ** 63n) }], "row 0.a: Spark counts microseconds in 64 bits"],
    ["a interval day", [{ a: new DayTimeInterval(-(2n ** 63n) - 1n) }], "row 0.a: Spark counts microseconds"],
    ["a float", [{ a: 1e300 }], "row 0.a: a number of 32 bits expected"],
    ["a void", [{ a: 1 }], "row 0.a: only null is of type void"],
    ["a interval", [{ a: `PT${10 ** 10}S` }], "too many"],
  ])("refuses for %s the rows %j", (ddl, rows, message) => {
    expect(() => encodeRows(rows, StructType.fromDDL(ddl))).toThrow(message);
    expect(() => encodeRows(rows, StructType.fromDDL(ddl))).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it("refuses types that cannot be sent", () => {
    expect(() => encodeRows([], StructType.fromDDL("a timestamp(9)"))).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED" }),
    );
  });

  it("writes what other readers read", () => {
    const schema = StructType.fromDDL(
      "l bigint not null, s string, d double, t array<int>, m map<string,int>, v struct<x:boolean>",
    );
    const rows = [
      { l: 5n, s: "é", d: 0.5, t: [1, null], m: { k: 1 }, v: { x: true } },
      { l: -5n, s: null, d: null, t: null, m: null, v: null },
    ];
    const table = tableFromIPC(encodeRows(rows, schema));
    expect(table.schema.fields.map(String)).toEqual([
      "l: Int64",
      "s: Utf8",
      "d: Float64",
      "t: List<Int32>",
      "m: Map<{key:Utf8, value:Int32}>",
      "v: Struct<{x:Bool}>",
    ]);
    expect(table.schema.fields.map((field) => field.nullable)).toEqual([false, true, true, true, true, true]);
    expect(
      JSON.parse(JSON.stringify(table.toArray().map((row) => ({ ...row.toJSON(), l: String(row.l) })))),
    ).toEqual([
      { l: "5", s: "é", d: 0.5, t: [1, null], m: { k: 1 }, v: { x: true } },
      { l: "-5", s: null, d: null, t: null, m: null, v: null },
    ]);
  });
});
