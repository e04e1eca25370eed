import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { SparkSession } from "spark-connect-node";
import type { TimeFormats } from "../../src/convert/time-formats.ts";
import { compileLocalRows, connect, convertTexts } from "../support/stack.ts";

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
});

afterAll(async () => {
  await spark.stop();
});

interface TextTable {
  readonly to: string;
  /** Text → the value, as Spark prints it. */
  readonly kept: Readonly<Record<string, string>>;
  readonly refused: readonly string[];
}

const notNumbers: readonly string[] = [
  "abc",
  "",
  " ",
  ".",
  "+",
  "-",
  "e3",
  "1e",
  "1e+",
  "--7",
  "+-7",
  "7 7",
  "7,5",
  "1_000",
  "12d",
  "12f",
  "12L",
  "0x10",
  "0x1p3",
  "٧",
  "７",
  "NaN",
  "Infinity",
  "-Infinity",
  "inf",
  "true",
  "1e3e3",
  "1.2.3",
  "7\u00a0",
  "2026-11-01",
  "-,7,,",
  ",,,",
  "7\n7",
  "７e1",
  "$1",
];

const tables: readonly TextTable[] = [
  {
    to: "int",
    kept: {
      "7": "7",
      "007": "7",
      " 7 ": "7",
      "\t7\r\n": "7",
      "+7": "7",
      "-7": "-7",
      "-0": "0",
      "0": "0",
      "7.0": "7",
      "7.": "7",
      ".0": "0",
      "7.000000000000000000000000000": "7",
      "1e3": "1000",
      "1E+3": "1000",
      "1e+03": "1000",
      ".5e1": "5",
      "120e-1": "12",
      "-1.20e1": "-12",
      "000000000000000000000000000000000007": "7",
      "2147483647": "2147483647",
      "-2147483648": "-2147483648",
      "2147483647.0": "2147483647",
      "0e999999999": "0",
      "0.000e-99999999999999999999": "0",
      "10000000000000000000000000e-25": "1",
      "2.147483647e9": "2147483647",
    },
    refused: [
      ...notNumbers,
      "2.5",
      "1e-3",
      "2147483648",
      "-2147483649",
      "1e10",
      "1e999999999",
      "1e-999999999",
      "-1e99999999999999999999",
      "120e-2",
      "0.1",
      "1.0000000000000000000000000000001",
    ],
  },
  {
    to: "bigint",
    kept: {
      "9007199254740993": "9007199254740993",
      "9007199254740993.0": "9007199254740993",
      "9223372036854775807": "9223372036854775807",
      "-9223372036854775808": "-9223372036854775808",
      "9223372036854775807.00": "9223372036854775807",
      "9.223372036854775807e18": "9223372036854775807",
      "92233720368547758070e-1": "9223372036854775807",
      "1e18": "1000000000000000000",
      "2147483648": "2147483648",
      "007": "7",
      " 7 ": "7",
      "7.0": "7",
    },
    refused: [
      ...notNumbers,
      "9223372036854775808",
      "-9223372036854775809",
      "9223372036854775807.5",
      "9223372036854775808.0",
      "1e19",
      "9.2233720368547758071e18",
      "1e999999999",
      "2.5",
    ],
  },
  {
    to: "smallint",
    kept: { "32767": "32767", "-32768": "-32768", "7.0": "7" },
    refused: ["32768", "2.5", "1e5"],
  },
  { to: "tinyint", kept: { "127": "127" }, refused: ["128", "x"] },
  {
    to: "double",
    kept: {
      "7": "7.0",
      "+7": "7.0",
      "-0": "-0.0",
      "7.": "7.0",
      ".5": "0.5",
      "2.5": "2.5",
      " 2.5 ": "2.5",
      "1e3": "1000.0",
      "1E+3": "1000.0",
      "1e-3": "0.001",
      "007.50": "7.5",
      "1e308": "1.0E308",
      "0e-999": "0.0",
      "-0.000e-400": "-0.0",
      "4.9e-324": "4.9E-324",
      "12345678901234567.89": "1.2345678901234568E16",
      "0e999999999": "0.0",
      "12345678901234567890": "1.2345678901234567E19",
      "-1.7976931348623157e308": "-1.7976931348623157E308",
    },
    refused: [
      ...notNumbers,
      "1e400",
      "-1e400",
      "1e999999999",
      "1.8e308",
      // Zero in a double, and not what was written.
      "1e-400",
      "-1E-400",
      ".1e-999999999",
      `0.${"0".repeat(330)}1`,
    ],
  },
  { to: "float", kept: { "2.5": "2.5", "1e3": "1000.0" }, refused: ["1e39", "12f", "NaN", "1e-50"] },
  {
    to: "decimal(10,2)",
    kept: {
      "2.5": "2.50",
      "2.50": "2.50",
      "2.500000": "2.50",
      "7": "7.00",
      "007": "7.00",
      "12345678.99": "12345678.99",
      "-12345678.99": "-12345678.99",
      "1e7": "10000000.00",
      "1.25e1": "12.50",
      "125e-2": "1.25",
      ".01": "0.01",
      "0e999999999": "0.00",
      " 1 ": "1.00",
      "+1": "1.00",
      "-0": "0.00",
    },
    refused: [
      ...notNumbers,
      "2.505",
      "123456789",
      "100000000.00",
      "1e8",
      "1e999999999",
      "1e-3",
      "1e-999999999",
    ],
  },
  {
    to: "decimal(38,18)",
    kept: {
      "0.000000000000000001": "0.000000000000000001",
      "12345678901234567890.123456789012345678": "12345678901234567890.123456789012345678",
      "1e19": "10000000000000000000.000000000000000000",
    },
    refused: ["0.0000000000000000001", "123456789012345678901", "1e20"],
  },
  {
    to: "decimal(38,0)",
    kept: { "99999999999999999999999999999999999999": "99999999999999999999999999999999999999" },
    refused: ["1e38", "0.5"],
  },
  {
    to: "boolean",
    kept: {
      true: "true",
      FALSE: "false",
      yes: "true",
      no: "false",
      t: "true",
      f: "false",
      y: "true",
      n: "false",
      "0": "false",
      "1": "true",
      " true ": "true",
    },
    refused: ["2", "7", "abc", "", "tru", "1.0", "wahr", "01"],
  },
  {
    to: "timestamp",
    kept: {
      "2026-11-01 10:00:00": "2026-11-01 10:00:00",
      "2026-11-01T10:00:00": "2026-11-01 10:00:00",
      "2026-11-01T10:00:00Z": "2026-11-01 10:00:00",
      "2026-11-01T10:00:00+02:00": "2026-11-01 08:00:00",
      "2026-11-01T10:00:00.123Z": "2026-11-01 10:00:00.123",
      "2026-11-01 10:00:00.123456": "2026-11-01 10:00:00.123456",
      "2026-11-01T10:00:00.123456-05:30": "2026-11-01 15:30:00.123456",
      "2026-11-01 10:00:00.123456000": "2026-11-01 10:00:00.123456",
      "2026-11-01": "2026-11-01 00:00:00",
      " 2026-11-01 10:00:00 ": "2026-11-01 10:00:00",
      "2026-11-01 10:00": "2026-11-01 10:00:00",
      "0001-01-01 00:00:00": "0001-01-01 00:00:00",
      "2026-07-01 10:00:00 Europe/London": "2026-07-01 09:00:00",
      "2026-07-01 10:00:00Europe/London": "2026-07-01 09:00:00",
      "2026-07-01 10:00:00   America/Argentina/Buenos_Aires": "2026-07-01 13:00:00",
      "2026-07-01 10:00:00 America/Port-au-Prince": "2026-07-01 14:00:00",
      "2026-07-01 10:00:00 US/Eastern": "2026-07-01 14:00:00",
      "2026-07-01 10:00:00 Etc/UTC": "2026-07-01 10:00:00",
      "2026-07-01 10:00:00 Etc/GMT+5": "2026-07-01 15:00:00",
      "2026-07-01 10:00:00 UTC": "2026-07-01 10:00:00",
      "2026-07-01 10:00:00.5GMT": "2026-07-01 10:00:00.5",
      "2026-07-01 10:00:00 Z": "2026-07-01 10:00:00",
      "2026-07-01 10:00:00 UTC+2": "2026-07-01 08:00:00",
      "2026-07-01 10:00:00 GMT-01:30": "2026-07-01 11:30:00",
      "2026-07-01 10:00:00 -0530": "2026-07-01 15:30:00",
      "2026-07-01T10:00:00+8": "2026-07-01 02:00:00",
      // A time that the clocks skip is read as an hour later; of one they show twice, the first.
      "2021-03-28 01:30:00 Europe/London": "2021-03-28 01:30:00",
      "2021-10-31 01:30:00 Europe/London": "2021-10-31 00:30:00",
      "2024-02-29 23:59:59": "2024-02-29 23:59:59",
      "2026-11-01 1:2:3.5": "2026-11-01 01:02:03.5",
      "2026-11-01 10:2:3.123456": "2026-11-01 10:02:03.123456",
      "1969-12-31 23:59:59.999999": "1969-12-31 23:59:59.999999",
    },
    refused: [
      "10:00",
      "10:00:00",
      "T10:00:00",
      "202611",
      "2026",
      "2026-11",
      "2026-1-1",
      "2026-1-1 10:00:00.0",
      "+2026-11-01",
      "12026-11-01",
      "2026-11-01 garbage",
      "2026-11-01garbage",
      "2021-02-30",
      "2026-02-29 10:00:00",
      "2026-11-01 25:00:00",
      "2026-11-01 10:60:00",
      "2026-11-01 10:00:00 garbage",
      "2026-11-01 10:00:00.1234567",
      "2026-11-01T10:00:00.123456789Z",
      "01/11/2026",
      "2026/11/01",
      "now",
      "today",
      "abc",
      "",
      "2026-11-1",
      "2026-11-1 10:00:00",
      "2026-11-1 010:00",
      "2026-11-001 1:00",
      "+026-11-01 10:00",
      "-026-11-01 10:00",
      " 026-11-01 10:00",
      "2026-11-1T",
      "2026-11-01 10:0:0.1234567",
      "2026-11-01 1:0:0.1234567",
      "2026-13-01",
      "1793527200",
      // Java's short ids: BST is Bangladesh, IST India, AST Alaska.
      ...[
        "BST",
        "IST",
        "CST",
        "MST",
        "AST",
        "NST",
        "EST",
        "PST",
        "HST",
        "ECT",
        "ACT",
        "CTT",
        "JST",
        "VST",
      ].map((zone) => `2021-07-03 10:00:00 ${zone}`),
      ...[
        "EST5EDT",
        "PST8PDT",
        "CET",
        "WET",
        "GB",
        "Zulu",
        "Japan",
        "PRC",
        "UT",
        "UT+1",
        "GMT0",
        "SystemV/EST5",
      ].map((zone) => `2021-07-03 10:00:00 ${zone}`),
      "2021-07-03 10:00:00BST",
      "2021-07-03T10:00:00.123BST",
      "2021-07-03 10:00:00 z",
      "2021-07-03 10:00:00 utc",
      "2021-07-03 10:00:00 europe/london",
      "2021-07-03 10:00:00 Europe/Nowhere",
      "2021-07-03 10:00:00 +25:00",
      "2021-07-03 10:00:00 +01:00 BST",
      "2021-07-03 10:00:00+01:00[Europe/London]",
    ],
  },
  {
    to: "date",
    kept: {
      "2026-11-01": "2026-11-01",
      " 2026-11-01 ": "2026-11-01",
      "2026-11-01 00:00:00": "2026-11-01",
      "2026-11-01T00:00:00Z": "2026-11-01",
      "0001-01-01": "0001-01-01",
      "0000-01-01": "0000-01-01",
      "9999-12-31": "9999-12-31",
      "2026-11-01T00:00": "2026-11-01",
      "2024-02-29": "2024-02-29",
      "2026-11-01T02:00:00+02:00": "2026-11-01",
      "2026-11-01 00:00:00.000": "2026-11-01",
    },
    refused: [
      "2026-11-01 10:00:00",
      "2026-11-01T00:00:01Z",
      "2026-11-01 00:00:00.000001",
      "2026-11-01 garbage",
      "2026-11-01T",
      "2021-02-30",
      "2026-11",
      "202611",
      "2026-1-1",
      "2026-11-1",
      "2026-11-1 ",
      "2026-11-1\t",
      "10:00",
      "abc",
      "",
      "2026-11-01T00:00:00+02:00",
      "2026-11-01 06:00:00 BST",
      "01/11/2026",
      "20261101",
      "12026-11-01",
      "-2026-11-01",
    ],
  },
  {
    to: "timestamp_ntz",
    kept: {
      "2026-11-01 10:00:00": "2026-11-01 10:00:00",
      "2026-11-01": "2026-11-01 00:00:00",
      "2026-11-01T10:00:00.5": "2026-11-01 10:00:00.5",
    },
    refused: [
      "2026-11-01T10:00:00Z",
      "2026-11-01T10:00:00+02:00",
      "2021-02-30",
      "10:00",
      "2026-11-01 10:00:00.1234567",
    ],
  },
  { to: "string", kept: { " 7 ": " 7 ", "": "", "007": "007", "ü\n\u0000": "ü\n\u0000" }, refused: [] },
  { to: "varchar(3)", kept: { abc: "abc", äöü: "äöü", "": "" }, refused: ["abcd"] },
  // Characters as Spark counts them: 😀 is one.
  {
    to: "char(3)",
    kept: { ab: "ab ", abc: "abc", "a    ": "a  ", "😀😀😀": "😀😀😀" },
    refused: ["abcd", "   d"],
  },
  { to: "array<int>", kept: {}, refused: ["[1]", "1"] },
  { to: "struct<a:int>", kept: {}, refused: ['{"a":1}'] },
];

describe.each(["interpreted", "compiled"])("text, %s", (how) => {
  beforeAll(async () => {
    if (how === "compiled") await compileLocalRows(spark);
  });

  it.each(tables)("into $to", async ({ to, kept, refused }) => {
    const texts = [...Object.keys(kept), ...refused, null];

    const outcomes = await convertTexts(spark, to, texts);

    const shown = outcomes.map(
      ({ value, failed }, at) => `${JSON.stringify(texts[at])}: ${String(value)}${failed ? " failed" : ""}`,
    );
    expect(shown).toEqual([
      ...Object.entries(kept).map(([text, value]) => `${JSON.stringify(text)}: ${value}`),
      ...refused.map((text) => `${JSON.stringify(text)}: null failed`),
      "null: null",
    ]);
  });
});

describe("a NUL, which Spark's casts trim", () => {
  it.each([
    ["int", "7"],
    ["bigint", "-7.0"],
    ["double", "7.5"],
    ["decimal(4,2)", "7.5"],
    ["boolean", "true"],
    ["date", "2026-11-01"],
    ["timestamp", "2026-11-01 10:00:00"],
    ["timestamp_ntz", "2026-11-01"],
  ])("is refused around a value of %s", async (to, text) => {
    const outcomes = await convertTexts(spark, to, [
      text,
      `\0${text}`,
      `${text}\0`,
      ` \0 ${text}`,
      `${text} \0 `,
    ]);
    expect(outcomes.map(({ failed }) => failed)).toEqual([false, true, true, true, true]);
  });
});

describe("text of given formats", () => {
  it.each<[string, TimeFormats, Readonly<Record<string, string | null>>]>([
    [
      "timestamp",
      { timeZone: "Europe/London" },
      {
        "2026-07-01 10:00:00": "2026-07-01 09:00:00",
        "2026-07-01": "2026-06-30 23:00:00",
        " 2026-01-01T10:00:00.123456 ": "2026-01-01 10:00:00.123456",
        "2026-07-01 10": "2026-07-01 09:00:00",
        "2026-07-01 10:00:00Z": "2026-07-01 10:00:00",
        "2026-07-01 10:00:00 America/New_York": "2026-07-01 14:00:00",
        "2026-07-01 10:00:00 BST": null,
        // The zone's clocks skip the first, and show the second twice.
        "2021-03-28 01:30:00": "2021-03-28 01:30:00",
        "2021-10-31 01:30:00": "2021-10-31 00:30:00",
        "2021-02-30 10:00:00": null,
        "0001-01-01 00:00:00": "0001-01-01 00:01:15",
      },
    ],
    ["timestamp", { timeZone: "+05:30" }, { "2026-07-01 10:00:00": "2026-07-01 04:30:00" }],
    [
      "timestamp",
      { timestampFormat: "dd/MM/yyyy HH:mm", timeZone: "Europe/London" },
      {
        "01/07/2026 10:00": "2026-07-01 09:00:00",
        "\t01/07/2026 10:00\r\n": "2026-07-01 09:00:00",
        "01/07/2026": null,
        "1/7/2026 10:00": null,
        "2026-07-01 10:00:00": null,
        "31/02/2026 10:00": null,
        "01/07/2026 10:00 BST": null,
        "01/07/2026 10:00\u0000": null,
      },
    ],
    [
      "timestamp",
      { timestampFormat: "yyyyMMdd'T'HHmmssXX", timeZone: "Europe/London" },
      { "20260701T100000+0200": "2026-07-01 08:00:00", "20260701T100000": null },
    ],
    [
      "timestamp",
      { dateFormat: "yyyy-dd-MM" },
      { "2026-31-01": "2026-01-31 00:00:00", "2026-01-31": null, "2026-01-31 10:00": "2026-01-31 10:00:00" },
    ],
    [
      "date",
      { dateFormat: "dd/MM/yyyy", timeZone: "Europe/London" },
      {
        "01/07/2026": "2026-07-01",
        "31/04/2026": null,
        "2026-07-01": null,
        "01/07/2026 10:00": null,
        "01/07/26": null,
      },
    ],
    [
      "date",
      { timeZone: "Europe/London" },
      { "2026-07-01": "2026-07-01", "2026-07-01 00:00:00": "2026-07-01" },
    ],
    [
      "timestamp_ntz",
      { timestampFormat: "dd/MM/yyyy HH:mm" },
      { "01/07/2026 10:00": "2026-07-01 10:00:00", x: null },
    ],
  ])("into %s by %j", async (to, formats, expected) => {
    const texts = Object.keys(expected);

    const outcomes = await convertTexts(spark, to, texts, formats);

    expect(Object.fromEntries(texts.map((text, at) => [text, outcomes[at]?.value]))).toEqual(expected);
    expect(outcomes.map(({ failed }) => failed)).toEqual(
      Object.values(expected).map((value) => value === null),
    );
  });
});

describe("text in a session of another zone", () => {
  let london: SparkSession;

  beforeAll(async () => {
    london = await connect();
    await london.conf.set("spark.sql.session.timeZone", "Europe/London");
  });

  afterAll(async () => {
    await london.stop();
  });

  it.each([
    ["timestamp", "2026-07-01 10:00:00", "2026-07-01 10:00:00"],
    ["timestamp", "2026-07-01T10:00:00Z", "2026-07-01 11:00:00"],
    // An hour that the clocks leave out is moved behind the gap, as everywhere in Spark; one they repeat is the first.
    ["timestamp", "2026-03-29 01:30:00", "2026-03-29 02:30:00"],
    ["timestamp", "2026-10-25 01:30:00", "2026-10-25 01:30:00"],
    ["date", "2026-07-01T00:00:00Z", null],
    ["date", "2026-06-30T23:00:00Z", "2026-07-01"],
    ["date", "2026-07-01", "2026-07-01"],
  ])("into %s: %s", async (to, text, value) => {
    expect(await convertTexts(london, to, [text])).toEqual([{ value, failed: value === null }]);
  });

  it("takes a midnight that the clocks leave out for the begin of its day", async () => {
    const saoPaulo = await connect();
    await saoPaulo.conf.set("spark.sql.session.timeZone", "America/Sao_Paulo");

    const outcomes = await convertTexts(saoPaulo, "date", [
      "2018-11-04",
      "2018-11-04 00:00:00",
      "2018-11-04 01:30:00",
    ]);

    await saoPaulo.stop();
    expect(outcomes.map(({ value }) => value)).toEqual(["2018-11-04", "2018-11-04", null]);
  });
});
