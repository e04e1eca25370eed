import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named } from "./invoke.ts";

// Transforms to partition a table by, in `DataFrameWriterV2.partitionedBy`; nowhere else does Spark know them.

/** By the year of a date or timestamp. */
export function years(column: ColumnOrName): Column {
  return invoke("years", named(column));
}

/** By the year and month of a date or timestamp. */
export function months(column: ColumnOrName): Column {
  return invoke("months", named(column));
}

/** By the date of a date or timestamp. */
export function days(column: ColumnOrName): Column {
  return invoke("days", named(column));
}

/** By the date and hour of a timestamp. */
export function hours(column: ColumnOrName): Column {
  return invoke("hours", named(column));
}

/** By a hash of any column, into so many buckets. */
export function bucket(buckets: Column | number, column: ColumnOrName): Column {
  return invoke("bucket", constant(buckets), named(column));
}
