import type { ActionOptions } from "../client/options.ts";
import { Column, columnOf, type ColumnOrName, expressionOf } from "../column/column.ts";
import { setFramePlan } from "../column/frame-plan.ts";
import { allNamed, columnList, type Columns, named } from "../column/named.ts";
import { reference } from "../column/reference.ts";
import { type TableArg, tableArgOf } from "../column/table-arg.ts";
import { InvalidArgumentError, ProtocolError } from "../errors.ts";
import { type AliasExpression, call } from "../plan/expression.ts";
import type { CheckpointCommand } from "../plan/commands/checkpoint.ts";
import { keep, type Relation, type RelationOp, relation } from "../plan/relation.ts";
import type { StorageLevel } from "../plan/storage-level.ts";
import type { SparkSession } from "../session/spark-session.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { type DataStreamWriter, dataStreamWriter } from "../streaming/data-stream-writer.ts";
import type { StructType } from "../types/index.ts";
import {
  conditionExpression,
  nameList,
  type Names,
  nonNegativeInteger,
  pairs,
  positiveInteger,
  sortOrders,
} from "./arguments.ts";
import { DataFrameActions } from "./dataframe-actions.ts";
import { type DataFrameState, stateOf } from "./dataframe-analysis.ts";
import { type DataFrameWriter, dataFrameWriter } from "./dataframe-writer.ts";
import { type DataFrameWriterV2, dataFrameWriterV2 } from "./dataframe-writer-v2.ts";
import { type Aggregates, type GroupedData, groupedData } from "./grouped-data.ts";
import { hintParameters, type HintParameter } from "./hint.ts";
import {
  joinCondition,
  type JoinHow,
  type JoinOn,
  joinType,
  type LateralJoinHow,
  lateralJoinType,
  nearestByJoinOp,
  type NearestByOptions,
} from "./joins.ts";
import { type MergeIntoWriter, mergeIntoWriter } from "./merge-into-writer.ts";
import { type DataFrameNaFunctions, naFunctions } from "./na-functions.ts";
import {
  type DropNaOptions,
  dropNaOp,
  fillNaOp,
  type Primitive,
  type Replacements,
  replaceOp,
  type Subset,
} from "./null-handling.ts";
import { Observation, observerForPlan } from "./observation.ts";
import { readScalar } from "./run.ts";
import { fractionOf, seedOf, splitBounds } from "./sampling.ts";
import { sameSession } from "./same-session.ts";
import { sessionOf } from "./session-of.ts";
import { type DataFrameStatFunctions, statFunctions } from "./stat-functions.ts";
import { approxQuantileOp, corrOp, type Fractions, freqItemsOp, sampleByOp } from "./statistics.ts";

let construct: (state: DataFrameState) => DataFrame;

/** Makes a DataFrame of a plan. Internal. */
export function dataFrameOf(runtime: SessionRuntime, node: Relation): DataFrame {
  return construct({ runtime, relation: node });
}

/**
 * A table that is not computed yet: a plan over sources. Immutable; each method below gives a new DataFrame and runs
 * nothing, so mistakes in names and types show when an action (`collect`, `count`, `write`, `schema`, …) is awaited.
 *
 * Where a method takes columns, a string is the name of one; several are given one after another, or as one array.
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

  /** Writes the DataFrame to a table of a catalog, by the newer interface: partition transforms, overwrite by condition. */
  writeTo(table: string): DataFrameWriterV2 {
    const state = stateOf(this);
    return dataFrameWriterV2(state.runtime, state.relation, table);
  }

  /**
   * Merges the DataFrame into a table: updates, inserts and deletes in one step. Needs Spark 4.0, and a table whose
   * source can do it (Iceberg and Delta can).
   *
   * @param condition - Which rows match, as a column or SQL. Columns of the target go by the table's name, of the
   *   source by an alias: `df.alias("s").mergeInto("t", expr("t.id = s.id"))`.
   */
  mergeInto(table: string, condition: Column | string): MergeIntoWriter {
    const state = stateOf(this);
    return mergeIntoWriter(state.runtime, state.relation, table, condition);
  }

  /**
   * Computes the rows now and keeps them in the server's checkpoint directory: the result's plan begins there. It is
   * kept until {@link DataFrame.dropCheckpoint}, or the session's end. Needs Spark 4.0.
   *
   * @param eager - False: computes them with the first action.
   */
  async checkpoint(eager = true, options?: ActionOptions): Promise<DataFrame> {
    return this.#checkpoint({ local: false, eager }, options);
  }

  /**
   * The same as {@link DataFrame.checkpoint}, kept on the executors: faster, and lost with them.
   *
   * @param storageLevel - Where; default as the server says.
   */
  async localCheckpoint(
    eager = true,
    storageLevel?: StorageLevel,
    options?: ActionOptions,
  ): Promise<DataFrame> {
    return this.#checkpoint(
      { local: true, eager, ...(storageLevel === undefined ? {} : { storageLevel }) },
      options,
    );
  }

  /**
   * Has the server forget this checkpoint: use neither it nor what was made of it any more. PySpark does this when
   * Python collects the object; JavaScript cannot be relied on to tell.
   *
   * @throws InvalidArgumentError when this DataFrame is not what `checkpoint` or `localCheckpoint` gave.
   */
  async dropCheckpoint(options?: ActionOptions): Promise<void> {
    const { op } = this.#node;
    if (op.kind !== "cachedRemote") {
      throw new InvalidArgumentError(
        "Only the DataFrame that checkpoint() or localCheckpoint() gave can be dropped; cache() is undone by unpersist()",
      );
    }
    await stateOf(this).runtime.run({ kind: "dropCheckpoint", relationId: op.relationId }, options);
  }

  /** Writes a streaming DataFrame: one that comes from `spark.readStream`. */
  get writeStream(): DataStreamWriter {
    const state = stateOf(this);
    return dataStreamWriter(state.runtime, state.relation);
  }

  /** The column of this name, bound to this very DataFrame: it tells the two sides of a self-join apart. */
  col(name: string): Column {
    return columnOf(reference(name, keep(this.#node).planId));
  }

  /** The columns whose name matches a Java regular expression, written in backticks. */
  colRegex(pattern: string): Column {
    return columnOf({ kind: "regex", pattern, planId: keep(this.#node).planId });
  }

  /** The session that it comes from. */
  get sparkSession(): SparkSession {
    return sessionOf(stateOf(this).runtime);
  }

  /** What to do about nulls. */
  get na(): DataFrameNaFunctions {
    return naFunctions(this);
  }

  /** Statistics. */
  get stat(): DataFrameStatFunctions {
    return statFunctions(this);
  }

  /** A column of metadata that the source offers beside its data, such as `_metadata` of files. Needs Spark 4.0. */
  metadataColumn(name: string): Column {
    const { planId } = keep(this.#node);
    return columnOf({ kind: "attribute", name, planId, metadata: true });
  }

  /** These columns only. */
  select(...columns: Columns): DataFrame {
    return this.#with({ kind: "project", input: this.#node, expressions: allNamed(columns) });
  }

  /** Columns written in SQL (`"a + 1 AS b"`). */
  selectExpr(...expressions: Names): DataFrame {
    const texts = nameList("selectExpr", expressions);
    return this.#with({
      kind: "project",
      input: this.#node,
      expressions: texts.map((text) => ({ kind: "sql", text })),
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

  /** With metadata, as JSON, put on a column in place of those it has. */
  withMetadata(name: string, metadata: Readonly<Record<string, unknown>>): DataFrame {
    const child = reference(name, keep(this.#node).planId);
    const alias: AliasExpression = {
      kind: "alias",
      child,
      names: [name],
      metadata: JSON.stringify(metadata),
    };
    return this.#with({ kind: "withColumns", input: this.#node, columns: [alias] });
  }

  /** With the number of each row, from 0, as the last column. Needs Spark 4.2. */
  zipWithIndex(name = "index"): DataFrame {
    return this.#with({ kind: "zipWithIndex", input: this.#node, name });
  }

  /** One column `value`: each row as a JSON text. */
  toJSON(): DataFrame {
    const json = call("to_json", [call("struct", [{ kind: "star" }])]);
    const expressions = [{ kind: "alias" as const, child: json, names: ["value"] }];
    return this.#with({ kind: "project", input: this.#node, expressions });
  }

  /** With all columns renamed, in their order. */
  toDF(...names: Names): DataFrame {
    return this.#with({ kind: "toDF", input: this.#node, names: nameList("toDF", names) });
  }

  /** With the columns of this schema by name: in its order, cast where that is safe, null where they are missing. */
  to(schema: StructType): DataFrame {
    return this.#with({ kind: "toSchema", input: this.#node, schema });
  }

  /** Without these columns; names that do not exist are passed over. */
  drop(...columns: Columns): DataFrame {
    const all = columnList(columns);
    return this.#with({
      kind: "drop",
      input: this.#node,
      columns: all.filter((column) => typeof column !== "string").map(expressionOf),
      names: all.filter((column) => typeof column === "string"),
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
  groupBy(...columns: Columns): GroupedData {
    return this.#grouped("groupBy", columns);
  }

  /** Groups by all the columns, then by all but the last, and so on to one group of everything. */
  rollup(...columns: Columns): GroupedData {
    return this.#grouped("rollup", columns);
  }

  /** Groups by every subset of the columns. */
  cube(...columns: Columns): GroupedData {
    return this.#grouped("cube", columns);
  }

  /**
   * Groups by each of these sets of columns, one after the other; a column is null where it is not of the set. Needs
   * Spark 4.0.
   *
   * @param columns - All columns that the result shows, in their order.
   */
  groupingSets(sets: readonly (readonly ColumnOrName[])[], ...columns: readonly ColumnOrName[]): GroupedData {
    return this.#grouped("groupingSets", columns, sets);
  }

  /** Aggregates of all rows, as one row: see {@link GroupedData.agg}. */
  agg(...aggregates: Aggregates): DataFrame {
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

  /**
   * Joins each row with what the other DataFrame gives for it. Columns of this one are used in the other's plan by
   * `col(…).outer()`. Needs Spark 4.0.
   */
  lateralJoin(other: DataFrame, on?: Column, how: LateralJoinHow = "inner"): DataFrame {
    return this.#with({
      kind: "lateralJoin",
      left: this.#node,
      right: this.#sameSession(other),
      type: lateralJoinType(how),
      ...(on === undefined ? {} : { condition: expressionOf(on) }),
    });
  }

  /**
   * Joins each row with the few rows of the other DataFrame that rank best. Needs Spark 4.2.
   *
   * @param ranking - Computed from the columns of both; bind them with `col` of the two DataFrames.
   */
  nearestByJoin(other: DataFrame, ranking: Column, options: NearestByOptions): DataFrame {
    return this.#with(nearestByJoinOp(this.#node, this.#sameSession(other), ranking, options));
  }

  /**
   * The columns of both side by side. Both must be made by `select` and the like of one DataFrame. Needs Spark 4.3.
   */
  zip(other: DataFrame): DataFrame {
    return this.#with({ kind: "zip", left: this.#node, right: this.#sameSession(other) });
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

  /** The same as {@link DataFrame.except}, by PySpark's name. */
  subtract(other: DataFrame): DataFrame {
    return this.except(other);
  }

  /** The rows that the other has not, each of its rows taking away one. */
  exceptAll(other: DataFrame): DataFrame {
    return this.#set("except", other, { all: true });
  }

  /** Sorted; ascending with nulls first unless a column says another order: `col("day").desc()`. */
  orderBy(...columns: Columns): DataFrame {
    return this.#with({ kind: "sort", input: this.#node, order: sortOrders(columns), global: true });
  }

  /** The same as {@link DataFrame.orderBy}. */
  sort(...columns: Columns): DataFrame {
    return this.orderBy(...columns);
  }

  /** Sorted inside each partition only. */
  sortWithinPartitions(...columns: Columns): DataFrame {
    return this.#with({ kind: "sort", input: this.#node, order: sortOrders(columns), global: false });
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
    return this.#deduplicated([], false);
  }

  /** One row, any of them, for each distinct value of these columns; without names, of all. */
  dropDuplicates(...names: Names): DataFrame {
    return this.#deduplicated(nameList("dropDuplicates", names), false);
  }

  /**
   * Of a stream: the same as {@link DataFrame.dropDuplicates}, but looks back no farther than the watermark, so that
   * what must be remembered is bounded.
   */
  dropDuplicatesWithinWatermark(...names: Names): DataFrame {
    return this.#deduplicated(nameList("dropDuplicatesWithinWatermark", names), true);
  }

  /**
   * How late the rows of a stream may be.
   *
   * @param eventTime - The name of the column with the time of each row.
   * @param delayThreshold - An interval: `"10 minutes"`.
   */
  withWatermark(eventTime: string, delayThreshold: string): DataFrame {
    if (eventTime === "" || delayThreshold === "") {
      throw new InvalidArgumentError(
        "withWatermark needs the name of a column and an interval; one of them is empty",
      );
    }
    return this.#with({ kind: "withWatermark", input: this.#node, eventTime, delayThreshold });
  }

  /** Without rows that have nulls, or that have nothing else. */
  dropna(options: DropNaOptions = {}): DataFrame {
    return this.#with(dropNaOp(this.#node, options));
  }

  /**
   * With nulls, and NaN, replaced by a value: in all columns whose type fits it, or those of `subset`; or by one value
   * for each column, given as an object.
   */
  fillna(value: Primitive, subset?: Subset): DataFrame;
  fillna(values: Readonly<Record<string, Primitive>>): DataFrame;
  fillna(value: Primitive | Readonly<Record<string, Primitive>>, subset?: Subset): DataFrame {
    return this.#with(fillNaOp(this.#node, value, subset));
  }

  /**
   * With values replaced by others in all columns whose type fits, or those of `subset`.
   *
   * The old and the new values are of one kind (booleans, numbers or texts); a new one may be null. As pairs they are
   * given in a Map, or, when they are texts, in an object.
   */
  replace(replacements: Replacements, value?: undefined, subset?: Subset): DataFrame;
  replace(
    toReplace: Primitive | readonly Primitive[],
    value: Primitive | null | readonly (Primitive | null)[],
    subset?: Subset,
  ): DataFrame;
  replace(
    toReplace: Primitive | readonly Primitive[] | Replacements,
    value?: Primitive | null | readonly (Primitive | null)[],
    subset?: Subset,
  ): DataFrame {
    return this.#with(replaceOp(this.#node, toReplace, value, subset));
  }

  /**
   * One row for each value of several columns: columns become rows.
   *
   * @param ids - The columns that stay, repeated.
   * @param values - The columns that become rows; undefined: all but `ids`.
   * @param variableColumnName - The new column with the old column's name.
   * @param valueColumnName - The new column with its value.
   */
  unpivot(
    ids: ColumnOrName | readonly ColumnOrName[],
    values: ColumnOrName | readonly ColumnOrName[] | undefined,
    variableColumnName: string,
    valueColumnName: string,
  ): DataFrame {
    return this.#with({
      kind: "unpivot",
      input: this.#node,
      ids: columnsOf(ids).map(named),
      ...(values === undefined ? {} : { values: columnsOf(values).map(named) }),
      variableName: variableColumnName,
      valueName: valueColumnName,
    });
  }

  /** The same as {@link DataFrame.unpivot}. */
  melt(
    ids: ColumnOrName | readonly ColumnOrName[],
    values: ColumnOrName | readonly ColumnOrName[] | undefined,
    variableColumnName: string,
    valueColumnName: string,
  ): DataFrame {
    return this.unpivot(ids, values, variableColumnName, valueColumnName);
  }

  /**
   * Rows made columns, and columns rows; the columns must have a type in common. Needs Spark 4.0.
   *
   * @param index - The column whose values become the names of the columns; default the first.
   */
  transpose(index?: ColumnOrName): DataFrame {
    return this.#with({
      kind: "transpose",
      input: this.#node,
      ...(index === undefined ? {} : { index: named(index) }),
    });
  }

  /** Statistics of the columns as rows of text; without names `count`, `mean`, `stddev`, `min`, the quartiles, `max`. */
  summary(...statistics: Names): DataFrame {
    return this.#with({ kind: "summary", input: this.#node, statistics: nameList("summary", statistics) });
  }

  /** `count`, `mean`, `stddev`, `min` and `max` of these columns, or of all numbers and texts, as rows of text. */
  describe(...columns: Names): DataFrame {
    return this.#with({ kind: "describe", input: this.#node, columns: nameList("describe", columns) });
  }

  /** The sample covariance of two columns of numbers. Runs at once. */
  async cov(column1: string, column2: string, options?: ActionOptions): Promise<number> {
    const op: RelationOp = { kind: "cov", input: this.#node, columns: [column1, column2] };
    return (await this.#scalar(op, options)) as number;
  }

  /** The correlation of two columns of numbers, from -1 to 1. Runs at once. */
  async corr(
    column1: string,
    column2: string,
    method: "pearson" = "pearson",
    options?: ActionOptions,
  ): Promise<number> {
    return (await this.#scalar(corrOp(this.#node, [column1, column2], method), options)) as number;
  }

  /**
   * Approximate quantiles of columns of numbers. Runs at once.
   *
   * @param probabilities - From 0, the least value, to 1, the greatest.
   * @param relativeError - How far off their ranks may be, as a part of the rows; 0 is exact, and dear.
   */
  async approxQuantile(
    column: string,
    probabilities: readonly number[],
    relativeError: number,
    options?: ActionOptions,
  ): Promise<number[]>;
  async approxQuantile(
    columns: readonly string[],
    probabilities: readonly number[],
    relativeError: number,
    options?: ActionOptions,
  ): Promise<number[][]>;
  async approxQuantile(
    columns: string | readonly string[],
    probabilities: readonly number[],
    relativeError: number,
    options?: ActionOptions,
  ): Promise<number[] | number[][]> {
    const names = typeof columns === "string" ? [columns] : columns;
    const op = approxQuantileOp(this.#node, names, probabilities, relativeError);
    const quantiles = (await this.#scalar(op, options)) as number[][];
    return typeof columns === "string" ? (quantiles[0] ?? []) : quantiles;
  }

  /** How often each pair of values of two columns occurs: a row for each of the first, a column for each of the second. */
  crosstab(column1: string, column2: string): DataFrame {
    return this.#with({ kind: "crosstab", input: this.#node, columns: [column1, column2] });
  }

  /** The values that occur often, maybe among others; one row of arrays. `support` is the least part of the rows. */
  freqItems(columns: readonly string[], support = 0.01): DataFrame {
    return this.#with(freqItemsOp(this.#node, columns, support));
  }

  /** A random part of the rows for each value of a column; values that are not named have no rows. */
  sampleBy(column: ColumnOrName, fractions: Fractions, seed?: number | bigint): DataFrame {
    return this.#with(sampleByOp(this.#node, column, fractions, seed));
  }

  /**
   * Several DataFrames that share the rows out, at random, by these weights. The same seed makes the same parts of the
   * same rows.
   */
  randomSplit(weights: readonly number[], seed?: number | bigint): DataFrame[] {
    const shared = seedOf("randomSplit", seed);
    return splitBounds(weights).map(([lowerBound, upperBound]) =>
      this.#with({
        kind: "sample",
        input: this.#node,
        lowerBound,
        upperBound,
        withReplacement: false,
        seed: shared,
        deterministicOrder: true,
      }),
    );
  }

  /** With a name, for columns such as `col("name.column")`. */
  alias(name: string): DataFrame {
    return this.#with({ kind: "alias", input: this.#node, name });
  }

  /** Has Spark count in passing: see {@link Observation}. */
  observe(observation: Observation | string, ...metrics: readonly Column[]): DataFrame {
    if (metrics.length === 0) {
      throw new InvalidArgumentError('observe() needs at least one metric, such as count(lit(1)).as("rows")');
    }
    const name = observation instanceof Observation ? observation.name : observation;
    return this.#with({
      kind: "collectMetrics",
      input: this.#node,
      name,
      metrics: metrics.map(expressionOf),
      ...(observation instanceof Observation ? { observer: observerForPlan(observation) } : {}),
    });
  }

  /** Tells the optimizer something: `hint("broadcast")`, `hint("rebalance", 10, col("id"))`. */
  hint(name: string, ...parameters: readonly (HintParameter | readonly HintParameter[])[]): DataFrame {
    return this.#with({ kind: "hint", input: this.#node, name, parameters: hintParameters(parameters) });
  }

  /** Spread anew over partitions: so many, or by the values of columns, or both. */
  repartition(first: number | ColumnOrName, ...columns: readonly ColumnOrName[]): DataFrame {
    if (typeof first !== "number") {
      const expressions = [first, ...columns].map(named);
      return this.#with({ kind: "repartitionByExpression", input: this.#node, expressions });
    }
    const numPartitions = positiveInteger("repartition", first);
    return columns.length === 0
      ? this.#with({ kind: "repartition", input: this.#node, numPartitions, shuffle: true })
      : this.#with({
          kind: "repartitionByExpression",
          input: this.#node,
          expressions: columns.map(named),
          numPartitions,
        });
  }

  /** Spread anew over partitions by ranges of the values of columns; as many as said, or as the settings say. */
  repartitionByRange(first: number | ColumnOrName, ...columns: readonly ColumnOrName[]): DataFrame {
    const all = typeof first === "number" ? columns : [first, ...columns];
    if (all.length === 0) {
      throw new InvalidArgumentError("repartitionByRange needs at least one column");
    }
    return this.#with({
      kind: "repartitionByExpression",
      input: this.#node,
      expressions: sortOrders(all),
      ...(typeof first === "number" ? { numPartitions: positiveInteger("repartitionByRange", first) } : {}),
    });
  }

  /** Spread anew over partitions: a column says the number of each row's own, modulo how many. Needs Spark 4.1. */
  repartitionById(numPartitions: number, partition: ColumnOrName): DataFrame {
    return this.#with({
      kind: "repartitionById",
      input: this.#node,
      numPartitions: positiveInteger("repartitionById", numPartitions),
      partition: named(partition),
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

  /**
   * A random part of the rows: about `fraction` of them, from 0 to 1, or more `withReplacement`, which may give a row
   * several times. Without a seed it differs from call to call.
   */
  sample(fraction: number, seed?: number | bigint): DataFrame;
  sample(withReplacement: boolean, fraction: number, seed?: number | bigint): DataFrame;
  sample(
    fraction: number,
    options: { readonly withReplacement?: boolean; readonly seed?: number | bigint },
  ): DataFrame;
  sample(
    first: number | boolean,
    second?: number | bigint | { readonly withReplacement?: boolean; readonly seed?: number | bigint },
    third?: number | bigint,
  ): DataFrame {
    const options = typeof second === "object" ? second : {};
    const plain = typeof second === "object" ? undefined : second;
    const [withReplacement, fraction, seed] =
      typeof first === "boolean"
        ? [first, Number(plain), third]
        : [options.withReplacement ?? false, first, options.seed ?? plain];
    return this.#with({
      kind: "sample",
      input: this.#node,
      lowerBound: 0,
      upperBound: fractionOf("sample", fraction),
      withReplacement,
      seed: seedOf("sample", seed),
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

  async #checkpoint(
    how: Pick<CheckpointCommand, "local" | "eager" | "storageLevel">,
    options: ActionOptions | undefined,
  ): Promise<DataFrame> {
    let relationId: string | undefined;
    await stateOf(this).runtime.run({ kind: "checkpoint", input: this.#node, ...how }, options, (event) => {
      if (event.kind === "result" && event.result.case === "checkpointCommandResult") {
        relationId = event.result.value.relation?.relationId;
      }
    });
    if (relationId === undefined) {
      throw new ProtocolError("The server made a checkpoint and did not say which");
    }
    return this.#with({ kind: "cachedRemote", relationId });
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

  #grouped(
    groupType: "groupBy" | "rollup" | "cube" | "groupingSets",
    columns: Columns,
    sets?: readonly (readonly ColumnOrName[])[],
  ): GroupedData {
    const { runtime } = stateOf(this);
    return groupedData(
      {
        input: this.#node,
        groupType,
        grouping: allNamed(columns),
        ...(sets === undefined ? {} : { groupingSets: sets.map((set) => set.map(named)) }),
      },
      (node) => new DataFrame({ runtime, relation: node }),
    );
  }

  #deduplicated(names: readonly string[], withinWatermark: boolean): DataFrame {
    const key = names.length === 0 ? {} : { names };
    return this.#with({ kind: "deduplicate", input: this.#node, ...key, withinWatermark });
  }

  async #scalar(op: RelationOp, options: ActionOptions | undefined): Promise<unknown> {
    return readScalar(stateOf(this).runtime, relation(op), options);
  }

  #sameSession(other: DataFrame): Relation {
    return sameSession(stateOf(this).runtime, stateOf(other));
  }
}

function columnsOf(columns: ColumnOrName | readonly ColumnOrName[]): readonly ColumnOrName[] {
  return typeof columns === "string" || columns instanceof Column ? [columns] : columns;
}
