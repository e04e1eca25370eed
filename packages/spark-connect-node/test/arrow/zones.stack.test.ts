import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { installPySpark } from "@dataworks/local-stack";

/** Zones of the session: with summer time of half hours, with none but odd offsets before 1945. */
const SESSION_ZONES = ["UTC", "America/St_Johns", "Asia/Kolkata"];
/** Zones of the client's process, which must not matter. */
const PROCESS_ZONES = ["UTC", "America/New_York", "Australia/Lord_Howe"];

const nines = "9".repeat(38);

/** Expressions of every type that PySpark can read too: least, most, empty, odd, nested. */
const VALUES = [
  "null",
  "true",
  "-128Y",
  "127Y",
  "-32768S",
  "32767S",
  "-2147483648",
  "2147483647",
  "CAST('-9223372036854775808' AS bigint)",
  "9223372036854775807L",
  "CAST('3.4028235E38' AS float)",
  "CAST('-1.4E-45' AS float)",
  "CAST('NaN' AS float)",
  "CAST('-0.0' AS float)",
  "CAST('Infinity' AS float)",
  "1.7976931348623157E308D",
  "4.9E-324D",
  "CAST('NaN' AS double)",
  "-0.0D",
  "CAST('Infinity' AS double)",
  "CAST('-Infinity' AS double)",
  `CAST('${nines}' AS decimal(38,0))`,
  `CAST('-${nines}' AS decimal(38,0))`,
  `CAST('9.${nines.slice(1)}' AS decimal(38,37))`,
  "CAST('-0.0000000000000000000000000000000000001' AS decimal(38,37))",
  `CAST('-0.${nines}' AS decimal(38,38))`,
  "CAST('0' AS decimal(38,37))",
  "CAST('-12345.67' AS decimal(7,2))",
  "CAST('999999999999999999' AS decimal(18,0))",
  "''",
  "'naïve 😀 \\0 it''s'",
  "CAST('Ab' AS string) COLLATE UTF8_LCASE",
  "CAST('ab' AS char(4))",
  "CAST('ab' AS varchar(4))",
  "X''",
  "X'00FF80'",
  "DATE'0001-01-01'",
  "DATE'9999-12-31'",
  "DATE'1582-10-04'",
  "DATE'1582-10-15'",
  "DATE'1969-12-31'",
  // Without a zone in the text: the session's says which instant it is.
  "TIMESTAMP'0001-01-01 00:00:00.000001'",
  "TIMESTAMP'9999-12-31 23:59:59.999999'",
  "TIMESTAMP'1582-10-10 12:00:00.000001'",
  "TIMESTAMP'1883-11-18 12:03:57.999999'",
  "TIMESTAMP'1899-12-31 23:59:59.000001'",
  "TIMESTAMP'1941-10-01 00:00:00.5'",
  "TIMESTAMP'1969-12-31 23:59:59.999999'",
  "TIMESTAMP'1970-01-01 00:00:00'",
  "TIMESTAMP'1987-10-25 00:01:00'",
  "TIMESTAMP'2026-03-08 02:30:00.123456'",
  "TIMESTAMP'2026-11-01 01:30:00.123456'",
  "TIMESTAMP'2026-04-05 01:45:00'",
  "TIMESTAMP_NTZ'0001-01-01 00:00:00.000001'",
  "TIMESTAMP_NTZ'9999-12-31 23:59:59.999999'",
  "TIMESTAMP_NTZ'1899-12-31 23:59:59.000001'",
  "TIMESTAMP_NTZ'2026-03-08 02:30:00.123456'",
  "TIMESTAMP_NTZ'2026-10-04 02:15:00'",
  "TIME'00:00:00'",
  "TIME'23:59:59.999999'",
  "CAST(TIME'12:34:56' AS time(0))",
  "INTERVAL '-106751990 23:59:59.999999' DAY TO SECOND",
  "INTERVAL '0 00:00:00.000001' DAY TO SECOND",
  'parse_json(\'{"a": [1, 2.5, null, "x"]}\')',
  "ST_GeomFromWKB(X'0101000000000000000000F03F0000000000000040')",
  "ST_GeomFromWKB(X'0101000000000000000000F03F0000000000000040', 4326)",
  "array(ST_GeogFromWKB(X'0101000000000000000000F03F0000000000000040'), null)",
  "array()",
  "array(1, null, 3)",
  "make_interval(1, 2, 3, 4, 5, 6, 7.5)",
  "CAST(array() AS array<string>)",
  "array('', null, 'x')",
  "array(array(1.5BD, null), CAST(array() AS array<decimal(2,1)>), null)",
  "CAST(map() AS map<string,string>)",
  "map('', 1L, 'b', null)",
  "map(DATE'1970-01-02', array(TIMESTAMP'1900-01-01 00:00:00', null))",
  "named_struct('x', 1, 'y', named_struct('z', CAST(null AS string)))",
  "array(named_struct('t', TIMESTAMP'2026-07-01 12:00:00', 'm', map('k', array(X'00'))))",
];

const query = `SELECT ${VALUES.map((sql, at) => `CASE WHEN id = 0 THEN ${sql} END AS c${at}`).join(", ")}, 1 AS dup, 'x' AS dup FROM range(0, 2, 1, 1) ORDER BY id`;
const task = JSON.stringify({
  zones: SESSION_ZONES,
  settings: { "spark.sql.timeType.enabled": "true" },
  query,
});

interface Read {
  readonly zone: string;
  readonly columns: readonly (readonly string[])[];
  /** By position, of the columns that can be sent. */
  readonly back?: Readonly<Record<number, readonly string[]>>;
}

async function run(
  command: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Read[]> {
  const child = spawn(command, [fileURLToPath(new URL(file, import.meta.url))], {
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(task);
  const [output, complaint]: [string[], string[]] = [[], []];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => complaint.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  if (code !== 0) {
    throw new Error(`${file} ended with code ${code}:\n${complaint.join("").slice(-4000)}`);
  }
  return output
    .join("")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Read);
}

/** By expression, for messages that say which. */
const bySql = (columns: Read["columns"] | Read["back"] = []): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.entries(columns).map(([at, cells]) => [
      VALUES[Number(at)] ?? `dup ${Number(at) - VALUES.length}`,
      cells,
    ]),
  );

describe("every type, in session time zones", () => {
  let reference: Read[];

  beforeAll(async () => {
    const pyspark = await installPySpark({ report: () => undefined });
    reference = await run(pyspark.python, "print_values.py", {
      ...pyspark.env,
      SPARK_REMOTE: process.env["SPARK_REMOTE"],
      TZ: "UTC",
    });
  });

  it("is read by PySpark in each of them", () => {
    expect(reference.map(({ zone }) => zone)).toEqual(SESSION_ZONES);
    expect(reference.every(({ columns }) => columns.length === VALUES.length + 2)).toBe(true);
    // The zones do matter to the server, or this would prove little.
    expect(reference[0]).not.toEqual({ ...reference[1], zone: "UTC" });
  });

  it.each(PROCESS_ZONES)(
    "is what PySpark reads, and comes back as it is sent, in a process in %s",
    async (TZ) => {
      const read = await run(process.execPath, "print-values.mjs", { ...process.env, NODE_OPTIONS: "", TZ });
      expect(read.map(({ zone }) => zone)).toEqual(SESSION_ZONES);
      for (const [at, { columns, back }] of read.entries()) {
        expect(bySql(columns)).toEqual(bySql(reference[at]?.columns));
        expect(bySql(columns)).toMatchObject(bySql(back));
        expect(Object.keys(back ?? {}).length).toBeGreaterThan(VALUES.length - 2);
      }
    },
  );
});
