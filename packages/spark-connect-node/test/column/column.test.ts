import { describe, expect, it } from "@jest/globals";
import { ExpressionSchema } from "#gen/spark/connect/expressions_pb.js";
import { type Column, expressionOf } from "../../src/column/column.ts";
import { Window, type WindowSpec } from "../../src/column/window.ts";
import { InvalidArgumentError, UnsupportedError } from "../../src/errors.ts";
import { array, col, expr, lit, sum, transform, when } from "../../src/functions/index.ts";
import { expressionToProto } from "../../src/plan/expression-proto.ts";
import { parseServerVersion } from "../../src/plan/server-target.ts";
import { types } from "../../src/types/index.ts";
import { LocalDate } from "../../src/values/index.ts";
import { asJson } from "../plan/recording-client.ts";

const json = (column: Column, version = "4.3.0"): unknown =>
  asJson(ExpressionSchema, expressionToProto(expressionOf(column), parseServerVersion(version)));

const attribute = (name: string): unknown => ({ unresolvedAttribute: { unparsedIdentifier: name } });
const int = (integer: number): unknown => ({ literal: { integer } });
const call = (functionName: string, ...args: unknown[]): unknown => ({
  unresolvedFunction: { functionName, arguments: args },
});

const a = col("a");
const b = col("b");

describe("Column", () => {
  it.each<[string, Column, unknown]>([
    ["eq", a.eq(1), call("==", attribute("a"), int(1))],
    ["ne", a.ne(b), call("not", call("==", attribute("a"), attribute("b")))],
    ["lt", a.lt(1), call("<", attribute("a"), int(1))],
    ["le", a.le(1), call("<=", attribute("a"), int(1))],
    ["gt", a.gt(1), call(">", attribute("a"), int(1))],
    ["ge", a.ge(1), call(">=", attribute("a"), int(1))],
    ["eqNullSafe", a.eqNullSafe(1), call("<=>", attribute("a"), int(1))],
    ["and", a.and(b), call("and", attribute("a"), attribute("b"))],
    ["or", a.or(b), call("or", attribute("a"), attribute("b"))],
    ["not", a.not(), call("not", attribute("a"))],
    ["plus", a.plus(1), call("+", attribute("a"), int(1))],
    ["minus", a.minus(1), call("-", attribute("a"), int(1))],
    ["times", a.times(1), call("*", attribute("a"), int(1))],
    ["div", a.div(1), call("/", attribute("a"), int(1))],
    ["mod", a.mod(1), call("%", attribute("a"), int(1))],
    ["pow", a.pow(2), call("power", attribute("a"), int(2))],
    ["a constant before an operator", lit(1).minus(a), call("-", int(1), attribute("a"))],
    ["neg", a.neg(), call("negative", attribute("a"))],
    ["isNull", a.isNull(), call("isNull", attribute("a"))],
    ["isNotNull", a.isNotNull(), call("isNotNull", attribute("a"))],
    ["isNaN", a.isNaN(), call("isNaN", attribute("a"))],
    ["isin", a.isin(1, b), call("in", attribute("a"), int(1), attribute("b"))],
    ["isin of a list", a.isin([1, b]), call("in", attribute("a"), int(1), attribute("b"))],
    ["isin of a set", a.isin(new Set([1, 2])), call("in", attribute("a"), int(1), int(2))],
    ["isin of nothing", a.isin(), call("in", attribute("a"))],
    ["isin of an empty list", a.isin([]), call("in", attribute("a"))],
    ["transform", a.transform((column) => column.plus(b)), call("+", attribute("a"), attribute("b"))],
    ["outer", a.outer(), attribute("a")],
    [
      "between",
      a.between(1, 2),
      call("and", call(">=", attribute("a"), int(1)), call("<=", attribute("a"), int(2))),
    ],
    ["like", a.like("x%"), call("like", attribute("a"), { literal: { string: "x%" } })],
    ["rlike", a.rlike("x"), call("rlike", attribute("a"), { literal: { string: "x" } })],
    ["ilike", a.ilike("x"), call("ilike", attribute("a"), { literal: { string: "x" } })],
    ["startsWith", a.startsWith("x"), call("startsWith", attribute("a"), { literal: { string: "x" } })],
    ["endsWith", a.endsWith("x"), call("endsWith", attribute("a"), { literal: { string: "x" } })],
    ["contains", a.contains(b), call("contains", attribute("a"), attribute("b"))],
    ["substr", a.substr(1, 2), call("substr", attribute("a"), int(1), int(2))],
    ["bitwiseAnd", a.bitwiseAnd(1), call("&", attribute("a"), int(1))],
    ["bitwiseOr", a.bitwiseOr(1), call("|", attribute("a"), int(1))],
    ["bitwiseXor", a.bitwiseXor(1), call("^", attribute("a"), int(1))],
    ["a plain string is a constant", a.eq("b"), call("==", attribute("a"), { literal: { string: "b" } })],
    ["a bigint is BIGINT", a.eq(1n), call("==", attribute("a"), { literal: { long: "1" } })],
    ["a fraction is DOUBLE", a.eq(1.5), call("==", attribute("a"), { literal: { double: 1.5 } })],
    ["beyond INT is BIGINT", a.eq(2 ** 31), call("==", attribute("a"), { literal: { long: "2147483648" } })],
    ["a date", a.eq(LocalDate.parse("1970-01-02")), call("==", attribute("a"), { literal: { date: 1 } })],
    ["cast by DDL", a.cast("bigint"), { cast: { expr: attribute("a"), typeStr: "bigint" } }],
    ["cast by type", a.cast(types.long), { cast: { expr: attribute("a"), type: { long: {} } } }],
    [
      "tryCast",
      a.tryCast(types.long),
      { cast: { expr: attribute("a"), type: { long: {} }, evalMode: "EVAL_MODE_TRY" } },
    ],
    ["as", a.as("n"), { alias: { expr: attribute("a"), name: ["n"] } }],
    [
      "as with metadata",
      a.alias("n", { k: 1 }),
      { alias: { expr: attribute("a"), name: ["n"], metadata: '{"k":1}' } },
    ],
    ["as with several names", a.as("k", "v"), { alias: { expr: attribute("a"), name: ["k", "v"] } }],
    ["alias with several names", a.alias("k", "v"), { alias: { expr: attribute("a"), name: ["k", "v"] } }],
    [
      "asc",
      a.asc(),
      {
        sortOrder: {
          child: attribute("a"),
          direction: "SORT_DIRECTION_ASCENDING",
          nullOrdering: "SORT_NULLS_FIRST",
        },
      },
    ],
    [
      "desc",
      a.desc(),
      {
        sortOrder: {
          child: attribute("a"),
          direction: "SORT_DIRECTION_DESCENDING",
          nullOrdering: "SORT_NULLS_LAST",
        },
      },
    ],
    [
      "getField",
      a.getField("x.y"),
      { unresolvedExtractValue: { child: attribute("a"), extraction: { literal: { string: "x.y" } } } },
    ],
    ["getItem", a.getItem(0), { unresolvedExtractValue: { child: attribute("a"), extraction: int(0) } }],
    [
      "withField",
      a.withField("x", 1),
      { updateFields: { structExpression: attribute("a"), fieldName: "x", valueExpression: int(1) } },
    ],
    [
      "dropFields",
      a.dropFields("x", "y"),
      {
        updateFields: {
          structExpression: { updateFields: { structExpression: attribute("a"), fieldName: "x" } },
          fieldName: "y",
        },
      },
    ],
    [
      "when chains",
      when(a, 1).when(b, 2).otherwise(3),
      call("when", attribute("a"), int(1), attribute("b"), int(2), int(3)),
    ],
    [
      "over",
      sum("a").over(Window.partitionBy("b").orderBy("c", col("d").desc()).rowsBetween(-1, Window.currentRow)),
      {
        window: {
          windowFunction: call("sum", attribute("a")),
          partitionSpec: [attribute("b")],
          orderSpec: [
            {
              child: attribute("c"),
              direction: "SORT_DIRECTION_ASCENDING",
              nullOrdering: "SORT_NULLS_FIRST",
            },
            {
              child: attribute("d"),
              direction: "SORT_DIRECTION_DESCENDING",
              nullOrdering: "SORT_NULLS_LAST",
            },
          ],
          frameSpec: {
            frameType: "FRAME_TYPE_ROW",
            lower: { value: { literal: { integer: -1 } } },
            upper: { currentRow: true },
          },
        },
      },
    ],
    [
      "over a range without bounds",
      sum("a").over(Window.orderBy("b").rangeBetween(Window.unboundedPreceding, 5n)),
      {
        window: {
          windowFunction: call("sum", attribute("a")),
          orderSpec: [
            {
              child: attribute("b"),
              direction: "SORT_DIRECTION_ASCENDING",
              nullOrdering: "SORT_NULLS_FIRST",
            },
          ],
          frameSpec: {
            frameType: "FRAME_TYPE_RANGE",
            lower: { unbounded: true },
            upper: { value: { literal: { long: "5" } } },
          },
        },
      },
    ],
    ["star", col("*"), { unresolvedStar: {} }],
    ["star of a name", col("t.*"), { unresolvedStar: { unparsedTarget: "t.*" } }],
    ["expr", expr("a + 1"), { expressionString: { expression: "a + 1" } }],
    ["lit of a column is the column", lit(a), attribute("a")],
    ["names as arguments are columns", array("a", b), call("array", attribute("a"), attribute("b"))],
  ])("%s", (_, column, expected) => {
    expect(json(column)).toEqual(expected);
  });

  it.each([
    ["a", "try_cast(`a` AS bigint)"],
    ["s.f", "try_cast(`s`.`f` AS bigint)"],
    ["`odd.``name`", "try_cast(`odd.``name` AS bigint)"],
  ])("writes tryCast of %s in SQL for servers before 4.0", (name, expression) => {
    expect(json(col(name).tryCast("bigint"), "3.5.6")).toEqual({ expressionString: { expression } });
    expect(json(col(name).tryCast(types.long), "3.5.6-amzn-1")).toEqual({ expressionString: { expression } });
  });

  it("refuses tryCast of an expression for servers before 4.0, where it would be an ordinary cast", () => {
    const column = a.plus(1).tryCast("int");
    expect(() => json(column, "3.5.6")).toThrow(UnsupportedError);
    expect(() => json(column, "3.5.6")).toThrow(/3\.5\.6/);
  });

  it("gives nested lambdas variables of their own", () => {
    const column = transform(a, (outer) => transform(outer, (inner, index) => inner.plus(index).plus(outer)));
    const names = [...JSON.stringify(json(column)).matchAll(/"nameParts":\["(\w+)"\]/g)].map(
      ([, name]) => name,
    );
    expect(new Set(names).size).toBe(3);
  });

  it.each<[string, WindowSpec, unknown, unknown]>([
    [
      "rows",
      Window.rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing),
      { unbounded: true },
      { unbounded: true },
    ],
    [
      "values to the farthest BIGINT",
      Window.rangeBetween(-(2n ** 63n) + 1n, 2n ** 63n - 1n),
      { unbounded: true },
      { unbounded: true },
    ],
    [
      "the most rows",
      Window.rowsBetween(-(2 ** 31), 2 ** 31 - 1),
      { value: { literal: { integer: -(2 ** 31) } } },
      { value: { literal: { integer: 2 ** 31 - 1 } } },
    ],
    [
      "rows before",
      Window.rowsBetween(-3, -1),
      { value: { literal: { integer: -3 } } },
      { value: { literal: { integer: -1 } } },
    ],
    [
      "values beyond INT",
      Window.rangeBetween(-(2 ** 40), 2n ** 62n),
      { value: { literal: { long: "-1099511627776" } } },
      { value: { literal: { long: "4611686018427387904" } } },
    ],
    [
      "the current values",
      Window.rangeBetween(Window.currentRow, Window.currentRow),
      { currentRow: true },
      { currentRow: true },
    ],
  ])("makes a frame of %s", (_, window, lower, upper) => {
    expect(json(sum("a").over(window))).toMatchObject({ window: { frameSpec: { lower, upper } } });
  });

  it.each<[string, () => Column]>([
    ["when() on a plain column", () => a.when(b, 1)],
    ["otherwise() on a plain column", () => a.otherwise(1)],
    ["when() after otherwise()", () => when(a, 1).otherwise(2).when(b, 3)],
    ["a frame that ends before it starts", () => a.over(Window.rowsBetween(1, -1))],
    ["a frame of more rows than Spark counts", () => a.over(Window.rowsBetween(0, 2 ** 40))],
    ["a frame that starts after the partition", () => a.over(Window.rowsBetween(Infinity, Infinity))],
    ["a frame that ends before the partition", () => a.over(Window.rowsBetween(-Infinity, -Infinity))],
    ["a frame of half rows", () => a.over(Window.rowsBetween(-0.5, 0))],
    ["a frame of half values", () => a.over(Window.rangeBetween(-0.5, 0))],
    ["a frame of values beyond exact numbers", () => a.over(Window.rangeBetween(0, 2 ** 60))],
    ["a frame from NaN", () => a.over(Window.rangeBetween(Number.NaN, 0))],
    // @ts-expect-error: what JavaScript can still pass
    ["over() of no window", () => a.over({})],
    // @ts-expect-error: what JavaScript can still pass
    ["when() of no column", () => when(a, 1).when(true, 2)],
    // @ts-expect-error: what JavaScript can still pass
    ["a function without a result", () => a.transform(() => undefined)],
    ["no field to drop", () => a.dropFields()],
    ["no name", () => a.as()],
    // @ts-expect-error: what JavaScript can still pass
    ["metadata for several names", () => a.as("k", "v", { x: 1 })],
    ["metadata that JSON cannot hold", () => a.as("k", { x: 1n })],
    // @ts-expect-error: what JavaScript can still write
    ["a comparison by an operator of JavaScript", () => lit(a > 1)],
    // @ts-expect-error: what JavaScript can still write
    ["a sum by an operator of JavaScript", () => lit(a + 1)],
    ["otherwise() twice", () => when(a, 1).otherwise(2).otherwise(3)],
  ])("refuses %s", (_, make) => {
    expect(make).toThrow(InvalidArgumentError);
  });
});
