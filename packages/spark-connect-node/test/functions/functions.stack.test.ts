import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Column } from "../../src/column/column.ts";
import { Window } from "../../src/column/window.ts";
import * as f from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { LocalDate, Timestamp } from "../../src/values/index.ts";
import { connect } from "../session/stack.ts";

const { col, lit } = f;
let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
  await spark.conf.set("spark.sql.session.timeZone", "UTC");
});

afterAll(async () => {
  await spark.stop();
});

const numbers = f.array(lit(3), lit(1), lit(2));
const ages = f.createMap(lit("a"), lit(1), lit("b"), lit(2));
const text = lit("a,b,,c");
const day = lit(LocalDate.parse("2026-11-22"));
const instant = lit(Timestamp.parse("2026-11-22T10:20:30.123456Z"));

/** A name, an expression, and its value. */
const scalars: readonly (readonly [string, Column, unknown])[] = [
  ["coalesce", f.coalesce(lit(null), lit(2)), 2],
  ["nvl2", f.nvl2(lit(null), lit("y"), lit("n")), "n"],
  ["when", f.when(lit(1).gt(2), "x").when(lit(1).lt(2), "y").otherwise("z"), "y"],
  ["greatest", f.greatest(lit(1), lit(3), lit(2)), 3],
  ["split", f.split(text, ","), ["a", "b", "", "c"]],
  ["split with a limit", f.split(text, ",", 2), ["a", "b,,c"]],
  ["concatWs", f.concatWs("-", lit("a"), lit(null), lit("b")), "a-b"],
  ["trim", f.trim(lit("  x ")), "x"],
  ["trim of characters", f.trim(lit("--x-"), lit("-")), "x"],
  ["ltrim", f.ltrim(lit("--x-"), lit("-")), "x-"],
  ["translate", f.translate(lit("a1b2"), "0123456789", ""), "ab"],
  ["substring", f.substring(lit("hello"), 2, 3), "ell"],
  ["lpad", f.lpad(lit("7"), 3, "0"), "007"],
  ["formatNumber", f.formatNumber(lit(1234.5), 2), "1,234.50"],
  ["formatString", f.formatString("%s-%03d", lit("a"), lit(7)), "a-007"],
  ["locate", f.locate("l", lit("hello"), 4), 4],
  ["initcap", f.initcap(lit("ann lee")), "Ann Lee"],
  ["overlay", f.overlay(lit("Spark SQL"), lit("_"), 6), "Spark_SQL"],
  ["mask", f.mask(lit("Ab1-")), "Xxn-"],
  ["regexpExtract", f.regexpExtract(lit("a12b"), "(\\d+)", 1), "12"],
  ["regexpExtractAll", f.regexpExtractAll(lit("1a2"), lit("(\\d)"), 1), ["1", "2"]],
  ["regexpReplace", f.regexpReplace(lit("a1b2"), "(\\d)", "<$1>"), "a<1>b<2>"],
  ["rlike", lit("abc").rlike("b.$"), true],
  ["round", f.round(lit(2.345), 2), 2.35],
  ["log to a base", f.log(2, lit(8)), 3],
  ["pmod", f.pmod(lit(-7), lit(3)), 2],
  ["conv", f.conv(lit("ff"), 16, 10), "255"],
  ["tryDivide", f.tryDivide(lit(1), lit(0)), null],
  ["shiftLeft", f.shiftLeft(lit(1), 3), 8],
  ["bitwiseNot", f.bitwiseNot(lit(0)), -1],
  ["toDate", f.toDate(lit("22/11/2026"), "dd/MM/yyyy"), LocalDate.parse("2026-11-22")],
  ["dateAdd", f.dateAdd(day, 10), LocalDate.parse("2026-12-02")],
  ["dateDiff", f.dateDiff(lit(LocalDate.parse("2026-12-02")), day), 10],
  ["dateFormat", f.dateFormat(instant, "yyyy/MM/dd HH:mm"), "2026/11/22 10:20"],
  ["dateTrunc", f.dateTrunc("hour", instant), Timestamp.parse("2026-11-22T10:00:00Z")],
  ["trunc", f.trunc(day, "month"), LocalDate.parse("2026-11-01")],
  ["nextDay", f.nextDay(day, "Mon"), LocalDate.parse("2026-11-23")],
  ["extract", f.extract(lit("WEEK"), day), 47],
  ["monthsBetween", f.monthsBetween(day, lit(LocalDate.parse("2026-09-22"))), 2],
  ["tryToTimestamp", f.tryToTimestamp(lit("x"), lit("yyyy")), null],
  ["unixMicros", f.unixMicros(instant), 1795342830123456n],
  ["timestampAdd", f.timestampAdd("DAY", lit(1), instant), Timestamp.parse("2026-11-23T10:20:30.123456Z")],
  ["makeDate", f.makeDate(lit(2026), lit(2), lit(28)), LocalDate.parse("2026-02-28")],
  ["arrayContains", f.arrayContains(numbers, 2), true],
  ["arraySort", f.arraySort(numbers), [1, 2, 3]],
  ["arraySort by a comparator", f.arraySort(numbers, (l, r) => r.minus(l)), [3, 2, 1]],
  ["sortArray", f.sortArray(numbers, false), [3, 2, 1]],
  ["arrayJoin", f.arrayJoin(f.array(lit("a"), lit(null)), "-", "?"), "a-?"],
  ["elementAt", f.elementAt(numbers, -1), 2],
  ["get", f.get(numbers, 9), null],
  ["slice", f.slice(numbers, 2, 2), [1, 2]],
  ["sequence", f.sequence(lit(1), lit(5), lit(2)), [1, 3, 5]],
  ["flatten", f.flatten(f.array(numbers, numbers)), [3, 1, 2, 3, 1, 2]],
  ["mapKeys", f.mapKeys(ages), ["a", "b"]],
  ["mapEntries", f.mapEntries(ages).getItem(0), ["a", 1]],
  ["mapContainsKey", f.mapContainsKey(ages, "b"), true],
  [
    "strToMap",
    f.strToMap(lit("a:1,b:2")),
    new Map([
      ["a", "1"],
      ["b", "2"],
    ]),
  ],
  ["transform", f.transform(numbers, (x, i) => x.times(10).plus(i)), [30, 11, 22]],
  [
    "transform in transform",
    f.transform(f.array(numbers), (xs) => f.transform(xs, (x) => x.plus(f.size(xs)))),
    [[6, 4, 5]],
  ],
  ["filter", f.filter(numbers, (x) => x.gt(1)), [3, 2]],
  ["exists", f.exists(numbers, (x) => x.eq(2)), true],
  ["forall", f.forall(numbers, (x) => x.gt(1)), false],
  [
    "aggregate",
    f.aggregate(
      numbers,
      lit(0),
      (sum, x) => sum.plus(x),
      (sum) => sum.times(2),
    ),
    12,
  ],
  ["zipWith", f.zipWith(numbers, numbers, (x, y) => x.times(y)), [9, 1, 4]],
  [
    "transformValues",
    f.transformValues(ages, (_k, v) => v.plus(1)),
    new Map([
      ["a", 2],
      ["b", 3],
    ]),
  ],
  [
    "transformKeys",
    f.transformKeys(ages, (k) => f.upper(k)),
    new Map([
      ["A", 1],
      ["B", 2],
    ]),
  ],
  ["mapFilter", f.mapFilter(ages, (_k, v) => v.gt(1)), new Map([["b", 2]])],
  [
    "mapZipWith",
    f.mapZipWith(ages, ages, (_k, x, y) => x.plus(y)),
    new Map([
      ["a", 2],
      ["b", 4],
    ]),
  ],
  ["struct", f.struct(lit(1).as("x"), lit("y").as("z")), [1, "y"]],
  ["namedStruct", f.namedStruct({ x: lit(1) }).getField("x"), 1],
  ["withField", f.namedStruct({ x: lit(1) }).withField("y", 2), [1, 2]],
  ["dropFields", f.namedStruct({ x: lit(1), y: lit(2) }).dropFields("x"), [2]],
  ["fromJson", f.fromJson(lit('{"a": 1}'), "a INT").getField("a"), 1],
  ["toJson", f.toJson(f.namedStruct({ a: lit(1) })), '{"a":1}'],
  [
    "toJson with options",
    f.toJson(f.namedStruct({ a: lit(null) }), { ignoreNullFields: "false" }),
    '{"a":null}',
  ],
  ["getJsonObject", f.getJsonObject(lit('{"a":[1,2]}'), "$.a[1]"), "2"],
  ["fromCsv", f.fromCsv(lit("1;x"), "a INT, b STRING", { sep: ";" }), [1, "x"]],
  ["parseJson", f.toJson(f.parseJson(lit('{"a": 1.10}'))), '{"a":1.1}'],
  ["variantGet", f.variantGet(f.parseJson(lit('{"a": 7}')), "$.a", "int"), 7],
  ["sha2", f.sha2(lit("abc"), 256), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ["md5", f.md5(lit("abc")), "900150983cd24fb0d6963f7d28e17f72"],
  ["crc32", f.crc32(lit("abc")), 891568578n],
  ["xxhash64", f.xxhash64(lit("Spark")), -4294468057691064905n],
  ["typeOf", f.typeOf(lit(1n)), "bigint"],
  ["callFunction", f.callFunction("upper", lit("x")), "X"],
  ["tryCast", lit("x").tryCast("int"), null],
  ["eqNullSafe", lit(null).eqNullSafe(null), true],
  ["isin", lit(2).isin(1, 2), true],
  ["between", lit(2).between(1, 3), true],
  ["substr", lit("hello").substr(-3, 2), "ll"],
  ["bitwiseAnd", lit(6).bitwiseAnd(3), 2],
];

describe("functions", () => {
  // One query for them all: each would cost the server most of a second.
  let values: readonly unknown[];

  beforeAll(async () => {
    const columns = scalars.map(([, column], index) => column.as(`c${index}`));
    [values = []] = await spark
      .range(1)
      .select(...columns)
      .collect({ rowMode: "array" });
  });

  it.each(scalars.map(([name, , expected], index) => [name, index, expected] as const))(
    "%s",
    (_, index, expected) => {
      expect(values[index]).toEqual(expected);
    },
  );

  it("aggregates", async () => {
    const df = await spark.sql("SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, NULL) AS t(n, s)");
    const [row] = await df
      .agg(
        f.count("*"),
        f.count("s"),
        f.sum("n"),
        f.avg("n"),
        f.countDistinct("n"),
        f.sumDistinct("n"),
        f.sortArray(f.collectList("s")),
        f.collectSet(lit(1)),
        f.maxBy("s", "n"),
        f.countIf(col("n").eq(2)),
        f.boolAnd(col("n").gt(0)),
        f.first("s", true).isNotNull(),
        f.percentile("n", 0.5),
        f.percentileApprox("n", [0.5, 1]),
        f.mode("n"),
        f.product("n"),
      )
      .collect({ rowMode: "array" });
    expect(row?.slice(0, 6)).toEqual([3n, 2n, 5n, 5 / 3, 2n, 3n]);
    expect(row?.slice(6, 8)).toEqual([["a", "b"], [1]]);
    expect(row?.slice(9)).toEqual([2n, true, true, 2, [2, 2], 2, 4]);
  });

  it("computes over windows", async () => {
    const df = await spark.sql("SELECT * FROM VALUES ('x', 1), ('x', 3), ('y', 2) AS t(k, n)");
    const byKey = Window.partitionBy("k").orderBy("n");
    const rows = await df
      .select(
        "k",
        "n",
        f.rowNumber().over(byKey),
        f.lag("n").over(byKey),
        f.sum("n").over(byKey.rowsBetween(Window.unboundedPreceding, Window.currentRow)),
        f.max("n").over(Window.orderBy("n").rangeBetween(-1, 1)),
        f.count("*").over(Window.rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)),
      )
      .orderBy("k", "n")
      .collect({ rowMode: "array" });
    expect(rows).toEqual([
      ["x", 1, 1, null, 1n, 2, 3n],
      ["x", 3, 2, 1, 4n, 3, 3n],
      ["y", 2, 1, null, 2n, 3, 3n],
    ]);
  });

  it("makes rows of arrays and maps", async () => {
    const df = spark.range(1);
    expect(await df.select(f.explode(numbers)).collect({ rowMode: "array" })).toEqual([[3], [1], [2]]);
    expect(await df.select(f.posexplode(numbers).as("i", "v")).collect()).toEqual([
      { i: 0, v: 3 },
      { i: 1, v: 1 },
      { i: 2, v: 2 },
    ]);
    expect(await df.select(f.explode(ages).as("k", "v")).collect()).toEqual([
      { k: "a", v: 1 },
      { k: "b", v: 2 },
    ]);
    expect(await df.select(f.jsonTuple(lit('{"a":1,"b":2}'), "a", "b").as("a", "b")).collect()).toEqual([
      { a: "1", b: "2" },
    ]);
  });

  it("know the time of a window", async () => {
    const df = await spark.sql("SELECT TIMESTAMP'2026-11-22 10:20:30' AS t");
    const counted = df.groupBy(f.window("t", "1 hour")).agg(f.count("*").as("n"));
    const [row] = await counted.select(f.windowTime("window").as("time"), "n").collect();
    expect(row).toEqual({ time: Timestamp.parse("2026-11-22T10:59:59.999999Z"), n: 1n });
  });
});
