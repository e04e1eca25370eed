import type { Column, ColumnOrLiteral, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named, optional, optionalName } from "./invoke.ts";

// Functions for `over(window)`.

/** The fraction of the partition's rows that are not after this one. */
export function cumeDist(): Column {
  return invoke("cume_dist");
}

/**
 * The growth of a counter since the row before; null where it was set back to zero, and for the first row (Spark 4.3
 * and later). The window's partitions tell the counters apart, and its order is that of time.
 *
 * @param startTime - When the counter was last set to zero: an advance says that it was.
 */
export function counterDiff(value: ColumnOrName, startTime?: ColumnOrName): Column {
  return invoke("counter_diff", named(value), optionalName(startTime));
}

/** The rank without gaps after ties. */
export function denseRank(): Column {
  return invoke("dense_rank");
}

/** The rank with gaps after ties. */
export function rank(): Column {
  return invoke("rank");
}

/** The rank as a fraction between 0 and 1. */
export function percentRank(): Column {
  return invoke("percent_rank");
}

/** The number of the row in its partition, from 1. */
export function rowNumber(): Column {
  return invoke("row_number");
}

/** The number of the row's group when the partition is cut into so many. */
export function ntile(groups: Column | number): Column {
  return invoke("ntile", constant(groups));
}

/** The value of the n-th row of the frame, from 1. */
export function nthValue(
  column: ColumnOrName,
  offset: Column | number,
  ignoreNulls: Column | boolean = false,
): Column {
  return invoke("nth_value", named(column), constant(offset), constant(ignoreNulls));
}

/** The value `offset` rows before this one, or `fallback` where there is none. */
export function lag(column: ColumnOrName, offset: Column | number = 1, fallback?: ColumnOrLiteral): Column {
  return invoke("lag", named(column), constant(offset), optional(fallback));
}

/** The value `offset` rows after this one, or `fallback` where there is none. */
export function lead(column: ColumnOrName, offset: Column | number = 1, fallback?: ColumnOrLiteral): Column {
  return invoke("lead", named(column), constant(offset), optional(fallback));
}
