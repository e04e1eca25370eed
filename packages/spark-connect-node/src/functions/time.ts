import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named, optional, optionalName } from "./invoke.ts";

// Times of the day: the type TIME (Spark 4.1 and later).

/** The time of the query's start; `precision` is its digits after the second, 0 to 6 (Spark 4.1 and later). */
export function currentTime(precision?: Column | number): Column {
  return invoke("current_time", optional(precision));
}

/** The time of these numbers; the second may have a fraction (Spark 4.1 and later). */
export function makeTime(hour: ColumnOrName, minute: ColumnOrName, second: ColumnOrName): Column {
  return invoke("make_time", named(hour), named(minute), named(second));
}

/** Text as a time, by a pattern in a column or by Spark's rules for casts (Spark 4.1 and later). */
export function toTime(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("to_time", named(column), optionalName(format));
}

/** As {@link toTime}, null where the text is no time (Spark 4.1 and later). */
export function tryToTime(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("try_to_time", named(column), optionalName(format));
}

/** The whole units from `start` to `end`; the unit is a column, as `lit("MINUTE")` (Spark 4.1 and later). */
export function timeDiff(unit: ColumnOrName, start: ColumnOrName, end: ColumnOrName): Column {
  return invoke("time_diff", named(unit), named(start), named(end));
}

/** The time cut down to a unit, which is a column, as `lit("MINUTE")` (Spark 4.1 and later). */
export function timeTrunc(unit: ColumnOrName, time: ColumnOrName): Column {
  return invoke("time_trunc", named(unit), named(time));
}

/** The time so many seconds after midnight (Spark 4.2 and later). */
export function timeFromSeconds(column: ColumnOrName): Column {
  return invoke("time_from_seconds", named(column));
}

/** The time so many milliseconds after midnight (Spark 4.2 and later). */
export function timeFromMillis(column: ColumnOrName): Column {
  return invoke("time_from_millis", named(column));
}

/** The time so many microseconds after midnight (Spark 4.2 and later). */
export function timeFromMicros(column: ColumnOrName): Column {
  return invoke("time_from_micros", named(column));
}

/** The seconds from midnight to a time (Spark 4.2 and later). */
export function timeToSeconds(column: ColumnOrName): Column {
  return invoke("time_to_seconds", named(column));
}

/** The milliseconds from midnight to a time (Spark 4.2 and later). */
export function timeToMillis(column: ColumnOrName): Column {
  return invoke("time_to_millis", named(column));
}

/** The microseconds from midnight to a time (Spark 4.2 and later). */
export function timeToMicros(column: ColumnOrName): Column {
  return invoke("time_to_micros", named(column));
}
