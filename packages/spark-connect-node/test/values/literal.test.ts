import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "@jest/globals";
import { Expression_LiteralSchema } from "#gen/spark/connect/expressions_pb.js";
import { formatDataType, parseDataType } from "../../src/types/index.ts";
import type { SparkValue } from "../../src/values/index.ts";
import {
  CalendarInterval,
  DayTimeInterval,
  fromLiteral,
  inferType,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  SpatialValue,
  Timestamp,
  toLiteral,
  Variant,
  YearMonthInterval,
} from "../../src/values/index.ts";

function throughTheWire(value: unknown, ddl?: string): SparkValue {
  const literal = ddl === undefined ? toLiteral(value) : toLiteral(value, parseDataType(ddl));
  return fromLiteral(fromBinary(Expression_LiteralSchema, toBinary(Expression_LiteralSchema, literal)));
}

describe("toLiteral without a type", () => {
  it.each<[unknown, string, string]>([
    [1, "integer", "int"],
    [-2147483648, "integer", "int"],
    [2147483648, "long", "bigint"],
    [Number.MAX_SAFE_INTEGER, "long", "bigint"],
    [2 ** 53, "double", "double"],
    [0.5, "double", "double"],
    [-0, "double", "double"],
    [Number.NaN, "double", "double"],
    [Number.NEGATIVE_INFINITY, "double", "double"],
    [5n, "long", "bigint"],
    ["x", "string", "string"],
    [true, "boolean", "boolean"],
    [null, "null", "void"],
    [new Uint8Array([0, 255]), "binary", "binary"],
    [new Timestamp(-1n), "timestamp", "timestamp"],
    [new LocalDate(-1), "date", "date"],
    [new LocalTimestamp(-1n), "timestampNtz", "timestamp_ntz"],
    [new LocalTime(1000n), "time", "time(6)"],
    [new LocalTime(1n), "time", "time(9)"],
    [new DayTimeInterval(-1n), "dayTimeInterval", "interval day to second"],
    [new YearMonthInterval(-1), "yearMonthInterval", "interval year to month"],
    [new CalendarInterval(1, -1, 1n), "calendarInterval", "interval"],
    [[1, null, 2147483648], "array", "array<bigint>"],
    [[[1], [0.5], null, []], "array", "array<array<double>>"],
    [[], "array", "array<void>"],
    [
      new Map([
        ["a", null],
        ["b", 1],
      ]),
      "map",
      "map<string,int>",
    ],
    [{ a: 1, "b c": ["x"] }, "struct", "struct<a:int,`b c`:array<string>>"],
  ])("makes %p a literal of kind %s", (value, kind, ddl) => {
    expect(formatDataType(inferType(value))).toBe(ddl);
    expect(toLiteral(value).literalType.case).toBe(kind);
    // Whole numbers inside wider arrays come back as what the array holds.
    const back = kind === "long" ? BigInt(value as number) : value;
    if (ddl === "array<bigint>") expect(throughTheWire(value)).toEqual([1n, null, 2147483648n]);
    else expect(throughTheWire(value)).toEqual(back);
  });

  it("takes a Date for an instant", () => {
    expect(throughTheWire(new Date(-1))).toEqual(new Timestamp(-1000n));
  });

  it.each<[unknown, string]>([
    [2n ** 63n, "64 bits"],
    [undefined, ""],
    [() => 1, "no type for a function"],
    [[1, "x"], "values of different types, int and string"],
    [new Map([[null, 1]]), "key of a map"],
    [new Error("x"), "no type for an object of class Error"],
  ])("refuses %p", (value, message) => {
    expect(() => toLiteral(value)).toThrow(message);
    expect(() => toLiteral(value)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });
});

describe("toLiteral of a type", () => {
  it.each<[unknown, string, SparkValue]>([
    [1, "tinyint", 1],
    [1, "bigint", 1n],
    [1n, "int", 1],
    [1, "double", 1],
    ["1.1", "decimal(10,2)", "1.10"],
    ["-1e3", "decimal(38,0)", "-1000"],
    [0.1, "decimal(3,2)", "0.10"],
    ["99999999999999999999999999999999999999", "decimal(38,0)", "99999999999999999999999999999999999999"],
    ["2026-11-22", "date", new LocalDate(20779)],
    ["2026-11-22T00:00:00Z", "timestamp", new Timestamp(1_795_305_600_000_000n)],
    ["1970-01-01", "timestamp_ntz", new LocalTimestamp(0n)],
    ["P1D", "interval day", new DayTimeInterval(86_400_000_000n)],
    [{ a: 1 }, "map<string,bigint>", new Map([["a", 1n]])],
    [{ b: 1 }, "struct<a:string,b:int>", { a: null, b: 1 }],
    [["x", 1], "struct<a:string,b:int>", { a: "x", b: 1 }],
    [new Float64Array([1, 2]), "array<double>", [1, 2]],
    [null, "int", null],
    [JSON.parse('{"__proto__":1}'), "struct<`__proto__`:int>", JSON.parse('{"__proto__":1}') as SparkValue],
  ])("takes %p as %s", (value, ddl, back) => {
    expect(throughTheWire(value, ddl)).toStrictEqual(back);
  });

  it.each<[unknown, string, string]>([
    [128, "tinyint", "literal: a whole number of 8 bits expected, not the number 128"],
    [1.5, "int", "a whole number of 32 bits"],
    [2 ** 53, "bigint", "a bigint of 64 bits"],
    ["1.005", "decimal(10,2)", "1.005 does not fit decimal(10,2)"],
    ["1000", "decimal(3,0)", "does not fit decimal(3,0)"],
    ["abc", "decimal(3,0)", "not a decimal number"],
    ["secret", "int", "not a string"],
    [2n ** 53n + 1n, "double", "a number expected"],
    [new LocalTime(1n), "time(6)", "more than 6 digits"],
    [[1, 2], "struct<a:int>", "1 values expected, not 2"],
    [{ c: 1 }, "struct<a:int,b:int>", 'there is no field "c"; the fields are a, b'],
    [[{ a: "x" }], "array<struct<a:int>>", "literal[0].a: a whole number"],
    [new Date(), "date", "a LocalDate or a text"],
  ])("refuses %p as %s", (value, ddl, message) => {
    expect(() => toLiteral(value, parseDataType(ddl))).toThrow(message);
  });

  it.each([
    [new Variant(new Uint8Array(1), new Uint8Array(1)), "variant"],
    [new SpatialValue(0, new Uint8Array(1)), "geometry(0)"],
  ])("has no literal of %p", (value, ddl) => {
    expect(() => toLiteral(value, parseDataType(ddl))).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED" }),
    );
  });
});

describe("the days that servers change in literals", () => {
  it.each([
    LocalDate.of(1582, 10, 5),
    LocalDate.of(1582, 10, 14),
    Timestamp.parse("1582-10-04T06:00:00Z"),
    Timestamp.parse("1582-10-15T17:59:59Z"),
  ])("refuses %s", (value) => {
    expect(() => toLiteral([value])).toThrow("literal[0]: Spark Connect changes literals from 1582-10-05");
  });

  it.each([
    LocalDate.of(1582, 10, 4),
    LocalDate.of(1582, 10, 15),
    Timestamp.parse("1582-10-04T05:59:59.999999Z"),
    Timestamp.parse("1582-10-15T18:00:00Z"),
    LocalTimestamp.parse("1582-10-10T00:00:00"),
  ])("takes %s", (value) => {
    expect(throughTheWire(value)).toEqual(value);
  });
});

describe("opaque values", () => {
  it("show what they hold", () => {
    expect(JSON.stringify(new Variant(new Uint8Array([12, 1]), new Uint8Array([1, 0, 0])))).toBe(
      '"DAE=.AQAA"',
    );
    expect(String(new SpatialValue(4326, new Uint8Array([1, 171])))).toBe("SRID=4326;01AB");
  });
});
