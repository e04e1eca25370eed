import { InvalidArgumentError } from "../errors.ts";
import type { Expression } from "../plan/expression.ts";
import { describe } from "../values/coerce.ts";

/**
 * The expression of a column's name: `*`, `t.*`, or a name with dots and backticks as in SQL.
 *
 * @param planId - Binds the column to the relation of that id; without it the name is looked up wherever it is used.
 */
export function reference(name: string, planId?: bigint): Expression {
  if (typeof name !== "string") {
    throw new InvalidArgumentError(`The name of a column is a string, not ${describe(name)}`);
  }
  const bound = planId === undefined ? {} : { planId };
  if (name === "*") {
    return { kind: "star", ...bound };
  }
  if (name.endsWith(".*")) {
    return { kind: "star", target: name, ...bound };
  }
  return { kind: "attribute", name, ...bound };
}
