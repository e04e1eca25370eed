import { type Column, expressionOf } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import { call, type Expression } from "../plan/expression.ts";
import type { Relation } from "../plan/relation.ts";
import type { CombineOp, JoinType, NearestDirection } from "../plan/relations/combine.ts";

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

/** The joins whose right side may see the row on the left. */
export type LateralJoinHow = "inner" | "cross" | "left" | "leftouter" | "left_outer";

/** What a join is on: names both sides share, or a condition. */
export type JoinOn = string | readonly string[] | Column | readonly Column[];

/** Which rows of the other DataFrame `nearestByJoin` finds. */
export interface NearestByOptions {
  /** How many for each row, from 1 to 100000. */
  readonly numResults: number;
  /** Whether Spark may miss some for speed. */
  readonly mode: "approx" | "exact";
  /** Whether small rankings are near (`distance`), or great ones (`similarity`). */
  readonly direction: NearestDirection;
  /** `left` keeps rows for which nothing is found. Default `inner`. */
  readonly joinType?: "inner" | "left" | "leftouter" | "left_outer" | undefined;
}

/** Spark looks at no underscore and no case. */
const joinTypes: Readonly<Record<string, JoinType>> = {
  inner: "inner",
  cross: "cross",
  outer: "full",
  full: "full",
  fullouter: "full",
  left: "left",
  leftouter: "left",
  right: "right",
  rightouter: "right",
  semi: "semi",
  leftsemi: "semi",
  anti: "anti",
  leftanti: "anti",
};

/** The kind of join that a spelling means. */
export function joinType(how: string): JoinType {
  const spelling = how.toLowerCase().replaceAll("_", "");
  const type = Object.hasOwn(joinTypes, spelling) ? joinTypes[spelling] : undefined;
  if (type === undefined) {
    throw new InvalidArgumentError(
      `No join is called "${how}"; there are ${Object.keys(joinTypes).join(", ")}`,
    );
  }
  return type;
}

/** The kind of lateral join that a spelling means. */
export function lateralJoinType(how: string): "inner" | "left" | "cross" {
  const type = joinType(how);
  if (type !== "inner" && type !== "left" && type !== "cross") {
    throw new InvalidArgumentError(`A lateral join is inner, left or cross, not "${how}"`);
  }
  return type;
}

/** The two ways a join can say what it is on. */
export function joinCondition(on: JoinOn | undefined): { using: readonly string[]; condition?: Expression } {
  if (on === undefined) {
    return { using: [] };
  }
  const list: readonly (string | Column)[] = Array.isArray(on) ? on : [on];
  const names = list.filter((item) => typeof item === "string");
  const conditions = list.filter((item) => typeof item !== "string").map(expressionOf);
  if (names.length > 0 && conditions.length > 0) {
    throw new InvalidArgumentError("A join is on names or on conditions, not on both");
  }
  const [first, ...rest] = conditions;
  if (first === undefined) {
    return { using: names };
  }
  return { using: [], condition: rest.reduce((all, condition) => call("and", [all, condition]), first) };
}

/** Checked here as PySpark does. */
export function nearestByJoinOp(
  left: Relation,
  right: Relation,
  ranking: Column,
  options: NearestByOptions,
): CombineOp {
  const { numResults, mode, direction, joinType: how = "inner" } = options;
  if (!Number.isInteger(numResults) || numResults < 1 || numResults > 100_000) {
    throw new InvalidArgumentError(
      `The numResults of nearestByJoin is a whole number from 1 to 100000, not ${numResults}`,
    );
  }
  if (mode !== "approx" && mode !== "exact") {
    throw new InvalidArgumentError(`The mode of nearestByJoin is "approx" or "exact", not "${String(mode)}"`);
  }
  if (direction !== "distance" && direction !== "similarity") {
    throw new InvalidArgumentError(
      `The direction of nearestByJoin is "distance" or "similarity", not "${String(direction)}"`,
    );
  }
  const type = joinType(how);
  if (type !== "inner" && type !== "left") {
    throw new InvalidArgumentError(`nearestByJoin joins by "inner" or "left", not "${how}"`);
  }
  const ranked = expressionOf(ranking);
  return { kind: "nearestByJoin", left, right, ranking: ranked, numResults, type, mode, direction };
}
