import { Column, columnOf, type ColumnOrName } from "../column/column.ts";
import { call, type Expression } from "../plan/expression.ts";
import { constant, invoke, invokeNewer, named, namedOrNumber, optional } from "./invoke.ts";

// Functions over the rows of a group.

/** The number of rows where the column is not null; `count("*")` and `count(col("*"))` count all rows. */
export function count(column: ColumnOrName): Column {
  const counted = named(column);
  // A star that is a column already cannot be told from its columns by the server.
  return invoke("count", column instanceof Column && counted.kind === "star" ? constant(1) : counted);
}

/** The sum; null for no rows. */
export function sum(column: ColumnOrName): Column {
  return invoke("sum", named(column));
}

/** The mean. */
export function avg(column: ColumnOrName): Column {
  return invoke("avg", named(column));
}

/** The mean; the same as {@link avg}. */
export function mean(column: ColumnOrName): Column {
  return invoke("avg", named(column));
}

/** The least value. */
export function min(column: ColumnOrName): Column {
  return invoke("min", named(column));
}

/** The greatest value. */
export function max(column: ColumnOrName): Column {
  return invoke("max", named(column));
}

/** The first value of the group, in no defined order; a null too, unless `ignoreNulls`. */
export function first(column: ColumnOrName, ignoreNulls: Column | boolean = false): Column {
  return invoke("first", named(column), constant(ignoreNulls));
}

/** The last value of the group, in no defined order; a null too, unless `ignoreNulls`. */
export function last(column: ColumnOrName, ignoreNulls: Column | boolean = false): Column {
  return invoke("last", named(column), constant(ignoreNulls));
}

/** The first value of the group or window. */
export function firstValue(column: ColumnOrName, ignoreNulls?: Column | boolean): Column {
  return invoke("first_value", named(column), optional(ignoreNulls));
}

/** The last value of the group or window. */
export function lastValue(column: ColumnOrName, ignoreNulls?: Column | boolean): Column {
  return invoke("last_value", named(column), optional(ignoreNulls));
}

/** Some value of the group. */
export function anyValue(column: ColumnOrName, ignoreNulls?: Column | boolean): Column {
  return invoke("any_value", named(column), optional(ignoreNulls));
}

/** An estimate of the number of distinct values; `relativeSD` is the largest relative deviation, 0.05 by default. */
export function approxCountDistinct(column: ColumnOrName, relativeSD?: Column | number): Column {
  return invoke("approx_count_distinct", named(column), optional(relativeSD));
}

/** All values of the group that are not null, as an array in no defined order. */
export function collectList(column: ColumnOrName): Column {
  return invoke("collect_list", named(column));
}

/** The distinct values of the group, as an array in no defined order. */
export function collectSet(column: ColumnOrName): Column {
  return invoke("collect_set", named(column));
}

/** All values of the group as an array; the same as {@link collectList}. */
export function arrayAgg(column: ColumnOrName): Column {
  return invoke("array_agg", named(column));
}

/** The number of rows for which the condition holds. */
export function countIf(condition: ColumnOrName): Column {
  return invoke("count_if", named(condition));
}

/** Whether the condition holds for all rows that are not null. */
export function boolAnd(condition: ColumnOrName): Column {
  return invoke("bool_and", named(condition));
}

/** Whether the condition holds for some row. */
export function boolOr(condition: ColumnOrName): Column {
  return invoke("bool_or", named(condition));
}

/** Whether the condition holds for all rows; the same as {@link boolAnd}. */
export function every(condition: ColumnOrName): Column {
  return invoke("every", named(condition));
}

/** Whether the condition holds for some row; the same as {@link boolOr}. */
export function some(condition: ColumnOrName): Column {
  return invoke("some", named(condition));
}

/** The bitwise and of all values. */
export function bitAnd(column: ColumnOrName): Column {
  return invoke("bit_and", named(column));
}

/** The bitwise or of all values. */
export function bitOr(column: ColumnOrName): Column {
  return invoke("bit_or", named(column));
}

/** The bitwise exclusive or of all values. */
export function bitXor(column: ColumnOrName): Column {
  return invoke("bit_xor", named(column));
}

/** The value of the row where `order` is greatest; with `k` an array of the first so many (Spark 4.2 and later). */
export function maxBy(column: ColumnOrName, order: ColumnOrName, k?: Column | number): Column {
  return ofSoMany("max_by", "maxBy", column, order, k);
}

/** The value of the row where `order` is least; with `k` an array of the first so many (Spark 4.2 and later). */
export function minBy(column: ColumnOrName, order: ColumnOrName, k?: Column | number): Column {
  return ofSoMany("min_by", "minBy", column, order, k);
}

/** The median. */
export function median(column: ColumnOrName): Column {
  return invoke("median", named(column));
}

/** The most frequent value; with `deterministic` the lowest of several such (Spark 4.0 and later). */
export function mode(column: ColumnOrName, deterministic: Column | boolean = false): Column {
  const newer = { count: 1, since: [4, 0] } as const;
  return invokeNewer(
    deterministic === false ? newer : { ...newer, meaning: "mode() with deterministic" },
    "mode",
    named(column),
    constant(deterministic),
  );
}

/** The exact percentile; `percentage` lies between 0 and 1, or is an array of such. */
export function percentile(
  column: ColumnOrName,
  percentage: Column | number | readonly number[],
  frequency: Column | number = 1,
): Column {
  return invoke("percentile", named(column), constant(percentage), constant(frequency));
}

/** An approximate percentile; `percentage` as for {@link percentile}, a greater `accuracy` costs memory. */
export function percentileApprox(
  column: ColumnOrName,
  percentage: Column | number | readonly number[],
  accuracy: Column | number = 10000,
): Column {
  return invoke("percentile_approx", named(column), constant(percentage), constant(accuracy));
}

/** An approximate percentile; the same as {@link percentileApprox}. */
export function approxPercentile(
  column: ColumnOrName,
  percentage: Column | number | readonly number[],
  accuracy: Column | number = 10000,
): Column {
  return invoke("approx_percentile", named(column), constant(percentage), constant(accuracy));
}

/** The product of all values. */
export function product(column: ColumnOrName): Column {
  return invoke("product", named(column));
}

/** The sample standard deviation. */
export function stddev(column: ColumnOrName): Column {
  return invoke("stddev", named(column));
}

/** The sample standard deviation; the same as {@link stddev}. */
export function std(column: ColumnOrName): Column {
  return invoke("std", named(column));
}

/** The population standard deviation. */
export function stddevPop(column: ColumnOrName): Column {
  return invoke("stddev_pop", named(column));
}

/** The sample standard deviation; the same as {@link stddev}. */
export function stddevSamp(column: ColumnOrName): Column {
  return invoke("stddev_samp", named(column));
}

/** The sample variance. */
export function variance(column: ColumnOrName): Column {
  return invoke("variance", named(column));
}

/** The population variance. */
export function varPop(column: ColumnOrName): Column {
  return invoke("var_pop", named(column));
}

/** The sample variance; the same as {@link variance}. */
export function varSamp(column: ColumnOrName): Column {
  return invoke("var_samp", named(column));
}

/** The skewness of the values. */
export function skewness(column: ColumnOrName): Column {
  return invoke("skewness", named(column));
}

/** The kurtosis of the values. */
export function kurtosis(column: ColumnOrName): Column {
  return invoke("kurtosis", named(column));
}

/** The Pearson correlation of two columns. */
export function corr(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("corr", named(left), named(right));
}

/** The population covariance of two columns. */
export function covarPop(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("covar_pop", named(left), named(right));
}

/** The sample covariance of two columns. */
export function covarSamp(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("covar_samp", named(left), named(right));
}

/**
 * The values of the group, text or binary, as one, with a delimiter between them if given; nulls are skipped
 * (Spark 4.0 and later).
 */
export function listagg(column: ColumnOrName, delimiter?: Column | string | Uint8Array): Column {
  return invoke("listagg", named(column), optional(delimiter));
}

/** As {@link listagg}, of the distinct values (Spark 4.0 and later). */
export function listaggDistinct(column: ColumnOrName, delimiter?: Column | string | Uint8Array): Column {
  return distinct("listagg", named(column), optional(delimiter));
}

/** The values of the group as one text; the same as {@link listagg} (Spark 4.0 and later). */
export function stringAgg(column: ColumnOrName, delimiter?: Column | string | Uint8Array): Column {
  return invoke("string_agg", named(column), optional(delimiter));
}

/** As {@link stringAgg}, of the distinct values (Spark 4.0 and later). */
export function stringAggDistinct(column: ColumnOrName, delimiter?: Column | string | Uint8Array): Column {
  return distinct("string_agg", named(column), optional(delimiter));
}

/** The distinct elements of the group's arrays, as one array; null elements are left out (Spark 4.3 and later). */
export function collectUnion(column: ColumnOrName): Column {
  return invoke("collect_union", named(column));
}

/** The sum; null on overflow. */
export function trySum(column: ColumnOrName): Column {
  return invoke("try_sum", named(column));
}

/** The mean; null on overflow. */
export function tryAvg(column: ColumnOrName): Column {
  return invoke("try_avg", named(column));
}

/** In a cube or rollup: 1 where the column is aggregated over, else 0. */
export function grouping(column: ColumnOrName): Column {
  return invoke("grouping", named(column));
}

/** In a cube or rollup: the bits of {@link grouping} of all columns. */
export function groupingId(...columns: readonly ColumnOrName[]): Column {
  return invoke("grouping_id", ...columns.map(named));
}

/** A histogram of the values with this many bins of unequal width. */
export function histogramNumeric(column: ColumnOrName, bins: ColumnOrName | number): Column {
  return invoke("histogram_numeric", named(column), namedOrNumber(bins));
}

/** The number of distinct rows of these columns; rows with a null are not counted. */
export function countDistinct(column: ColumnOrName, ...more: readonly ColumnOrName[]): Column {
  return distinct("count", ...[column, ...more].map(named));
}

/** The sum of the distinct values. */
export function sumDistinct(column: ColumnOrName): Column {
  return distinct("sum", named(column));
}

function ofSoMany(
  name: string,
  here: string,
  column: ColumnOrName,
  order: ColumnOrName,
  k: Column | number | undefined,
): Column {
  return k === undefined
    ? invoke(name, named(column), named(order))
    : invokeNewer(
        { count: 1, since: [4, 2], meaning: `${here}() of several` },
        name,
        named(column),
        named(order),
        constant(k),
      );
}

function distinct(name: string, ...args: readonly (Expression | undefined)[]): Column {
  return columnOf(
    call(
      name,
      args.filter((argument) => argument !== undefined),
      true,
    ),
  );
}
