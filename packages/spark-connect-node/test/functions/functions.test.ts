import { describe, expect, it } from "@jest/globals";
import { ExpressionSchema } from "#gen/spark/connect/expressions_pb.js";
import { type Column, expressionOf } from "../../src/column/column.ts";
import { InvalidArgumentError, UnsupportedError } from "../../src/errors.ts";
import * as f from "../../src/functions/index.ts";
import { expressionToProto } from "../../src/plan/expression-proto.ts";
import { parseServerVersion } from "../../src/plan/server-target.ts";
import { StructType, types } from "../../src/types/index.ts";
import { asJson, onlyPlan, recordingSession } from "../plan/recording-client.ts";

const jsonFor = (column: Column, version: string): unknown =>
  asJson(ExpressionSchema, expressionToProto(expressionOf(column), parseServerVersion(version)));
const json = (column: Column): unknown => jsonFor(column, "4.3.0");

/** Arguments in short: a name is an attribute, anything in a tuple a literal. */
const call = (functionName: string, ...args: unknown[]): unknown => ({
  unresolvedFunction: {
    functionName,
    ...(args.length === 0
      ? {}
      : {
          arguments: args.map((argument) =>
            typeof argument === "string"
              ? { unresolvedAttribute: { unparsedIdentifier: argument } }
              : argument,
          ),
        }),
  },
});
const int = (integer: number): unknown => ({ literal: { integer } });
const string = (text: string): unknown => ({ literal: { string: text } });
const boolean = (value: boolean): unknown => ({ literal: { boolean: value } });

describe("functions", () => {
  it.each<[string, Column, unknown]>([
    ["names are columns", f.coalesce("a", f.col("b")), call("coalesce", "a", "b")],
    ["no arguments", f.currentDate(), call("current_date")],
    ["count of everything", f.count("*"), call("count", { unresolvedStar: {} })],
    [
      "distinct",
      f.countDistinct("a", "b"),
      {
        unresolvedFunction: {
          functionName: "count",
          arguments: [
            { unresolvedAttribute: { unparsedIdentifier: "a" } },
            { unresolvedAttribute: { unparsedIdentifier: "b" } },
          ],
          isDistinct: true,
        },
      },
    ],
    ["an optional argument left out", f.toDate("a"), call("to_date", "a")],
    ["an optional argument given", f.toDate("a", "yyyy"), call("to_date", "a", string("yyyy"))],
    ["a default", f.sortArray("a"), call("sort_array", "a", boolean(true))],
    ["numbers are constants", f.dateAdd("a", 3), call("date_add", "a", int(3))],
    ["or columns", f.dateAdd("a", "b"), call("date_add", "a", "b")],
    ["constants first", f.concatWs("-", "a", "b"), call("concat_ws", string("-"), "a", "b")],
    ["regexpReplace", f.regexpReplace("a", "x", "y"), call("regexp_replace", "a", string("x"), string("y"))],
    ["substring", f.substring("a", 1, 2), call("substring", "a", int(1), int(2))],
    ["translate", f.translate("a", "0", ""), call("translate", "a", string("0"), string(""))],
    ["log", f.log("a"), call("ln", "a")],
    ["log to a base", f.log(2, "a"), call("log", int(2), "a")],
    ["lag", f.lag("a"), call("lag", "a", int(1))],
    ["window", f.window("t", "1 hour"), call("window", "t", string("1 hour"))],
    [
      "window with a start",
      f.window("t", "1 hour", undefined, "5 minutes"),
      call("window", "t", string("1 hour"), string("1 hour"), string("5 minutes")),
    ],
    ["rand with a seed", f.rand(7), call("rand", int(7))],
    ["makeInterval fills gaps", f.makeYmInterval(undefined, 3), call("make_ym_interval", int(0), int(3))],
    ["trim", f.trim("a"), call("trim", "a")],
    ["trim of characters", f.trim("a", "b"), call("trim", "b", "a")],
    [
      "struct",
      f.struct("a", f.lit(1).as("b")),
      call("struct", "a", { alias: { expr: int(1), name: ["b"] } }),
    ],
    [
      "namedStruct",
      f.namedStruct({ x: "a", y: f.lit(1) }),
      call("named_struct", string("x"), "a", string("y"), int(1)),
    ],
    [
      "variantGet of a type",
      f.variantGet("a", "$.x", types.array(types.long)),
      call("variant_get", "a", string("$.x"), string("array<bigint>")),
    ],
    ["fromJson by DDL", f.fromJson("a", "x INT"), call("from_json", "a", string("x INT"))],
    [
      "fromJson by type, with options",
      f.fromJson("a", types.array(types.long), { mode: "FAILFAST" }),
      call(
        "from_json",
        "a",
        string('{"containsNull":true,"elementType":"long","type":"array"}'),
        call("map", string("mode"), string("FAILFAST")),
      ),
    ],
    [
      "fromJson of a struct keeps its metadata",
      f.fromJson("a", StructType.fromDDL("x INT COMMENT 'c'")),
      call(
        "from_json",
        "a",
        string(
          '{"fields":[{"metadata":{"comment":"c"},"name":"x","nullable":true,"type":"integer"}],"type":"struct"}',
        ),
      ),
    ],
    [
      "tryCast",
      f.tryCast("a", "int"),
      {
        cast: {
          expr: { unresolvedAttribute: { unparsedIdentifier: "a" } },
          typeStr: "int",
          evalMode: "EVAL_MODE_TRY",
        },
      },
    ],
    [
      "callFunction",
      f.callFunction("my.fn", "a"),
      {
        callFunction: {
          functionName: "my.fn",
          arguments: [{ unresolvedAttribute: { unparsedIdentifier: "a" } }],
        },
      },
    ],
  ])("%s", (_, column, expected) => {
    expect(json(column)).toEqual(expected);
  });

  it.each<[string, Column, number]>([
    ["transform with one parameter", f.transform("a", (x) => x.plus(1)), 1],
    ["transform with the index", f.transform("a", (x, i) => x.plus(i)), 2],
    ["exists", f.exists("a", (x) => x.gt(1)), 1],
    ["aggregate, though the element is not used", f.aggregate("a", f.lit(0), (sum) => sum.plus(1)), 2],
    ["zipWith", f.zipWith("a", "b", (x, y) => x.plus(y)), 2],
    ["mapZipWith", f.mapZipWith("a", "b", (_k, x, y) => x.plus(y)), 3],
  ])("%s makes a lambda of %p parameters", (_, column, count) => {
    const lambdas = [
      ...JSON.stringify(json(column)).matchAll(/"arguments":\[((?:\{"nameParts":\["\w+"\]\},?)+)\]/g),
    ];
    expect(lambdas.map(([, parameters]) => parameters?.match(/nameParts/g)?.length)).toEqual([count]);
  });

  it.each<[string, Column, string, unknown]>([
    ["mode", f.mode("a"), "3.5.5", call("mode", "a")],
    ["mode", f.mode("a"), "4.0.0", call("mode", "a", boolean(false))],
    ["shuffle", f.shuffle("a"), "3.5.5", call("shuffle", "a")],
    ["shuffle with a seed", f.shuffle("a", 7), "4.0.0", call("shuffle", "a", int(7))],
    ["uuid", f.uuid(), "3.5.5", call("uuid")],
    ["uuid with a seed", f.uuid(7), "4.0.0", call("uuid", int(7))],
    ["instr", f.instr("a", "b"), "3.5.5", call("instr", "a", string("b"))],
    ["maxBy", f.maxBy("a", "b"), "3.5.5", call("max_by", "a", "b")],
  ])("%s is written so that Spark takes it: %#", (_, column, version, expected) => {
    expect(jsonFor(column, version)).toEqual(expected);
  });

  it.each<[string, Column, string]>([
    ["mode() with deterministic: that needs 4.0", f.mode("a", true), "3.5.5"],
    ["shuffle() with a seed: that needs 4.0", f.shuffle("a", 7), "3.5.5"],
    ["uuid() with a seed: that needs 4.0", f.uuid(7), "3.5.5"],
    ["instr() from a place or of an occurrence: that needs 4.3", f.instr("a", "b", 2), "4.2.0"],
    ["maxBy() of several: that needs 4.2", f.maxBy("a", "b", 2), "4.1.0"],
    ["minBy() of several: that needs 4.2", f.minBy("a", "b", 2), "4.1.0"],
    ["stAsbinary() with endianness: that needs 4.2", f.stAsbinary("a", "XDR"), "4.1.0"],
    [
      "makeTimestamp() of a date and a time: that needs 4.1",
      f.makeTimestamp({ date: "a", time: "b" }),
      "4.0.0",
    ],
    [
      "tryMakeTimestampNtz() of a date and a time: that needs 4.1",
      f.tryMakeTimestampNtz({ date: "a", time: "b" }),
      "4.0.0",
    ],
  ])("an older server is refused %s", (message, column, version) => {
    expect(() => jsonFor(column, version)).toThrow(UnsupportedError);
    expect(() => jsonFor(column, version)).toThrow(`Spark ${version} does not know ${message}`);
  });

  it("broadcast is a hint", async () => {
    const { spark, client } = recordingSession();
    await f.broadcast(spark.table("t")).collect();
    expect(JSON.stringify(onlyPlan(client))).toContain('"hint":{"input":');
    expect(JSON.stringify(onlyPlan(client))).toContain('"name":"broadcast"');
  });

  it.each<[string, (seed?: number) => Column]>([
    ["rand", f.rand],
    ["random", f.random],
    ["randn", f.randn],
    ["uuid", f.uuid],
    ["uniform", (seed) => f.uniform(1, 2, seed)],
    ["randstr", (seed) => f.randstr(5, seed)],
    ["shuffle", (seed) => f.shuffle("a", seed)],
    ["countMinSketch", (seed) => f.countMinSketch("a", 0.5, 0.5, seed)],
  ])("%s has a seed in the plan, which is the same each time that this is sent", (_, make) => {
    const column = make();
    expect(json(column)).toEqual(json(column));
    expect(json(column)).not.toEqual(json(make()));
    expect(JSON.stringify(json(column))).toMatch(/("long":"\d+"|"integer":\d+)\}\}\]\}\}$/);
    expect(json(make(7))).toEqual(json(make(7)));
  });

  it.each<[string, () => unknown, RegExp]>([
    ["greatest of one", () => f.greatest("a"), /greatest\(\).*two.*1/],
    ["least of none", () => f.least(), /least\(\).*two.*0/],
    ["sha2 of a wrong length", () => f.sha2("a", 128), /bits is 128; give 0, 224, 256, 384 or 512/],
    ["jsonTuple without fields", () => f.jsonTuple("a"), /at least one field/],
    ["variantDelete without paths", () => f.variantDelete("a"), /at least one path/],
    ["namedStruct without fields", () => f.namedStruct({}), /at least one field/],
    ["what is no column", () => f.upper(5 as never), /Column expected, not the number 5; a constant is lit/],
    ["nothing for a column", () => f.concat("a", undefined as never), /Column expected, not undefined/],
    ["namedStruct of nothing", () => f.namedStruct(), /at least one field/],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(message);
  });

  it.each<[string, Column, unknown]>([
    ["a decimal", f.lit("1.1", "DECIMAL(10,2)"), { decimal: { value: "1.10", precision: 10, scale: 2 } }],
    ["a TINYINT", f.lit(1, types.byte), { byte: 1 }],
    ["a BIGINT", f.lit(1, "BIGINT"), { long: "1" }],
    ["a date", f.lit("1970-01-02", "DATE"), { date: 1 }],
    ["null of a type", f.lit(null, "INT"), { null: { integer: {} } }],
  ])("has constants of a given type: %s", (_, column, literal) => {
    expect(json(column)).toEqual({ literal });
  });

  it("has no constant that would lose digits", () => {
    expect(() => f.lit("1.234", "DECIMAL(10,2)")).toThrow(/does not fit decimal\(10,2\)/);
    expect(() => f.lit(300, "TINYINT")).toThrow(/whole number of 8 bits/);
  });

  it("has constants of typed arrays", () => {
    expect(JSON.stringify(json(f.lit(Float32Array.of(0.5))))).toContain('"float":0.5');
  });

  it("refuses a lambda that gives no column", () => {
    expect(() => f.transform("a", () => 1 as never)).toThrow(InvalidArgumentError);
  });
});
