import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Column } from "../../src/column/column.ts";
import { Window } from "../../src/column/window.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import * as f from "../../src/functions/index.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { LocalDate, LocalTime, LocalTimestamp, Timestamp } from "../../src/values/index.ts";
import { connect } from "../session/stack.ts";

// What the TSDoc of the less usual functions says, seen.

const { lit } = f;
let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
  for (const feature of ["geospatial", "timeType"]) {
    await spark.conf.set(`spark.sql.${feature}.enabled`, true);
  }
  await spark.conf.set("spark.sql.session.timeZone", "Europe/Paris");
});

afterAll(async () => {
  await spark.stop();
});

const bytes = (text: string): Column => f.encode(lit(text), "UTF-8");
const json = (text: string): Column => f.parseJson(lit(text));
const floats = (...numbers: readonly number[]): Column => f.array(numbers.map((n) => lit(n).cast("float")));
const time = (text: string): Column => f.toTime(lit(text));
const key = bytes("0123456789abcdef");
const date = lit(LocalDate.parse("2026-11-22"));
const parts = [lit(2026), lit(11), lit(22), lit(10), lit(20), lit(30.5)] as const;
const wkb = f.unhex(lit("0101000000000000000000F03F0000000000000040"));

/** A name, an expression, and its value. */
const scalars: readonly (readonly [string, Column, unknown])[] = [
  ["an array as a constant", lit([1, 2]), [1, 2]],
  ["an array of nothing", lit([]), []],
  ["arrays of arrays", lit([[1], []]), [[1], []]],
  ["instr", f.instr(lit("banana"), "an"), 2],
  ["instr from a place", f.instr(lit("banana"), "an", 3), 4],
  ["instr of an occurrence", f.instr(lit("banana"), "an", undefined, 2), 4],
  ["instr from the end", f.instr(lit("banana"), "an", -1), 4],
  ["regexpReplace from a place", f.regexpReplace(lit("aaa"), "a", "b", 2), "abb"],
  ["mask by other characters", f.mask(lit("Ab1-"), lit("*"), lit(null), undefined, lit("_")), "*bn_"],
  ["sentences", f.sentences(lit("Hi there. Bye.")), [["Hi", "there"], ["Bye"]]],
  ["quote", f.quote(lit("it's")), "'it\\'s'"],
  ["printf", f.printf(lit("%d-%s"), lit(1), lit("a")), "1-a"],
  ["toVarchar", f.toVarchar(lit(12), lit("999")), " 12"],
  ["jaroWinklerSimilarity", f.jaroWinklerSimilarity(lit("a"), lit("a")), 1],
  ["toBase32", f.toBase32(bytes("foobar")), "MZXW6YTBOI======"],
  ["fromBase32", f.decode(f.fromBase32(lit("MZXW6YTBOI======")), "UTF-8"), "foobar"],
  ["collate", f.collate(lit("A"), "UTF8_LCASE").eq("a"), true],
  ["collation", f.collation(f.collate(lit("A"), "UTF8_LCASE")), "SYSTEM.BUILTIN.UTF8_LCASE"],
  ["tryValidateUtf8", f.tryValidateUtf8(f.unhex(lit("80")).cast("string")), null],
  [
    "strToMap by its defaults",
    f.strToMap(lit("a:1,b")),
    new Map([
      ["a", "1"],
      ["b", null],
    ]),
  ],
  ["tryParseUrl", f.tryParseUrl(lit("no url"), lit("HOST")), null],
  ["tryUrlDecode", f.tryUrlDecode(lit("%zz")), null],
  ["greatest", f.greatest(lit(1), lit(2), lit(null)), 2],
  ["log", f.log(lit(Math.E)), 1],
  ["shiftleft", f.shiftleft(lit(1), 3), 8],
  ["getbit", f.getbit(lit(5), lit(2)), 1],
  ["namedStruct in turn", f.namedStruct(lit("x"), lit(1), lit("y"), lit("z")), [1, "z"]],
  ["uniform of integers", f.uniform(5, 6, 1), 5],
  ["randstr", f.length(f.randstr(12)), 12],
  ["uuid of a seed", f.uuid(1).eq(f.uuid(1)), true],
  ["shuffle of a seed", f.shuffle(lit([1, 2, 3]), 1).eq(f.shuffle(lit([1, 2, 3]), 1)), true],
  ["reflect", f.reflect(lit("java.lang.String"), lit("valueOf"), lit(7)), "7"],
  ["tryReflect", f.tryReflect(lit("java.lang.Integer"), lit("parseInt"), lit("x")), null],
  ["callUdf", f.callUdf("upper", lit("x")), "X"],
  ["aes", f.decode(f.aesDecrypt(f.aesEncrypt(bytes("secret"), key), key), "UTF-8"), "secret"],
  [
    "aes by a mode",
    f.decode(f.aesDecrypt(f.aesEncrypt(bytes("s"), key, lit("CBC")), key, lit("CBC")), "UTF-8"),
    "s",
  ],
  ["tryAesDecrypt", f.tryAesDecrypt(bytes("nothing"), key), null],
  [
    "hmac",
    f.lower(f.hex(f.hmac(bytes("key"), bytes("The quick brown fox jumps over the lazy dog"), lit("MD5")))),
    "80070713463e7749b90c2dc24911e275",
  ],
  ["makeTime", f.makeTime(lit(10), lit(20), lit(30)), LocalTime.parse("10:20:30")],
  ["toTime by a pattern", f.toTime(lit("10.20"), lit("HH.mm")), LocalTime.parse("10:20:00")],
  ["tryToTime", f.tryToTime(lit("x")), null],
  ["timeDiff", f.timeDiff(lit("MINUTE"), time("10:20:30"), time("11:00:00")), 39n],
  ["timeTrunc", f.timeTrunc(lit("MINUTE"), time("10:20:30")), LocalTime.parse("10:20:00")],
  ["timeFromMillis", f.timeFromMillis(lit(1500)), LocalTime.parse("00:00:01.5")],
  ["timeToMicros", f.timeToMicros(time("00:00:01")), 1000000n],
  [
    "timeBucket",
    f.timeBucket(f.expr("INTERVAL 15 MINUTES"), lit(Timestamp.parse("2026-11-22T10:20:30Z"))),
    Timestamp.parse("2026-11-22T10:15:00Z"),
  ],
  ["makeTimestamp", f.makeTimestamp(...parts, lit("UTC")), Timestamp.parse("2026-11-22T10:20:30.5Z")],
  [
    "makeTimestamp in the session's zone",
    f.makeTimestamp(...parts),
    Timestamp.parse("2026-11-22T09:20:30.5Z"),
  ],
  [
    "makeTimestamp of a date and a time",
    f.makeTimestamp({ date, time: time("10:20:30"), timezone: lit("UTC") }),
    Timestamp.parse("2026-11-22T10:20:30Z"),
  ],
  [
    "makeTimestampNtz of a date and a time",
    f.makeTimestampNtz({ date, time: time("10:20:30") }),
    LocalTimestamp.parse("2026-11-22T10:20:30"),
  ],
  ["tryMakeTimestamp", f.tryMakeTimestamp(lit(2026), lit(13), ...repeat4()), null],
  [
    "convertTimezone from the session's",
    f.convertTimezone(undefined, lit("UTC"), lit(LocalTimestamp.parse("2026-11-22T10:00:00"))),
    LocalTimestamp.parse("2026-11-22T09:00:00"),
  ],
  ["makeDtInterval", f.makeDtInterval(1, 2).cast("string"), "INTERVAL '1 02:00:00' DAY TO SECOND"],
  ["xpath", f.xpath(lit("<a><b>1</b><b>2</b></a>"), lit("a/b/text()")), ["1", "2"]],
  ["xpathDouble", f.xpathDouble(lit("<a>x</a>"), lit("a")), Number.NaN],
  ["xpathInt", f.xpathInt(lit("<a>x</a>"), lit("a")), 0],
  ["fromXml", f.fromXml(lit("<p><a>1</a></p>"), "a INT"), [1]],
  [
    "fromJson by a type",
    f.fromJson(lit("[1, 2]"), { kind: "array", elementType: { kind: "long" }, containsNull: true }),
    [1n, 2n],
  ],
  ["variantInsert", f.toJson(f.variantInsert(json('{"a":1}'), "$.b", lit(2))), '{"a":1,"b":2}'],
  ["tryVariantInsert", f.tryVariantInsert(json('{"a":1}'), "$.a", lit(2)), null],
  ["variantSet", f.toJson(f.variantSet(json('{"a":1}'), "$.a", lit("x"))), '{"a":"x"}'],
  [
    "variantSet of what is there only",
    f.toJson(f.variantSet(json('{"a":1}'), "$.b", lit(2), false)),
    '{"a":1}',
  ],
  ["variantDelete", f.toJson(f.variantDelete(json('{"a":1,"b":2,"c":3}'), "$.a", "$.c")), '{"b":2}'],
  ["variantArrayAppend", f.toJson(f.variantArrayAppend(json("[1]"), "$", lit(2))), "[1,2]"],
  ["variantStripNulls", f.toJson(f.variantStripNulls(json('{"a":null,"b":[null]}'))), '{"b":[]}'],
  [
    "variantStripNulls but of arrays",
    f.toJson(f.variantStripNulls(json('{"a":null,"b":[null]}'), false)),
    '{"b":[null]}',
  ],
  ["isValidVariant", f.isValidVariant(json("1")), true],
  ["toVariantObject", f.toJson(f.toVariantObject(f.namedStruct({ b: lit(1), a: lit(2) }))), '{"a":2,"b":1}'],
  ["vectorInnerProduct", f.vectorInnerProduct(floats(1, 2), floats(3, 4)), 11],
  ["vectorL2Distance", f.vectorL2Distance(floats(0, 0), floats(3, 4)), 5],
  ["vectorCosineSimilarity", f.vectorCosineSimilarity(floats(1, 0), floats(0, 1)), 0],
  ["vectorNorm", f.vectorNorm(floats(3, 4)), 5],
  ["vectorNorm of a degree", f.vectorNorm(floats(3, 4), lit(1).cast("float")), 7],
  ["vectorNormalize", f.vectorNormalize(floats(0, 2)), [0, 1]],
  ["stSrid", f.stSrid(f.stGeomfromwkb(wkb, 4326)), 4326],
  ["stAsbinary", f.hex(f.stAsbinary(f.stGeogfromwkb(wkb))), "0101000000000000000000F03F0000000000000040"],
  [
    "stAsbinary, big endian",
    f.hex(f.stAsbinary(f.stGeogfromwkb(wkb), "XDR")),
    "00000000013FF00000000000004000000000000000",
  ],
];

function repeat4(): [Column, Column, Column, Column] {
  return [lit(1), lit(1), lit(1), lit(1)];
}

describe("functions of one row", () => {
  // One query for them all.
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
});

/** Over the rows of `df` below. */
const aggregates: readonly (readonly [string, Column, unknown])[] = [
  ["count of a star", f.count(f.col("*")), 3n],
  ["maxBy of so many", f.maxBy("s", "n", 2), ["b", "b"]],
  ["listagg", f.listagg("s", ","), "a,b,b"],
  ["listaggDistinct", f.listaggDistinct("s", ","), "a,b"],
  ["collectUnion", f.sortArray(f.collectUnion("a")), [1, 2]],
  ["percentile of several", f.percentile("x", [0, 1]), [1.5, 3.5]],
  ["regrSlope", f.regrSlope("x", "n"), 1],
  ["regrIntercept", f.regrIntercept("x", "n"), 0.5],
  ["vectorAvg", f.vectorAvg(f.array(f.col("x").cast("float"))), [2.5]],
  ["hll", f.hllSketchEstimate(f.hllSketchAgg("s")), 2n],
  ["theta", f.thetaSketchEstimate(f.thetaSketchAgg("n")), 3n],
  ["tuple, summed", f.tupleSketchSummaryInteger(f.tupleSketchAggInteger("s", "n")), 6n],
  [
    "tuple, the greatest",
    f.tupleSketchSummaryDouble(f.tupleSketchAggDouble("s", "x", 12, "max"), "max"),
    3.5,
  ],
  ["kll", f.kllSketchGetQuantileBigint(f.kllSketchAggBigint("n"), lit(0.5)), 2n],
  ["kll, the rank", f.kllSketchGetRankDouble(f.kllSketchAggDouble("x"), lit(1.5)), 1 / 3],
  ["bitmap", f.bitmapCount(f.bitmapConstructAgg(f.bitmapBitPosition("n"))), 3n],
  ["countMinSketch", f.length(f.countMinSketch("n", 0.1, 0.9, 1)).gt(0), true],
  ["schemaOfVariantAgg", f.schemaOfVariantAgg(f.toVariantObject(f.struct("n"))), "OBJECT<n: BIGINT>"],
  ["first, of nulls too", f.first("a").isNotNull(), true],
];

describe("functions of a group", () => {
  let df: DataFrame;
  let values: readonly unknown[];

  beforeAll(async () => {
    df = await spark.sql(
      "SELECT * FROM VALUES (1, 1.5D, 'a', array(1, 2)), (2, 2.5D, 'b', array(2, null)), (3, 3.5D, 'b', null) AS t(n, x, s, a)",
    );
    const [first, ...more] = aggregates.map(([, column], index) => column.as(`c${index}`));
    if (first === undefined) throw new Error("nothing to aggregate");
    [values = []] = await df.agg(first, ...more).collect({ rowMode: "array" });
  });

  it.each(aggregates.map(([name, , expected], index) => [name, index, expected] as const))(
    "%s",
    (_, index, expected) => {
      expect(values[index]).toEqual(expected);
    },
  );

  it("counterDiff gives no growth where a counter was reset", async () => {
    const counter = await spark.sql("SELECT * FROM VALUES (1, 5), (2, 9), (3, 4), (4, 6) AS t(t, n)");
    const rows = await counter
      .select("t", f.counterDiff("n").over(Window.orderBy("t")).as("grown"))
      .orderBy("t")
      .collect();
    expect(rows.map((row) => row["grown"])).toEqual([null, 4, null, 2]);
  });

  it("broadcast does not change what a join gives", async () => {
    const joined = df.join(f.broadcast(df.select("n", f.upper("s").as("u"))), "n");
    expect(await joined.orderBy("n").select("u").collect()).toEqual([{ u: "A" }, { u: "B" }, { u: "B" }]);
    expect(await joined.explain()).toContain("Broadcast");
  });
});
