import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named, namedOrNumber, optional, optionalName } from "./invoke.ts";

// Dates, times and intervals. Patterns are Spark's (`yyyy-MM-dd HH:mm:ss`); zones default to the session's.

/** The date of the query's start, in the session's zone. */
export function currentDate(): Column {
  return invoke("current_date");
}

/** The date of the query's start; the same as {@link currentDate}. */
export function curdate(): Column {
  return invoke("curdate");
}

/** The instant of the query's start. */
export function currentTimestamp(): Column {
  return invoke("current_timestamp");
}

/** The instant of the query's start. */
export function now(): Column {
  return invoke("now");
}

/** The local date and time of the query's start, without a zone. */
export function localtimestamp(): Column {
  return invoke("localtimestamp");
}

/** The date so many months later. */
export function addMonths(start: ColumnOrName, months: ColumnOrName | number): Column {
  return invoke("add_months", named(start), namedOrNumber(months));
}

/** The date so many days later. */
export function dateAdd(start: ColumnOrName, days: ColumnOrName | number): Column {
  return invoke("date_add", named(start), namedOrNumber(days));
}

/** The date so many days later; the same as {@link dateAdd}. */
export function dateadd(start: ColumnOrName, days: ColumnOrName | number): Column {
  return invoke("dateadd", named(start), namedOrNumber(days));
}

/** The date so many days earlier. */
export function dateSub(start: ColumnOrName, days: ColumnOrName | number): Column {
  return invoke("date_sub", named(start), namedOrNumber(days));
}

/** The days from `start` to `end`. */
export function dateDiff(end: ColumnOrName, start: ColumnOrName): Column {
  return invoke("date_diff", named(end), named(start));
}

/** The days from `start` to `end`; the same as {@link dateDiff}. */
export function datediff(end: ColumnOrName, start: ColumnOrName): Column {
  return invoke("datediff", named(end), named(start));
}

/** A date or timestamp as text by a pattern. */
export function dateFormat(column: ColumnOrName, format: Column | string): Column {
  return invoke("date_format", named(column), constant(format));
}

/** The date so many days after 1970-01-01. */
export function dateFromUnixDate(days: ColumnOrName): Column {
  return invoke("date_from_unix_date", named(days));
}

/** A part of a date, timestamp or interval; `field` is a constant column such as `lit("YEAR")`. */
export function datePart(field: ColumnOrName, source: ColumnOrName): Column {
  return invoke("date_part", named(field), named(source));
}

/** A part of a date, timestamp or interval; the same as {@link datePart}. */
export function datepart(field: ColumnOrName, source: ColumnOrName): Column {
  return invoke("datepart", named(field), named(source));
}

/** A part of a date, timestamp or interval; the same as {@link datePart}. */
export function extract(field: ColumnOrName, source: ColumnOrName): Column {
  return invoke("extract", named(field), named(source));
}

/** The timestamp cut down to a unit such as `hour` or `month`. */
export function dateTrunc(unit: Column | string, column: ColumnOrName): Column {
  return invoke("date_trunc", constant(unit), named(column));
}

/** The date cut down to `year`, `quarter`, `month` or `week`. */
export function trunc(column: ColumnOrName, unit: Column | string): Column {
  return invoke("trunc", named(column), constant(unit));
}

/** The day of the month. */
export function day(column: ColumnOrName): Column {
  return invoke("day", named(column));
}

/** The day of the month. */
export function dayofmonth(column: ColumnOrName): Column {
  return invoke("dayofmonth", named(column));
}

/** The day of the week: 1 is Sunday, 7 Saturday. */
export function dayofweek(column: ColumnOrName): Column {
  return invoke("dayofweek", named(column));
}

/** The day of the year. */
export function dayofyear(column: ColumnOrName): Column {
  return invoke("dayofyear", named(column));
}

/** The name of the day, `Mon` to `Sun` (Spark 4.0 and later). */
export function dayname(column: ColumnOrName): Column {
  return invoke("dayname", named(column));
}

/** The name of the month, `Jan` to `Dec` (Spark 4.0 and later). */
export function monthname(column: ColumnOrName): Column {
  return invoke("monthname", named(column));
}

/** The day of the week: 0 is Monday, 6 Sunday. */
export function weekday(column: ColumnOrName): Column {
  return invoke("weekday", named(column));
}

/** The ISO week of the year. */
export function weekofyear(column: ColumnOrName): Column {
  return invoke("weekofyear", named(column));
}

/** The hour, 0 to 23; of a TIME too (Spark 4.1 and later). */
export function hour(column: ColumnOrName): Column {
  return invoke("hour", named(column));
}

/** The minute, 0 to 59; of a TIME too (Spark 4.1 and later). */
export function minute(column: ColumnOrName): Column {
  return invoke("minute", named(column));
}

/** The second, 0 to 59; of a TIME too (Spark 4.1 and later). */
export function second(column: ColumnOrName): Column {
  return invoke("second", named(column));
}

/** The month. */
export function month(column: ColumnOrName): Column {
  return invoke("month", named(column));
}

/** The quarter. */
export function quarter(column: ColumnOrName): Column {
  return invoke("quarter", named(column));
}

/** The year. */
export function year(column: ColumnOrName): Column {
  return invoke("year", named(column));
}

/** The last day of the month. */
export function lastDay(column: ColumnOrName): Column {
  return invoke("last_day", named(column));
}

/** The next date on a day of the week such as `Mon`. */
export function nextDay(column: ColumnOrName, dayOfWeek: Column | string): Column {
  return invoke("next_day", named(column), constant(dayOfWeek));
}

/** The months from `start` to `end`, with fractions of 31 days. */
export function monthsBetween(
  end: ColumnOrName,
  start: ColumnOrName,
  roundOff: Column | boolean = true,
): Column {
  return invoke("months_between", named(end), named(start), constant(roundOff));
}

/** Text as a date, by a pattern or by Spark's rules for casts. */
export function toDate(column: ColumnOrName, format?: Column | string): Column {
  return invoke("to_date", named(column), optional(format));
}

/** Text as a date, null where it is none (Spark 4.1 and later). */
export function tryToDate(column: ColumnOrName, format?: Column | string): Column {
  return invoke("try_to_date", named(column), optional(format));
}

/** Text as a timestamp, by a pattern or by Spark's rules for casts. */
export function toTimestamp(column: ColumnOrName, format?: Column | string): Column {
  return invoke("to_timestamp", named(column), optional(format));
}

/** Text as a timestamp without a zone; the pattern is a column. */
export function toTimestampNtz(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("to_timestamp_ntz", named(column), optionalName(format));
}

/** Text as an instant; the pattern is a column. */
export function toTimestampLtz(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("to_timestamp_ltz", named(column), optionalName(format));
}

/** Text as a timestamp, null where it is none; the pattern is a column, as `lit("yyyy-MM-dd")`. */
export function tryToTimestamp(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("try_to_timestamp", named(column), optionalName(format));
}

/** The timestamp so many units such as `DAY` or `MICROSECOND` later (Spark 4.0 and later). */
export function timestampAdd(unit: Column | string, quantity: ColumnOrName, column: ColumnOrName): Column {
  return invoke("timestampadd", constant(unit), named(quantity), named(column));
}

/** The whole units such as `DAY` or `MICROSECOND` from `start` to `end` (Spark 4.0 and later). */
export function timestampDiff(unit: Column | string, start: ColumnOrName, end: ColumnOrName): Column {
  return invoke("timestampdiff", constant(unit), named(start), named(end));
}

/** Windows of activity that end after a gap such as `10 minutes`. */
export function sessionWindow(column: ColumnOrName, gap: Column | string): Column {
  return invoke("session_window", named(column), constant(gap));
}

/** The time of a window's last row. */
export function windowTime(column: ColumnOrName): Column {
  return invoke("window_time", named(column));
}

/**
 * The start of the bucket that a timestamp falls into (Spark 4.2 and later).
 *
 * @param size - A constant interval, such as `expr("INTERVAL 15 MINUTES")`.
 * @param origin - Where a bucket begins; 1970-01-01 when left out.
 */
export function timeBucket(size: ColumnOrName, timestamp: ColumnOrName, origin?: ColumnOrName): Column {
  return invoke("time_bucket", named(size), named(timestamp), optionalName(origin));
}

/** Windows of time such as `10 minutes` long, one beginning every `slide` (by default as long as they are). */
export function window(column: ColumnOrName, duration: string, slide?: string, startTime?: string): Column {
  return startTime === undefined
    ? invoke("window", named(column), constant(duration), optional(slide))
    : invoke("window", named(column), constant(duration), constant(slide ?? duration), constant(startTime));
}
