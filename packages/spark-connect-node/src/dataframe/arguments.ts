import { Column, type ColumnOrName, expressionOf } from "../column/column.ts";
import { reference } from "../column/reference.ts";
import { InvalidArgumentError } from "../errors.ts";
import { asSortOrder, call, type Expression, type SortExpression } from "../plan/expression.ts";
import type { JoinType } from "../plan/relations/combine.ts";
import type { Options } from "../plan/relations/sources.ts";

/** A value of an option of a format; Spark takes them as text. */
export type OptionValue = string | number | boolean;

/** How two DataFrames are joined, in Spark's spellings. */
export type JoinHow =
  | "inner"
  | "cross"
  | "outer"
  | "full"
  | "fullouter"
  | "full_outer"
  | "left"
  | "leftouter"
  | "left_outer"
  | "right"
  | "rightouter"
  | "right_outer"
  | "semi"
  | "leftsemi"
  | "left_semi"
  | "anti"
  | "leftanti"
  | "left_anti";

const joinTypes = {
  inner: "inner",
  cross: "cross",
  outer: "full",
  full: "full",
  fullouter: "full",
  full_outer: "full",
  left: "left",
  leftouter: "left",
  left_outer: "left",
  right: "right",
  rightouter: "right",
  right_outer: "right",
  semi: "semi",
  leftsemi: "semi",
  left_semi: "semi",
  anti: "anti",
  leftanti: "anti",
  left_anti: "anti",
} as const satisfies Record<JoinHow, JoinType>;

/** The kind of join that a spelling means. */
export function joinType(how: string): JoinType {
  const known: Readonly<Record<string, JoinType>> = joinTypes;
  const type = Object.hasOwn(known, how.toLowerCase()) ? known[how.toLowerCase()] : undefined;
  if (type === undefined) {
    throw new InvalidArgumentError(
      `No join is called "${how}"; there are ${Object.keys(joinTypes).join(", ")}`,
    );
  }
  return type;
}

/** What a join is on: names both sides share, or a condition. */
export type JoinOn = string | readonly string[] | Column | readonly Column[];

/** The two ways a join can say what it is on. */
export function joinCondition(on: JoinOn | undefined): { using: readonly string[]; condition?: Expression } {
  if (on === undefined) {
    return { using: [] };
  }
  const list: readonly (string | Column)[] = typeof on === "string" || on instanceof Column ? [on] : on;
  const names = list.filter((item) => typeof item === "string");
  const conditions = list.filter((item) => item instanceof Column).map(expressionOf);
  if (names.length > 0 && conditions.length > 0) {
    throw new InvalidArgumentError("A join is on names or on conditions, not on both");
  }
  const [first, ...rest] = conditions;
  if (first === undefined) {
    return { using: names };
  }
  return { using: [], condition: rest.reduce((all, condition) => call("and", [all, condition]), first) };
}

/** The expression of a column or of a name. */
export function columnExpression(column: ColumnOrName): Expression {
  return column instanceof Column ? expressionOf(column) : reference(column);
}

/** The sort order of a column or a name: ascending, nulls first, unless the column says another. */
export function sortOrder(column: ColumnOrName): SortExpression {
  return asSortOrder(columnExpression(column));
}

/** A condition given as a column, or in SQL. */
export function conditionExpression(condition: Column | string): Expression {
  return condition instanceof Column ? expressionOf(condition) : { kind: "sql", text: condition };
}

/** A whole number from 0 to 2³¹−1. */
export function nonNegativeInteger(what: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0x7f_ff_ff_ff) {
    throw new InvalidArgumentError(`${what} takes a whole number from 0 to 2147483647, not ${value}`);
  }
  return value;
}

/** A whole number from 1 to 2³¹−1. */
export function positiveInteger(what: string, value: number): number {
  if (value === 0) {
    throw new InvalidArgumentError(`${what} takes a whole number from 1 to 2147483647, not 0`);
  }
  return nonNegativeInteger(what, value);
}

/** The options with more of them, as text. Later ones win; Spark compares their names without regard to case. */
export function addOptions(
  options: Options,
  more: Readonly<Record<string, OptionValue | undefined>>,
): Options {
  const result: Record<string, string> = { ...options };
  for (const [name, value] of Object.entries(more)) {
    if (value === undefined) {
      continue;
    }
    for (const known of Object.keys(result)) {
      if (known.toLowerCase() === name.toLowerCase()) {
        delete result[known];
      }
    }
    result[name] = String(value);
  }
  return result;
}
