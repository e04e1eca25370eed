import type { DataType } from "../types/index.ts";
import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import type { Relation } from "./relation.ts";

/**
 * An expression as data: what a `Column` holds. It becomes a protobuf message only when a plan is sent, because a
 * few of them are spelt differently for different server versions.
 */
export type Expression =
  | { readonly kind: "literal"; readonly literal: Expression_Literal }
  | {
      readonly kind: "attribute";
      readonly name: string;
      readonly planId?: bigint;
      readonly metadata?: boolean;
    }
  | { readonly kind: "star"; readonly target?: string; readonly planId?: bigint }
  | { readonly kind: "regex"; readonly pattern: string; readonly planId?: bigint }
  | FunctionExpression
  | { readonly kind: "callFunction"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "sql"; readonly text: string }
  | AliasExpression
  | CastExpression
  | SortExpression
  | { readonly kind: "lambda"; readonly body: Expression; readonly parameters: readonly string[] }
  | { readonly kind: "lambdaVariable"; readonly name: string }
  | { readonly kind: "extract"; readonly child: Expression; readonly key: Expression }
  | {
      readonly kind: "updateField";
      readonly struct: Expression;
      readonly field: string;
      /** Absent: the field is dropped. */
      readonly value?: Expression;
    }
  | WindowExpression
  | SubqueryExpression;

/** A call by Spark's registered name; operators are such calls too (`==`, `+`, `and`). */
export interface FunctionExpression {
  readonly kind: "function";
  readonly name: string;
  readonly args: readonly Expression[];
  readonly distinct: boolean;
  readonly newer?: NewerArguments;
}

/** The last arguments of a call, which servers before a version do not take. */
export interface NewerArguments {
  readonly count: number;
  readonly since: readonly [major: number, minor: number];
  /** What they say, for an error where a caller gave them; absent for defaults, which are not sent to such a server. */
  readonly meaning?: string;
}

export interface AliasExpression {
  readonly kind: "alias";
  readonly child: Expression;
  /** Several names only for generators that make several columns. */
  readonly names: readonly string[];
  /** JSON text. */
  readonly metadata?: string;
}

export interface CastExpression {
  readonly kind: "cast";
  readonly child: Expression;
  /** A string is Spark's own DDL and is parsed by the server. */
  readonly type: DataType | string;
  /** `session`: throws or not as `spark.sql.ansi.enabled` says; `try`: null when the value does not convert. */
  readonly mode: "session" | "try";
}

export interface SortExpression {
  readonly kind: "sort";
  readonly child: Expression;
  readonly direction: "ascending" | "descending";
  readonly nulls: "first" | "last";
}

/** A bound of a window frame: rows or values relative to the current one. */
export type FrameBoundary = "currentRow" | "unbounded" | Expression;

export interface WindowFrame {
  readonly type: "row" | "range";
  readonly lower: FrameBoundary;
  readonly upper: FrameBoundary;
}

export interface WindowExpression {
  readonly kind: "window";
  readonly function: Expression;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortExpression[];
  readonly frame?: WindowFrame;
}

/** A plan inside an expression. The message names it by its plan id; the relation around carries it. */
export interface SubqueryExpression {
  readonly kind: "subquery";
  /** One value; whether there are rows; whether `values` are among the rows; a whole table, as an argument. */
  readonly type: "scalar" | "exists" | "in" | "tableArg";
  readonly relation: Relation;
  /** For `in`. */
  readonly values?: readonly Expression[];
  /** The rest for `tableArg`. */
  readonly partitionBy?: readonly Expression[];
  readonly orderBy?: readonly SortExpression[];
  readonly singlePartition?: boolean;
}

/** A call of the function registered under `name`. */
export function call(name: string, args: readonly Expression[], distinct = false): FunctionExpression {
  return { kind: "function", name, args, distinct };
}

/** The order a column sorts in when none is said: ascending, nulls first. */
export function asSortOrder(expression: Expression): SortExpression {
  if (expression.kind === "sort") {
    return expression;
  }
  return { kind: "sort", child: expression, direction: "ascending", nulls: "first" };
}
