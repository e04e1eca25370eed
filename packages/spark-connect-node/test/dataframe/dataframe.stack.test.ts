import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { AnalysisError, ExecutionError, InvalidArgumentError } from "../../src/errors.ts";
import * as f from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { StructType } from "../../src/types/index.ts";
import { LocalDate, LocalTimestamp, Timestamp } from "../../src/values/index.ts";
import { connect, uniqueName } from "../session/stack.ts";
import { untilNothingRuns } from "../support/nothing-runs.ts";

const { col, lit } = f;
let spark: SparkSession;
let people: DataFrame;

beforeAll(async () => {
  spark = await connect();
  people = await spark.sql(
    "SELECT * FROM VALUES (1, 'Ann', 'it', 30.5D), (2, 'Bob', 'it', 10D), (3, 'Cid', 'hr', NULL) AS t(id, name, team, pay)",
  );
});

afterAll(async () => {
  await spark.stop();
});

describe("transformations", () => {
  it.each<[string, (df: DataFrame) => DataFrame, unknown[][]]>([
    ["select", (d) => d.select("id", col("name").as("n")).limit(1), [[1, "Ann"]]],
    ["selectExpr", (d) => d.selectExpr("id * 2 AS x").orderBy("x"), [[2], [4], [6]]],
    ["filter", (d) => d.filter(col("team").eq("it").and(col("pay").gt(20))).select("id"), [[1]]],
    ["where in SQL", (d) => d.where("pay IS NULL").select("id"), [[3]]],
    [
      "withColumns see the columns as they were",
      (d) =>
        d
          .withColumns({ id: col("id").plus(10), was: col("id") })
          .select("id", "was")
          .orderBy("id"),
      [
        [11, 1],
        [12, 2],
        [13, 3],
      ],
    ],
    ["drop what is and what is not there", (d) => d.drop("team", "pay", "nothing").limit(1), [[1, "Ann"]]],
    [
      "groupBy, agg",
      (d) =>
        d
          .groupBy("team")
          .agg(f.count(lit(1)).as("n"), f.sum("pay").as("s"), f.countDistinct("name").as("d"))
          .orderBy("team"),
      [
        ["hr", 1n, null, 1n],
        ["it", 2n, 40.5, 2n],
      ],
    ],
    [
      "groupBy, count",
      (d) => d.groupBy("team").count().orderBy(col("count").desc()),
      [
        ["it", 2n],
        ["hr", 1n],
      ],
    ],
    ["groupBy, max", (d) => d.groupBy().max("id", "pay"), [[3, 30.5]]],
    ["pivot", (d) => d.groupBy().pivot("team", ["it", "hr", "no"]).agg(f.max("id")), [[2, 3, null]]],
    [
      "rollup",
      (d) => d.rollup("team").count().orderBy(col("team").ascNullsFirst()),
      [
        [null, 3n],
        ["hr", 1n],
        ["it", 2n],
      ],
    ],
    ["distinct", (d) => d.select("team").distinct().orderBy("team"), [["hr"], ["it"]]],
    [
      "dropDuplicates",
      (d) => d.orderBy("id").dropDuplicates("team").select("team").orderBy("team"),
      [["hr"], ["it"]],
    ],
    ["offset", (d) => d.select("id").orderBy("id").offset(1).limit(1), [[2]]],
    ["nulls last", (d) => d.select("id").orderBy(col("pay").ascNullsLast()), [[2], [1], [3]]],
    ["except", (d) => d.select("id").except(d.limit(2).select("id")), [[3]]],
    ["intersect", (d) => d.select("team").intersect(d.select("team")).orderBy("team"), [["hr"], ["it"]]],
    ["toDF", (d) => d.select("id").limit(1).toDF("x").select("x"), [[1]]],
    [
      "unionByName with missing columns",
      (d) =>
        d
          .select("id", "name")
          .limit(1)
          .unionByName(d.limit(1).select("team", "id"), { allowMissingColumns: true }),
      [
        [1, "Ann", null],
        [1, null, "it"],
      ],
    ],
    ["try_cast", (d) => d.select(col("name").tryCast("int").as("x")).limit(1), [[null]]],
    ["repartition", (d) => d.repartition(3, "team").select(f.sparkPartitionId().lt(3)).distinct(), [[true]]],
    ["coalesce", (d) => d.coalesce(1).select(f.sparkPartitionId()).distinct(), [[0]]],
    ["hint", (d) => d.hint("broadcast").select("id").limit(1), [[1]]],
    ["sample", (d) => d.sample(1).groupBy().count(), [[3n]]],
    [
      "to",
      (d) => d.select("name", "id").limit(1).to(StructType.fromDDL("id BIGINT, name STRING")),
      [[1n, "Ann"]],
    ],
  ])("%s", async (_, change, expected) => {
    expect(await change(people).collect({ rowMode: "array" })).toEqual(expected);
  });

  it("joins, telling the sides of a self-join apart by their columns", async () => {
    const left = spark.range(3);
    const right = spark.range(1, 4);
    const joined = left
      .join(right, left.col("id").eq(right.col("id")), "full")
      .select(left.col("id").as("l"), right.col("id").as("r"))
      .orderBy("l", "r");
    expect(await joined.collect({ rowMode: "array" })).toEqual([
      [null, 3n],
      [0n, null],
      [1n, 1n],
      [2n, 2n],
    ]);
  });

  it("joins a DataFrame with one made of it, by aliases", async () => {
    const joined = people
      .alias("a")
      .join(people.filter("pay > 20").alias("b"), col("a.team").eq(col("b.team")));
    expect(await joined.select("a.id", "b.name").orderBy("a.id").collect({ rowMode: "array" })).toEqual([
      [1, "Ann"],
      [2, "Ann"],
    ]);
  });

  it.each<["inner" | "left" | "right" | "full" | "semi" | "anti", unknown[][]]>([
    ["inner", [[1, "Ann", "x"]]],
    [
      "left",
      [
        [1, "Ann", "x"],
        [2, "Bob", null],
      ],
    ],
    [
      "right",
      [
        [1, "Ann", "x"],
        [9, null, "y"],
      ],
    ],
    [
      "full",
      [
        [1, "Ann", "x"],
        [2, "Bob", null],
        [9, null, "y"],
      ],
    ],
    ["semi", [[1, "Ann"]]],
    ["anti", [[2, "Bob"]]],
  ])("joins on a name: %s", async (how, expected) => {
    const other = await spark.sql("SELECT * FROM VALUES (1, 'x'), (9, 'y') AS t(id, extra)");
    const joined = people.select("id", "name").filter("id < 3").join(other, "id", how).orderBy("id");
    expect(await joined.collect({ rowMode: "array" })).toEqual(expected);
  });

  it("says which column does not exist, and which one is near", async () => {
    await expect(people.select("nam").collect()).rejects.toMatchObject({
      constructor: AnalysisError,
      errorClass: "UNRESOLVED_COLUMN.WITH_SUGGESTION",
      sqlState: "42703",
      message: expect.stringContaining("`name`"),
    });
  });

  it("tells of a failure while the query runs", async () => {
    const bad = people.select(col("name").cast("int"));
    await expect(bad.collect()).rejects.toMatchObject({
      constructor: ExecutionError,
      errorClass: "CAST_INVALID_INPUT",
      sqlState: "22018",
    });
  });
});

describe("createDataFrame", () => {
  it("gives back what it was given, value by value", async () => {
    const schema = StructType.fromDDL(
      "b BOOLEAN, i INT, l BIGINT, d DOUBLE, p DECIMAL(38, 10), s STRING, x BINARY, day DATE, t TIMESTAMP, n TIMESTAMP_NTZ, a ARRAY<STRING>, m MAP<STRING, BIGINT>, r STRUCT<u: INT, v: ARRAY<STRUCT<w: DECIMAL(4, 2)>>>",
    );
    const rows = [
      {
        b: true,
        i: -2147483648,
        l: 9223372036854775807n,
        d: 0.1,
        p: "-1234567890123456789012345678.0123456789",
        s: "é€😀",
        x: new Uint8Array([0, 255]),
        day: LocalDate.parse("0001-01-01"),
        t: Timestamp.parse("1969-12-31T23:59:59.999999Z"),
        n: LocalTimestamp.parse("2026-11-22 10:20:30.123456"),
        a: ["", null, "x"],
        m: new Map([["k", -1n]]),
        r: { u: null, v: [{ w: "1.10" }] },
      },
      Object.fromEntries(schema.names().map((name) => [name, null])),
    ];
    const df = spark.createDataFrame(rows, schema);
    expect(await df.collect()).toEqual(rows);
    expect((await df.schema()).equals(schema)).toBe(true);
  });

  it("makes empty ones", async () => {
    const empty = spark.emptyDataFrame("a INT NOT NULL, b STRING");
    expect(await empty.collect()).toEqual([]);
    expect(await empty.columns()).toEqual(["a", "b"]);
  });

  it("sends more rows than Spark's threshold for caching", async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => [BigInt(index), `row number ${index}`]);
    const df = spark.createDataFrame(rows, "id BIGINT, name STRING");
    expect(await df.agg(f.sum("id"), f.max(f.length("name"))).collect({ rowMode: "array" })).toEqual([
      [4_999_950_000n, 16],
    ]);
  });
});

describe("actions", () => {
  it("count, first, take, head, tail, isEmpty", async () => {
    const ids = people.select("id").orderBy("id");
    expect(await people.count()).toBe(3);
    expect(await ids.first()).toEqual({ id: 1 });
    expect(await ids.filter("id > 9").first()).toBeUndefined();
    expect(await ids.take(2)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await ids.take(2, { rowMode: "array" })).toEqual([[1], [2]]);
    expect(await ids.head(1)).toEqual([{ id: 1 }]);
    expect(await ids.tail(1)).toEqual([{ id: 3 }]);
    const twice = ids.select("id", "id");
    expect([
      await twice.first({ rowMode: "array" }),
      await twice.head(undefined, { rowMode: "array" }),
    ]).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(await twice.head(1, { rowMode: "array" })).toEqual([[1, 1]]);
    expect(await twice.tail(1, { rowMode: "array" })).toEqual([[3, 3]]);
    expect(await people.isEmpty()).toBe(false);
    expect(await people.filter("id > 9").isEmpty()).toBe(true);
  });

  it("types rows for the compiler", async () => {
    const rows = await people.select("id", "name").orderBy("id").collect<{ id: number; name: string }>();
    expect(rows.map(({ name }) => name.toUpperCase())).toEqual(["ANN", "BOB", "CID"]);
  });

  it("schema, columns, dtypes, tree", async () => {
    expect((await people.schema()).names()).toEqual(["id", "name", "team", "pay"]);
    expect(await people.columns()).toEqual(["id", "name", "team", "pay"]);
    expect((await people.dtypes())[3]).toEqual(["pay", "double"]);
    expect(await people.treeString()).toContain("|-- name: string");
  });

  it("keeps metadata of aliases in the schema", async () => {
    const schema = await people.select(col("id").as("x", { unit: "m" })).schema();
    expect(schema.field("x")?.metadata).toEqual({ unit: "m" });
  });

  it.each<["simple" | "extended" | "codegen" | "cost" | "formatted", string]>([
    ["simple", "== Physical Plan =="],
    ["extended", "== Optimized Logical Plan =="],
    ["codegen", "WholeStageCodegen"],
    ["cost", "Statistics(sizeInBytes="],
    ["formatted", "(1) "],
  ])("explains: %s", async (mode, text) => {
    expect(await spark.range(10).filter("id > 1").explain(mode)).toContain(text);
  });

  it("shows rows as Spark does", async () => {
    const df = await spark.sql("SELECT 1 AS a, 'abcdefghijklmnopqrstuvwxyz' AS b");
    expect(await df.showString()).toBe(
      "+---+--------------------+\n|  a|                   b|\n+---+--------------------+\n|  1|abcdefghijklmnopq...|\n+---+--------------------+\n",
    );
    expect(await df.showString(20, { truncate: false })).toContain("abcdefghijklmnopqrstuvwxyz");
    expect(await df.showString(20, { truncate: 4, vertical: true })).toContain(" b   | a...");
  });

  it("prints values without what a terminal would obey", async () => {
    const print = jest.spyOn(console, "log").mockImplementation(() => {});
    try {
      const df = await spark.sql("SELECT concat('a', char(27), '[2J', char(155), '\u202E') AS `b\u001B`");
      await df.show();
      await df.printSchema();
      const printed = print.mock.calls.flat().join("\n");
      expect(printed).toContain("|a\\u001b[2J\\u009b\\u202e|");
      expect(printed).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    } finally {
      print.mockRestore();
    }
  });

  it("streams rows, and ends the query when the reader leaves", async () => {
    const seen: unknown[] = [];
    for await (const row of spark.range(0, 10_000_000, 1, 4).toRows()) {
      seen.push(row);
      if (seen.length === 3) {
        break;
      }
    }
    expect(seen).toHaveLength(3);
    await untilNothingRuns(spark);
  });

  it("streams every row once, in order", async () => {
    let next = 0n;
    for await (const [id] of spark.range(0, 200_000, 1, 4).toRows({ rowMode: "array" })) {
      expect(id).toBe(next);
      next += 1n;
    }
    expect(next).toBe(200_000n);
  });

  it("gives Arrow tables", async () => {
    const table = await people.select("id", "name").orderBy("id").toArrow();
    expect(table.numRows).toBe(3);
    expect(table.getChild("name")?.get(1)).toBe("Bob");
    expect((await people.filter("id > 9").toArrow()).schema.fields.map(({ name }) => name)).toEqual([
      "id",
      "name",
      "team",
      "pay",
    ]);
  });

  it("takes two columns of one name as arrays only", async () => {
    const twice = people.select("id", "id").limit(1);
    expect(await twice.collect({ rowMode: "array" })).toEqual([[1, 1]]);
    await expect(twice.collect()).rejects.toThrow(InvalidArgumentError);
  });

  it("makes views", async () => {
    const view = uniqueName("scn_view");
    await people.createTempView(view);
    await expect(people.createTempView(view)).rejects.toMatchObject({
      errorClass: "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS",
    });
    await people.limit(1).createOrReplaceTempView(view);
    expect(await spark.table(view).count()).toBe(1);
    await people.createOrReplaceGlobalTempView(view);
    expect(await spark.table(`global_temp.${view}`).count()).toBe(3);
    expect(await spark.catalog.dropGlobalTempView(view)).toBe(true);
    expect(await spark.catalog.dropTempView(view)).toBe(true);
  });
});
