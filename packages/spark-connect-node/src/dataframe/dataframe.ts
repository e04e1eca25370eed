import {
  Column,
  columnOf,
  type ColumnOrLiteral,
  type ColumnOrName,
  expressionOf,
  operand,
} from "../column/column.ts";
import { setFramePlan } from "../column/frame-plan.ts";
import { reference } from "../column/reference.ts";
import { type TableArg, tableArgOf } from "../column/table-arg.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { AliasExpression } from "../plan/expression.ts";
import { type Relation, type RelationOp, relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import type { StructType } from "../types/index.ts";
import {
  columnExpression,
  conditionExpression,
  joinCondition,
  type JoinHow,
  type JoinOn,
  joinType,
  nonNegativeInteger,
  positiveInteger,
  sortOrder,
} from "./arguments.ts";
import { DataFrameActions, type DataFrameState, stateOf } from "./dataframe-actions.ts";
import { type DataFrameWriter, dataFrameWriter } from "./dataframe-writer.ts";
import { type GroupedData, groupedData } from "./grouped-data.ts";
import { Observation, observerForPlan } from "./observation.ts";

let construct: (state: DataFrameState) => DataFrame;

/** Makes a DataFrame of a plan. Internal. */
export function dataFrameOf(runtime: SessionRuntime, node: Relation): DataFrame {
  return construct({ runtime, relation: node });
}

/**
 * A table that is not computed yet: a plan over sources. Immutable; each method below gives a new DataFrame and runs
 * nothing, so mistakes in names and types show when an action (`collect`, `count`, `write`, `schema`, …) is awaited.
 *
 * Where a method takes columns, a string is the name of one.
 */
export class DataFrame extends DataFrameActions {
  static {
    construct = (state) => new DataFrame(state);
    setFramePlan((value) => (value instanceof DataFrame ? value.#node : undefined));
  }

  private constructor(state: DataFrameState) {
    super(state);
  }

  /** Writes the DataFrame out. */
  get write(): DataFrameWriter {
    const state = stateOf(this);
    return dataFrameWriter(state.runtime, state.relation);
  }

  /** The column of this name, bound to this very DataFrame: it tells the two sides of a self-join apart. */
  col(name: string): Column {
    return columnOf(reference(name, stateOf(this).relation.planId));
  }

  /** The columns whose name matches a Java regular expression, written in backticks. */
  colRegex(pattern: string): Column {
    return columnOf({ kind: "regex", pattern, planId: stateOf(this).relation.planId });
  }

  /** These columns only. */
  select(...columns: readonly ColumnOrName[]): DataFrame {
    return this.#with({ kind: "project", input: this.#node, expressions: columns.map(columnExpression) });
  }

  /** Columns written in SQL (`"a + 1 AS b"`). */
  selectExpr(...expressions: readonly string[]): DataFrame {
    return this.#with({
      kind: "project",
      input: this.#node,
      expressions: expressions.map((text) => ({ kind: "sql", text })),
    });
  }

  /** With a column added, or replaced where it exists. */
  withColumn(name: string, column: Column): DataFrame {
    return this.withColumns([[name, column]]);
  }

  /** With columns added or replaced; all of them are computed from the columns as they are now. */
  withColumns(
    columns:
      | Readonly<Record<string, Column>>
      | ReadonlyMap<string, Column>
      | readonly (readonly [string, Column])[],
  ): DataFrame {
    const aliases = pairs(columns).map(
      ([name, column]): AliasExpression => ({ kind: "alias", child: expressionOf(column), names: [name] }),
    );
    return this.#with({ kind: "withColumns", input: this.#node, columns: aliases });
  }

  /** With a column renamed; nothing happens where there is none of that name. */
  withColumnRenamed(existing: string, name: string): DataFrame {
    return this.withColumnsRenamed([[existing, name]]);
  }

  /** With columns renamed, from old name to new; names that do not exist are passed over. */
  withColumnsRenamed(
    names:
      | Readonly<Record<string, string>>
      | ReadonlyMap<string, string>
      | readonly (readonly [string, string])[],
  ): DataFrame {
    const renames = pairs(names).map(([from, to]) => ({ from, to }));
    return this.#with({ kind: "withColumnsRenamed", input: this.#node, renames });
  }

  /** With all columns renamed, in their order. */
  toDF(...names: readonly string[]): DataFrame {
    return this.#with({ kind: "toDF", input: this.#node, names });
  }

  /** With the columns of this schema by name: in its order, cast where that is safe, null where they are missing. */
  to(schema: StructType): DataFrame {
    return this.#with({ kind: "toSchema", input: this.#node, schema });
  }

  /** Without these columns; names that do not exist are passed over. */
  drop(...columns: readonly ColumnOrName[]): DataFrame {
    return this.#with({
      kind: "drop",
      input: this.#node,
      columns: columns.filter((column) => column instanceof Column).map(expressionOf),
      names: columns.filter((column) => typeof column === "string"),
    });
  }

  /** The rows for which a condition, a column or SQL, is true. */
  filter(condition: Column | string): DataFrame {
    return this.#with({ kind: "filter", input: this.#node, condition: conditionExpression(condition) });
  }

  /** The same as {@link DataFrame.filter}. */
  where(condition: Column | string): DataFrame {
    return this.filter(condition);
  }

  /** Groups rows by columns; without any, all rows are one group. */
  groupBy(...columns: readonly ColumnOrName[]): GroupedData {
    return this.#grouped("groupBy", columns);
  }

  /** Groups by all the columns, then by all but the last, and so on to one group of everything. */
  rollup(...columns: readonly ColumnOrName[]): GroupedData {
    return this.#grouped("rollup", columns);
  }

  /** Groups by every subset of the columns. */
  cube(...columns: readonly ColumnOrName[]): GroupedData {
    return this.#grouped("cube", columns);
  }

  /** Aggregates of all rows, as one row. */
  agg(...aggregates: readonly [Column, ...Column[]]): DataFrame {
    return this.groupBy().agg(...aggregates);
  }

  /**
   * Joins with another DataFrame of this session.
   *
   * @param on - Names that both have (they appear once in the result), or a condition; bind its columns with `col` of
   *   the two DataFrames where names repeat.
   */
  join(other: DataFrame, on?: JoinOn, how: JoinHow = "inner"): DataFrame {
    return this.#with({
      kind: "join",
      left: this.#node,
      right: this.#sameSession(other),
      type: joinType(how),
      ...joinCondition(on),
    });
  }

  /** Every row of this with every row of the other. */
  crossJoin(other: DataFrame): DataFrame {
    return this.join(other, undefined, "cross");
  }

  /** The rows of both, by position of the columns; repetitions stay. */
  union(other: DataFrame): DataFrame {
    return this.#set("union", other, { all: true });
  }

  /** The same as {@link DataFrame.union}. */
  unionAll(other: DataFrame): DataFrame {
    return this.union(other);
  }

  /** The rows of both, by name of the columns; with `allowMissingColumns` what one lacks is null there. */
  unionByName(other: DataFrame, options: { readonly allowMissingColumns?: boolean } = {}): DataFrame {
    return this.#set("union", other, {
      all: true,
      byName: true,
      allowMissingColumns: options.allowMissingColumns ?? false,
    });
  }

  /** The distinct rows that are in both. */
  intersect(other: DataFrame): DataFrame {
    return this.#set("intersect", other, { all: false });
  }

  /** The rows that are in both, as often as in the one that has fewer. */
  intersectAll(other: DataFrame): DataFrame {
    return this.#set("intersect", other, { all: true });
  }

  /** The distinct rows that the other has not. */
  except(other: DataFrame): DataFrame {
    return this.#set("except", other, { all: false });
  }

  /** The rows that the other has not, each of its rows taking away one. */
  exceptAll(other: DataFrame): DataFrame {
    return this.#set("except", other, { all: true });
  }

  /** Sorted; ascending with nulls first unless a column says another order. */
  orderBy(...columns: readonly ColumnOrName[]): DataFrame {
    return this.#with({ kind: "sort", input: this.#node, order: columns.map(sortOrder), global: true });
  }

  /** The same as {@link DataFrame.orderBy}. */
  sort(...columns: readonly ColumnOrName[]): DataFrame {
    return this.orderBy(...columns);
  }

  /** Sorted inside each partition only. */
  sortWithinPartitions(...columns: readonly ColumnOrName[]): DataFrame {
    return this.#with({ kind: "sort", input: this.#node, order: columns.map(sortOrder), global: false });
  }

  /** At most `n` rows. */
  limit(n: number): DataFrame {
    return this.#with({ kind: "limit", input: this.#node, limit: nonNegativeInteger("limit", n) });
  }

  /** Without the first `n` rows. */
  offset(n: number): DataFrame {
    return this.#with({ kind: "offset", input: this.#node, offset: nonNegativeInteger("offset", n) });
  }

  /** Without repeated rows. */
  distinct(): DataFrame {
    return this.#with({ kind: "deduplicate", input: this.#node });
  }

  /** One row, any of them, for each distinct value of these columns; without names, of all. */
  dropDuplicates(...names: readonly string[]): DataFrame {
    return names.length === 0
      ? this.distinct()
      : this.#with({ kind: "deduplicate", input: this.#node, names });
  }

  /** With a name, for columns such as `col("name.column")`. */
  alias(name: string): DataFrame {
    return this.#with({ kind: "alias", input: this.#node, name });
  }

  /** Has Spark count in passing: see {@link Observation}. */
  observe(observation: Observation | string, ...metrics: readonly [Column, ...Column[]]): DataFrame {
    const name = observation instanceof Observation ? observation.name : observation;
    return this.#with({
      kind: "collectMetrics",
      input: this.#node,
      name,
      metrics: metrics.map(expressionOf),
      ...(observation instanceof Observation ? { observer: observerForPlan(observation) } : {}),
    });
  }

  /** Tells the optimizer something, such as `hint("broadcast")`. */
  hint(name: string, ...parameters: readonly ColumnOrLiteral[]): DataFrame {
    return this.#with({ kind: "hint", input: this.#node, name, parameters: parameters.map(operand) });
  }

  /** Spread anew over partitions: so many, or by the values of columns, or both. */
  repartition(first: number | ColumnOrName, ...columns: readonly ColumnOrName[]): DataFrame {
    if (typeof first !== "number") {
      const expressions = [first, ...columns].map(columnExpression);
      return this.#with({ kind: "repartitionByExpression", input: this.#node, expressions });
    }
    const numPartitions = positiveInteger("repartition", first);
    return columns.length === 0
      ? this.#with({ kind: "repartition", input: this.#node, numPartitions, shuffle: true })
      : this.#with({
          kind: "repartitionByExpression",
          input: this.#node,
          expressions: columns.map(columnExpression),
          numPartitions,
        });
  }

  /** Put together into at most so many partitions, without a shuffle. */
  coalesce(numPartitions: number): DataFrame {
    return this.#with({
      kind: "repartition",
      input: this.#node,
      numPartitions: positiveInteger("coalesce", numPartitions),
      shuffle: false,
    });
  }

  /** A random part of the rows: about `fraction` of them, from 0 to 1. Without a seed it differs from call to call. */
  sample(
    fraction: number,
    options: { readonly withReplacement?: boolean; readonly seed?: number | bigint } = {},
  ): DataFrame {
    if (!(fraction >= 0)) {
      throw new InvalidArgumentError(`sample takes a fraction from 0 on, not ${fraction}`);
    }
    return this.#with({
      kind: "sample",
      input: this.#node,
      lowerBound: 0,
      upperBound: fraction,
      withReplacement: options.withReplacement ?? false,
      seed: BigInt(options.seed ?? Math.floor(Math.random() * Number.MAX_SAFE_INTEGER)),
    });
  }

  /**
   * The one value of this DataFrame, which must have one column and one row at most, as a column of another query.
   * Columns of the query around may be used inside: see {@link Column.outer}. Needs Spark 4.0.
   */
  scalar(): Column {
    return columnOf({ kind: "subquery", type: "scalar", relation: this.#node });
  }

  /** Whether this DataFrame has rows, as a condition in another query. Needs Spark 4.0. */
  exists(): Column {
    return columnOf({ kind: "subquery", type: "exists", relation: this.#node });
  }

  /** This DataFrame as the argument of a table-valued function. Needs Spark 4.0. */
  asTable(): TableArg {
    return tableArgOf({ kind: "subquery", type: "tableArg", relation: this.#node });
  }

  /** What a function makes of this DataFrame: for chains. */
  transform<T>(f: (dataFrame: DataFrame) => T): T {
    return f(this);
  }

  get #node(): Relation {
    return stateOf(this).relation;
  }

  #with(op: RelationOp): DataFrame {
    return new DataFrame({ runtime: stateOf(this).runtime, relation: relation(op) });
  }

  #set(
    operation: "union" | "intersect" | "except",
    other: DataFrame,
    how: { readonly all: boolean; readonly byName?: boolean; readonly allowMissingColumns?: boolean },
  ): DataFrame {
    const right = this.#sameSession(other);
    return this.#with({
      kind: "setOperation",
      left: this.#node,
      right,
      operation,
      byName: false,
      allowMissingColumns: false,
      ...how,
    });
  }

  #grouped(groupType: "groupBy" | "rollup" | "cube", columns: readonly ColumnOrName[]): GroupedData {
    const { runtime } = stateOf(this);
    return groupedData(
      { input: this.#node, groupType, grouping: columns.map(columnExpression) },
      (node) => new DataFrame({ runtime, relation: node }),
    );
  }

  #sameSession(other: DataFrame): Relation {
    const state = stateOf(other);
    if (state.runtime !== stateOf(this).runtime) {
      throw new InvalidArgumentError(
        "Two DataFrames can be combined only when they come from the same session",
      );
    }
    return state.relation;
  }
}

function pairs<T>(
  entries: Readonly<Record<string, T>> | ReadonlyMap<string, T> | readonly (readonly [string, T])[],
): readonly (readonly [string, T])[] {
  if (entries instanceof Map) {
    return [...entries];
  }
  return Array.isArray(entries) ? entries : Object.entries(entries as Readonly<Record<string, T>>);
}
