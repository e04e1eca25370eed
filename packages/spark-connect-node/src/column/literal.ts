import type { Expression } from "../plan/expression.ts";
import { type SparkValue, toLiteral } from "../values/index.ts";

/** Plain values that can stand in an expression; each gets the Spark type that holds it (a `Date` is a TIMESTAMP). */
export type LiteralValue = SparkValue | Date;

/** The expression of a constant. */
export function literalExpression(value: LiteralValue): Expression {
  return { kind: "literal", literal: toLiteral(value) };
}
