import type { Expression } from "../plan/expression.ts";
import { inferType, type SparkValue, toLiteral } from "../values/index.ts";

/** Plain values that can stand in an expression; each gets the Spark type that holds it (a `Date` is a TIMESTAMP). */
export type LiteralValue =
  | SparkValue
  | Date
  | readonly LiteralValue[]
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array
  | ReadonlyMap<LiteralValue, LiteralValue>
  | { readonly [name: string]: LiteralValue };

/** The expression of a constant; `at` is what it is called in messages. */
export function literalExpression(value: LiteralValue, at = "a constant"): Expression {
  return { kind: "literal", literal: toLiteral(value, inferType(value, at)) };
}
