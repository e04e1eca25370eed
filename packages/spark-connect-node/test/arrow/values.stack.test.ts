import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dataTypesEqual, parseDataType, StructType, types } from "../../src/types/index.ts";
import {
  CalendarInterval,
  DayTimeInterval,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  Timestamp,
  toLiteral,
  Variant,
  YearMonthInterval,
} from "../../src/values/index.ts";
import { Server } from "./server.ts";

const ZONES = ["UTC", "America/Los_Angeles", "Asia/Kathmandu"];

let server: Server;

beforeAll(async () => {
  server = Server.connect();
  await server.set({ "spark.sql.timeType.enabled": "true" });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const nines = "9".repeat(38);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** A type, an expression of it, and what it must be in JavaScript. */
const CASES: readonly (readonly [string, string, unknown])[] = [
  ["void", "null", null],
  ["boolean", "true", true],
  ["tinyint", "-128Y", -128],
  ["tinyint", "127Y", 127],
  ["smallint", "-32768S", -32768],
  ["int", "-2147483648", -2147483648],
  ["int", "2147483647", 2147483647],
  ["bigint", "CAST('-9223372036854775808' AS bigint)", -(2n ** 63n)],
  ["bigint", "9223372036854775807L", 2n ** 63n - 1n],
  ["float", "CAST('3.4028235E38' AS float)", 3.4028234663852886e38],
  ["float", "CAST('1.4E-45' AS float)", 1.401298464324817e-45],
  ["double", "CAST('NaN' AS double)", Number.NaN],
  ["double", "CAST('-Infinity' AS double)", Number.NEGATIVE_INFINITY],
  ["double", "1.7976931348623157E308D", Number.MAX_VALUE],
  ["double", "4.9E-324D", Number.MIN_VALUE],
  ["double", "-0.0D", -0],
  ["decimal(38,0)", `CAST('${nines}' AS decimal(38,0))`, nines],
  ["decimal(38,38)", `CAST('-0.${nines}' AS decimal(38,38))`, `-0.${nines}`],
  ["decimal(10,2)", "CAST('1.1' AS decimal(10,2))", "1.10"],
  ["decimal(18,1)", "CAST('-99999999999999999.9' AS decimal(18,1))", "-99999999999999999.9"],
  ["decimal(5,5)", "CAST('-0.00001' AS decimal(5,5))", "-0.00001"],
  ["string", "''", ""],
  ["string", "'naïve 😀 \\0 it''s'", "naïve 😀 \0 it's"],
  ["string", "repeat('é', 5000)", "é".repeat(5000)],
  ["binary", "X''", bytes()],
  ["binary", "X'00FF80'", bytes(0, 255, 128)],
  ["date", "DATE'1582-10-10'", LocalDate.parse("1582-10-10")],
  ["date", "DATE'0001-01-01'", LocalDate.parse("0001-01-01")],
  ["date", "date_from_unix_date(-2147483648)", new LocalDate(-2147483648)],
  ["date", "date_from_unix_date(2147483647)", new LocalDate(2147483647)],
  ["timestamp", "TIMESTAMP'2026-11-22 10:30:00.123456Z'", Timestamp.parse("2026-11-22T10:30:00.123456Z")],
  ["timestamp", "TIMESTAMP'1582-10-10 00:00:00.000001Z'", Timestamp.parse("1582-10-10T00:00:00.000001Z")],
  ["timestamp", "timestamp_micros(-1)", new Timestamp(-1n)],
  ["timestamp", "timestamp_micros(9223372036854775807L)", new Timestamp(2n ** 63n - 1n)],
  ["timestamp_ntz", "TIMESTAMP_NTZ'2026-03-29 01:30:00'", LocalTimestamp.parse("2026-03-29T01:30:00")],
  [
    "timestamp_ntz",
    "TIMESTAMP_NTZ'0001-01-01 00:00:00.000001'",
    LocalTimestamp.parse("0001-01-01T00:00:00.000001"),
  ],
  ["time(6)", "TIME'23:59:59.999999'", LocalTime.parse("23:59:59.999999")],
  ["interval day to second", "INTERVAL '1 02:03:04.5' DAY TO SECOND", DayTimeInterval.parse("P1DT2H3M4.5S")],
  ["interval hour", "INTERVAL '-5' HOUR", DayTimeInterval.parse("-PT5H")],
  ["interval year to month", "INTERVAL '-1-1' YEAR TO MONTH", YearMonthInterval.parse("-P1Y1M")],
  ["interval", "make_interval(1, 2, 3, 4, 5, 6, 7.5)", new CalendarInterval(14, 25, 18_367_500_000n)],
  ["variant", "parse_json('1')", new Variant(bytes(12, 1), bytes(1, 0, 0))],
  ["array<int>", "array(1, null)", [1, null]],
  ["array<string>", "CAST(array() AS array<string>)", []],
  [
    "array<array<decimal(3,1)>>",
    "array(array(1.5BD, null), CAST(array() AS array<decimal(3,1)>), null)",
    [["1.5", null], [], null],
  ],
  [
    "map<string,bigint>",
    "map('a', 1L, 'b', null)",
    new Map([
      ["a", 1n],
      ["b", null],
    ]),
  ],
  ["map<string,string>", "CAST(map() AS map<string,string>)", new Map()],
  ["map<date,array<int>>", "map(DATE'1970-01-01', array(1))", new Map([[new LocalDate(0), [1]]])],
  [
    "struct<x:int,`__proto__`:struct<y:string>>",
    "named_struct('x', 1, '__proto__', named_struct('y', 'z'))",
    JSON.parse('{"x":1,"__proto__":{"y":"z"}}'),
  ],
  ["struct<x:timestamp>", "named_struct('x', timestamp_micros(-1))", { x: new Timestamp(-1n) }],
];

describe.each(ZONES)("results in the session time zone %s", (zone) => {
  beforeAll(async () => {
    await server.set({ "spark.sql.session.timeZone": zone });
  });

  it("are exact for every type, nulls beside them", async () => {
    const columns = CASES.flatMap(([ddl, sql], at) => [
      `${sql} AS v${at}`,
      `if(id = 0, ${sql}, CAST(NULL AS ${ddl})) AS n${at}`,
    ]);
    const { schema, rows } = await server.sql(
      `SELECT ${columns.join(", ")} FROM range(0, 2, 1, 1) ORDER BY id`,
    );
    const [first = {}, second = {}] = rows as Record<string, unknown>[];
    for (const [at, [ddl, sql, value]] of CASES.entries()) {
      const type = schema.field(`n${at}`)?.type ?? types.null;
      expect({ sql, type: dataTypesEqual(type, parseDataType(ddl), { ignoreNullability: true }) }).toEqual({
        sql,
        type: true,
      });
      expect({ sql, v: first[`v${at}`], n: first[`n${at}`], none: second[`n${at}`] }).toEqual({
        sql,
        v: value,
        n: value,
        none: null,
      });
    }
  });

  it("come back as they were sent", async () => {
    // Arrow has one duration for all day-time intervals, and the server takes it for the widest only.
    const sent = CASES.filter(([ddl]) => ddl !== "interval hour");
    const schema = new StructType(sent.map(([ddl], at) => ({ name: `c${at}`, type: parseDataType(ddl) })));
    const rows = [
      Object.fromEntries(sent.map(([, , value], at) => [`c${at}`, value])),
      Object.fromEntries(sent.map((_, at) => [`c${at}`, null])),
    ];
    const result = await server.echo(rows, schema);
    expect(result.schema).toEqual(schema);
    expect(result.rows).toEqual(rows);
  });
});

describe("results", () => {
  it("without rows have their schema", async () => {
    const result = await server.sql("SELECT id, 'x' AS a, array('a') AS b, map('a', 'b') AS c FROM range(0)");
    expect(result.rows).toEqual([]);
    expect(result.schema.toDDL()).toBe(
      "id BIGINT NOT NULL,a STRING NOT NULL,b ARRAY<STRING> NOT NULL,c MAP<STRING, STRING> NOT NULL",
    );
  });

  it("with columns of one name are arrays, or an error that says so", async () => {
    const sql = "SELECT 1 AS a, 'x' AS a, named_struct('x', 1, 'x', 2) AS s";
    expect((await server.sql(sql, { rowMode: "array" })).rows).toEqual([[1, "x", [1, 2]]]);
    await expect(server.sql(sql)).rejects.toThrow('rowMode "array"');
  });

  it("of many rows keep each in its place", async () => {
    const { rows } = await server.sql("SELECT id, CAST(id AS string) AS s FROM range(200000)");
    expect(rows.length).toBe(200_000);
    expect(
      rows.every((row, at) => !Array.isArray(row) && row["id"] === BigInt(at) && row["s"] === `${at}`),
    ).toBe(true);
  });
});

describe("literals", () => {
  const refused = /1582-10-10|parse_json/;
  const beyondJava = /date_from_unix_date\(-/;

  it.each(CASES.filter(([, sql]) => !refused.test(sql) && !beyondJava.test(sql)))(
    "%s of %s",
    async (ddl, _, value) => {
      const { rows } = await server.literal(toLiteral(value, parseDataType(ddl)));
      expect(rows).toEqual([{ v: value }]);
    },
  );

  it.each<[unknown, unknown]>([
    [1, 1],
    [2 ** 31, 2n ** 31n],
    [0.1, 0.1],
    [5n, 5n],
    [
      [1, null, 2],
      [1, null, 2],
    ],
    [
      [[], [1]],
      [[], [1]],
    ],
    [new Map([["a", 1]]), new Map([["a", 1]])],
    [
      { a: 1, b: { c: [true] } },
      { a: 1, b: { c: [true] } },
    ],
    [null, null],
    [new Date(-1), new Timestamp(-1000n)],
  ])("without a type: %p", async (value, back) => {
    expect((await server.literal(toLiteral(value))).rows).toEqual([{ v: back }]);
  });

  it("null of a type", async () => {
    const { schema } = await server.literal(toLiteral(null, types.decimal(7, 3)));
    expect(schema.toDDL()).toBe("v DECIMAL(7,3)");
  });
});
