import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type DataFrame, functions as f, type SparkSession, StructType } from "spark-connect-node";
import { ReservedColumnError } from "../../src/errors.ts";
import { applyEvolution, get_evolved_schema, getEvolvedSchema, roundedValues } from "../../src/index.ts";
import { planEvolution } from "../../src/plan/plan-evolution.ts";
import { compileLocalRows, connect } from "../support/stack.ts";

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
  await compileLocalRows(spark);
});

afterAll(async () => {
  await spark.stop();
});

/** Rows as JSON texts, in the order they came. */
async function rowsOf(df: DataFrame): Promise<readonly unknown[]> {
  const rows = await df
    .selectExpr("to_json(struct(*), map('ignoreNullFields', 'false')) AS row")
    .collect<{ row: string }>();
  return rows.map(({ row }): unknown => JSON.parse(row));
}

const entry = (column: string, value: string): string =>
  `Type Conversion for column ${column}. The source value is: ${value}`;

describe("getEvolvedSchema", () => {
  it("restores, converts, adds, and says what could not be kept", async () => {
    const table = spark.emptyDataFrame(
      "id bigint, name string, hours int, start_date date, pay decimal(6,2), open boolean",
    );
    const file = await spark.sql(`
      SELECT * FROM VALUES
        ('7',   '37',  '2026-11-01',          '9.50',  'yes',   'a'),
        ('007', '2.5', '2026-11-01 10:00:00', '9.505', 'maybe', 'b'),
        (NULL,  NULL,  NULL,                  NULL,    NULL,    NULL)
      AS file(ID, hours, start_date, pay, open, city)`);

    const evolved = await getEvolvedSchema(table, file);

    expect((await evolved.schema()).toDDL()).toBe(
      "id BIGINT,name STRING,hours INT,start_date DATE,pay DECIMAL(6,2),open BOOLEAN,city STRING,error_desc ARRAY<STRING> NOT NULL",
    );
    expect(await rowsOf(evolved)).toEqual([
      {
        id: 7,
        name: null,
        hours: 37,
        start_date: "2026-11-01",
        pay: 9.5,
        open: true,
        city: "a",
        error_desc: [],
      },
      {
        id: 7,
        name: null,
        hours: null,
        start_date: null,
        pay: null,
        open: null,
        city: "b",
        error_desc: [
          entry("hours", "2.5"),
          entry("start_date", "2026-11-01 10:00:00"),
          entry("pay", "9.505"),
          entry("open", "maybe"),
        ],
      },
      {
        id: null,
        name: null,
        hours: null,
        start_date: null,
        pay: null,
        open: null,
        city: null,
        error_desc: [],
      },
    ]);
  });

  it("goes by the original's name too", () => {
    expect(get_evolved_schema).toBe(getEvolvedSchema);
  });

  it("lists errors in the order of the columns, whatever converts together", async () => {
    const table = spark.emptyDataFrame(
      "a int, b date, c int, s struct<x: int, y: string>, d bigint, l array<int>, e date",
    );
    const file = await spark.sql(
      "SELECT 'a' AS a, 'b' AS b, 'c' AS c, named_struct('x', 'x', 'y', 1) AS s, 2.5D AS d, array('l', '1', NULL, 'm') AS l, 'e' AS e",
    );

    const [row] = await rowsOf(await getEvolvedSchema(table, file));

    expect(row).toEqual({
      a: null,
      b: null,
      c: null,
      s: { x: null, y: "1" },
      d: null,
      l: [null, 1, null, null],
      e: null,
      error_desc: [
        entry("a", "a"),
        entry("b", "b"),
        entry("c", "c"),
        entry("s.x", "x"),
        entry("d", "2.5"),
        entry("e", "e"),
        entry("l[]", "l"),
        entry("l[]", "m"),
      ],
    });
  });

  it("evolves structs by field name, in arrays and maps too, and names the path", async () => {
    const table = spark.emptyDataFrame(
      "address struct<line1: int, gone: string>, items array<struct<price: double>>, m map<string, struct<x: int>>, k map<int, string>",
    );
    const file = await spark.sql(`
      SELECT
        named_struct('extra', true, 'LINE1', 'x') AS address,
        array(named_struct('price', '1.5', 'sku', 'a'), named_struct('price', 'free', 'sku', 'b'), NULL) AS items,
        map('one', named_struct('x', '1'), 'two', named_struct('x', 'two'), 'none', NULL) AS m,
        map('7', 'a', '07', 'b') AS k`);

    const [row] = await rowsOf(await getEvolvedSchema(table, file));

    expect(row).toEqual({
      address: { line1: null, gone: null, extra: true },
      items: [{ price: 1.5, sku: "a" }, { price: null, sku: "b" }, null],
      m: { one: { x: 1 }, two: { x: null }, none: null },
      k: null,
      error_desc: [
        entry("address.line1", "x"),
        entry("k{key}", '{"7":"a","07":"b"}'),
        entry("items[].price", "free"),
        entry("m{}.x", "two"),
      ],
    });
  });

  it("converts nested text to the types a table has, whole or as a struct that gains fields", async () => {
    const table = spark.emptyDataFrame(
      "address struct<line1: int, since: date>, contacts array<struct<age: int, tags: array<double>>>",
    );
    const file = await spark.sql(`
      SELECT * FROM VALUES
        (named_struct('line1', '7', 'since', '2026-11-01', 'line2', 'new'),
         array(named_struct('age', '37', 'tags', array('1.5'), 'phone', '0123'))),
        (named_struct('line1', 'x', 'since', '10:00', 'line2', NULL),
         array(named_struct('age', '2.5', 'tags', array('1', 'many'), 'phone', NULL),
               named_struct('age', '38', 'tags', NULL, 'phone', '0124'),
               named_struct('age', 'old', 'tags', array('few'), 'phone', '0125')))
      AS file(address, contacts)`);

    const evolved = await getEvolvedSchema(table, file);

    expect((await evolved.schema()).toDDL()).toBe(
      "address STRUCT<line1: INT, since: DATE, line2: STRING>,contacts ARRAY<STRUCT<age: INT, tags: ARRAY<DOUBLE>, phone: STRING>>,error_desc ARRAY<STRING>",
    );
    expect(await rowsOf(evolved)).toEqual([
      {
        address: { line1: 7, since: "2026-11-01", line2: "new" },
        contacts: [{ age: 37, tags: [1.5], phone: "0123" }],
        error_desc: [],
      },
      {
        address: { line1: null, since: null, line2: null },
        contacts: [
          { age: null, tags: [1, null], phone: null },
          { age: 38, tags: null, phone: "0124" },
          { age: null, tags: [null], phone: "0125" },
        ],
        error_desc: [
          entry("address.line1", "x"),
          entry("address.since", "10:00"),
          entry("contacts[].age", "2.5"),
          entry("contacts[].tags[]", "many"),
          entry("contacts[].age", "old"),
          entry("contacts[].tags[]", "few"),
        ],
      },
    ]);
  });

  it("keeps null structs, arrays and maps null, without an entry", async () => {
    const table = spark.emptyDataFrame("s struct<x: int>, l array<int>, m map<int, int>");
    const file = await spark.sql(
      "SELECT CAST(NULL AS struct<x: string>) AS s, CAST(NULL AS array<string>) AS l, CAST(NULL AS map<string, string>) AS m",
    );

    expect(await rowsOf(await getEvolvedSchema(table, file))).toEqual([
      { s: null, l: null, m: null, error_desc: [] },
    ]);
  });

  it("changes nothing when it is done again", async () => {
    const table = spark.emptyDataFrame("a int, s struct<x: date>");
    const file = await spark.sql(
      "SELECT * FROM VALUES ('7', named_struct('x', 'no', 'n', 1)), ('x', NULL) AS file(a, s)",
    );

    const once = await getEvolvedSchema(table, file);
    const twice = await getEvolvedSchema(once, once);

    expect(await rowsOf(twice)).toEqual(await rowsOf(once));
  });

  it("takes names with dots, blanks and backticks", async () => {
    const table = await spark.sql("SELECT 1 AS `a.b`, 1 AS `c d`, 1 AS `e``f`");
    const file = await spark.sql("SELECT '7' AS `A.B`, '8' AS `c d`, 'x' AS `e``f`, 1 AS `g.h`");

    expect(await rowsOf(await getEvolvedSchema(table, file))).toEqual([
      { "a.b": 7, "c d": 8, "e`f": null, "g.h": 1, error_desc: [entry("e`f", "x")] },
    ]);
  });

  it("comes out empty for data without columns in common", async () => {
    const evolved = await getEvolvedSchema(spark.emptyDataFrame("a int"), await spark.sql("SELECT 1 AS b"));

    expect(await rowsOf(evolved)).toEqual([{ a: null, b: 1, error_desc: [] }]);
  });
});

describe("error_desc", () => {
  const table = "a int, error_desc array<string>";

  it("is appended to when the data has one, without its nulls", async () => {
    const file = await spark.sql(
      "SELECT * FROM VALUES ('x', array('before', NULL)), ('7', NULL), ('7', array()) AS file(a, ERROR_DESC)",
    );

    expect(await rowsOf(await getEvolvedSchema(spark.emptyDataFrame(table), file))).toEqual([
      { a: null, error_desc: ["before", entry("a", "x")] },
      { a: 7, error_desc: [] },
      { a: 7, error_desc: [] },
    ]);
  });

  it("is kept when it is text", async () => {
    const file = await spark.sql("SELECT * FROM VALUES (1, 'told'), (2, NULL) AS file(a, error_desc)");

    expect(await rowsOf(await getEvolvedSchema(spark.emptyDataFrame(table), file))).toEqual([
      { a: 1, error_desc: ["told"] },
      { a: 2, error_desc: [] },
    ]);
  });

  it("is made where neither has one", async () => {
    expect(
      await rowsOf(await getEvolvedSchema(spark.emptyDataFrame("a int"), await spark.sql("SELECT 1 AS a"))),
    ).toEqual([{ a: 1, error_desc: [] }]);
  });

  it("is refused when texts cannot be appended to it", () => {
    const plan = planEvolution(StructType.fromDDL(table), StructType.fromDDL("a int, error_desc bigint"));

    expect(() => applyEvolution(spark.emptyDataFrame("a int, error_desc bigint"), plan)).toThrow(
      ReservedColumnError,
    );
  });
});

describe("numbers that are kept as the nearest double", () => {
  it("are counted, place by place", async () => {
    const file = await spark.sql(`
      SELECT * FROM VALUES
        ('12345678901234567.89', '1.5',  '7',          array(named_struct('x', '0.1', 'y', map('k', '1.00000000000000001')))),
        ('0.1234567890123456789', '7',   '1.23456789', array(NULL, named_struct('x', '1e3', 'y', NULL))),
        ('0.30000000000000004',   'abc', '0.1',        array(named_struct('x', '9007199254740993', 'y', map('a', '7.00000000000000001', 'b', '8.00000000000000001')))),
        ('1e400',                 NULL,  NULL,         NULL)
      AS file(a, b, c, l)`);
    const table = StructType.fromDDL(
      "A DOUBLE, b DOUBLE, c FLOAT, l ARRAY<STRUCT<x: DOUBLE, y: MAP<STRING, DOUBLE>>>, gone DOUBLE",
    );
    const { staged, places } = roundedValues(planEvolution(table, await file.schema()));
    const [first, ...rest] = places.map(({ path, count }) => f.sum(count).as(path));
    if (first === undefined) throw new Error("no place is counted");

    const [row] = await file
      .withColumns(staged)
      .agg(first, ...rest)
      .collect();

    expect(row).toEqual({ A: 2n, b: null, c: 1n, "l[].x": 1n, "l[].y{}": 3n });
  });
});

describe("columns of their own formats", () => {
  it("are converted by them, those without by ISO 8601", async () => {
    const file = await spark.sql("SELECT '01/07/2026' AS a, '07/01/2026' AS b, '2026-07-01' AS c");
    const plan = planEvolution(StructType.fromDDL("a DATE, b DATE, c DATE"), await file.schema());
    const formats: Readonly<Record<string, string>> = { a: "dd/MM/yyyy", b: "MM/dd/yyyy" };

    const evolved = applyEvolution(file, plan, {
      formats: (column) => {
        const dateFormat = formats[column];
        return dateFormat === undefined ? {} : { dateFormat };
      },
    });

    expect(await rowsOf(evolved)).toEqual([
      { a: "2026-07-01", b: "2026-07-01", c: "2026-07-01", error_desc: [] },
    ]);
  });
});
