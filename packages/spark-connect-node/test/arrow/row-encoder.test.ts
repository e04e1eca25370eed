import { describe, expect, it } from "@jest/globals";
import { tableFromIPC } from "apache-arrow";
import { encodeRows, RowDecoder } from "../../src/arrow/index.ts";
import { StructType } from "../../src/types/index.ts";
import { DayTimeInterval, Timestamp } from "../../src/values/index.ts";

describe("encodeRows", () => {
  it.each<[string, unknown[], string]>([
    ["a int", [{ a: 1 }, { a: "x" }], "row 1.a: a whole number of 32 bits expected, not a string"],
    ["a int not null", [{ a: 1 }, {}], "row 1.a: null where the schema allows none"],
    ["a int", [{ b: 1 }], 'row 0: there is no field "b"; the fields are a'],
    ["a int", [[1, 2]], "row 0: 1 values expected, not 2"],
    ["a int", [null], "row 0: an object, or an array of values, expected, not null"],
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
    ["a interval day", [{ a: "P1D" }, { a: "PT36H" }], "row 1.a: an interval of whole days expected"],
    ["a interval hour to minute", [{ a: "PT30S" }], "row 0.a: an interval of whole minutes expected"],
    ["a interval year", [{ a: "P1Y6M" }], "row 0.a: an interval of whole years expected"],
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

describe("what is encoded the quick way is what was given", () => {
  const back = (ddl: string, rows: readonly unknown[]): unknown[] => {
    const schema = StructType.fromDDL(ddl);
    return new RowDecoder(schema, { rowMode: "array" }).decode(encodeRows(rows, schema)).flat();
  };

  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ["a bigint", [2n ** 63n - 1n, -(2n ** 63n), 0n, null], [2n ** 63n - 1n, -(2n ** 63n), 0n, null]],
    [
      "a bigint",
      [-1, 2 ** 53 - 1, -(2 ** 53 - 1), -(2 ** 32), 5n],
      [-1n, 9007199254740991n, -9007199254740991n, -4294967296n, 5n],
    ],
    ["a int", [1, -1, 2 ** 31 - 1, -(2 ** 31), 7n], [1, -1, 2147483647, -2147483648, 7]],
    ["a double", [0.5, Number.NaN, -0, 3n, undefined], [0.5, Number.NaN, -0, 3, null]],
    ["a string", ["", "é", "😀", "a", null], ["", "é", "😀", "a", null]],
    ["a string", ["\ufffd", "é\ufffd"], ["\ufffd", "é\ufffd"]],
  ])("%s: %j", (ddl, values, expected) => {
    expect(
      back(
        ddl,
        values.map((value) => [value]),
      ),
    ).toEqual(expected);
    expect(
      back(
        ddl,
        values.map((a) => ({ a })),
      ),
    ).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ["met by the other half in the next", ["é", "\ud83d", "\ude00"]],
    ["alone", ["é", "x\ud83d"]],
    ["the wrong way round", ["é", "\ude00\ud83d"]],
  ])("or refused: half a surrogate pair, %s", (_, texts) => {
    const rows = texts.map((text) => [text]);
    expect(() => back("a string", rows)).toThrow(
      /^row 1\.a: a text with half a surrogate pair.*toWellFormed\(\)/,
    );
    expect(() => back("a array<string>", [[texts]])).toThrow(/^row 0\.a\[1\]: a text with half/);
  });

  it("of instants in any form", () => {
    const last = new Date(8_640_000_000_000_000);
    expect(
      back("a timestamp", [[new Date(-1)], [last], [new Timestamp(-1n)], ["1970-01-01T00:00:00Z"]]),
    ).toEqual([new Timestamp(-1000n), Timestamp.fromDate(last), new Timestamp(-1n), new Timestamp(0n)]);
  });

  it("of objects in any order, of classes, and with names that every object has", () => {
    class Row {
      b = 2;
      a = 1;
    }
    class Computed {
      readonly a = 6;
      get b(): number {
        return 7;
      }
    }
    expect(back("a int, b int", [new Computed()])).toEqual([6, 7]);
    expect(back("a int, constructor string", [new Computed()])).toEqual([6, null]);
    expect(back("a int, b int", [{ b: 2, a: 1 }, new Row(), { a: 3 }, [4, 5]])).toEqual([
      1,
      2,
      1,
      2,
      3,
      null,
      4,
      5,
    ]);
    expect(back("toString string", [{ toString: "x" }, {}])).toEqual(["x", null]);
    expect(back("`__proto__` int", [{ ["__proto__"]: 1 }, [2]])).toEqual([1, 2]);
  });

  it("of the rows asked for, which are named by their own numbers", () => {
    const schema = StructType.fromDDL("a int");
    const rows = [1, 2, "x", 4].map((a) => ({ a }));
    expect(new RowDecoder(schema).decode(encodeRows(rows, schema, 0, 2))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(new RowDecoder(schema).decode(encodeRows(rows, schema, 3, 9))).toEqual([{ a: 4 }]);
    expect(() => encodeRows(rows, schema, 1)).toThrow("row 2.a: a whole number");
  });
});
