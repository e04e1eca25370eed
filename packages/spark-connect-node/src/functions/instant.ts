import { type Column, type ColumnOrLiteral, type ColumnOrName, operand } from "../column/column.ts";
import { invoke, named, namedOrNumber } from "./invoke.ts";

// Instants as numbers, in other zones, and made of parts.

/** The session's zone. */
export function currentTimezone(): Column {
  return invoke("current_timezone");
}

/** The date of these numbers. */
export function makeDate(year: ColumnOrName, month: ColumnOrName, day: ColumnOrName): Column {
  return invoke("make_date", named(year), named(month), named(day));
}

/** The timestamp of these numbers. */
export function makeTimestamp(
  year: ColumnOrName,
  month: ColumnOrName,
  day: ColumnOrName,
  hour: ColumnOrName,
  minute: ColumnOrName,
  second: ColumnOrName,
  timezone?: ColumnOrName,
): Column {
  return invoke(
    "make_timestamp",
    named(year),
    named(month),
    named(day),
    named(hour),
    named(minute),
    named(second),
    timezone === undefined ? undefined : named(timezone),
  );
}

/** The timestamp of these numbers, without a zone. */
export function makeTimestampNtz(
  year: ColumnOrName,
  month: ColumnOrName,
  day: ColumnOrName,
  hour: ColumnOrName,
  minute: ColumnOrName,
  second: ColumnOrName,
): Column {
  return invoke(
    "make_timestamp_ntz",
    named(year),
    named(month),
    named(day),
    named(hour),
    named(minute),
    named(second),
  );
}

/** The timestamp of these numbers, as an instant. */
export function makeTimestampLtz(
  year: ColumnOrName,
  month: ColumnOrName,
  day: ColumnOrName,
  hour: ColumnOrName,
  minute: ColumnOrName,
  second: ColumnOrName,
  timezone?: ColumnOrName,
): Column {
  return invoke(
    "make_timestamp_ltz",
    named(year),
    named(month),
    named(day),
    named(hour),
    named(minute),
    named(second),
    timezone === undefined ? undefined : named(timezone),
  );
}

/** The calendar interval of these numbers. */
export function makeInterval(
  years: ColumnOrName | number = 0,
  months: ColumnOrName | number = 0,
  weeks: ColumnOrName | number = 0,
  days: ColumnOrName | number = 0,
  hours: ColumnOrName | number = 0,
  minutes: ColumnOrName | number = 0,
  seconds: ColumnOrName | number = 0,
): Column {
  return invoke(
    "make_interval",
    namedOrNumber(years),
    namedOrNumber(months),
    namedOrNumber(weeks),
    namedOrNumber(days),
    namedOrNumber(hours),
    namedOrNumber(minutes),
    namedOrNumber(seconds),
  );
}

/** The day-time interval of these numbers. */
export function makeDtInterval(
  days: ColumnOrName | number = 0,
  hours: ColumnOrName | number = 0,
  minutes: ColumnOrName | number = 0,
  seconds: ColumnOrName | number = 0,
): Column {
  return invoke(
    "make_dt_interval",
    namedOrNumber(days),
    namedOrNumber(hours),
    namedOrNumber(minutes),
    namedOrNumber(seconds),
  );
}

/** The year-month interval of these numbers. */
export function makeYmInterval(years: ColumnOrName | number = 0, months: ColumnOrName | number = 0): Column {
  return invoke("make_ym_interval", namedOrNumber(years), namedOrNumber(months));
}

/** The seconds since 1970 of a text or timestamp; the pattern is a column. */
export function toUnixTimestamp(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("to_unix_timestamp", named(column), format === undefined ? undefined : named(format));
}

/** The seconds since 1970 of a text or timestamp. */
export function unixTimestamp(column: ColumnOrName, format: ColumnOrLiteral = "yyyy-MM-dd HH:mm:ss"): Column {
  return invoke("unix_timestamp", named(column), operand(format));
}

/** The seconds since 1970 as text in the session's zone. */
export function fromUnixtime(column: ColumnOrName, format: ColumnOrLiteral = "yyyy-MM-dd HH:mm:ss"): Column {
  return invoke("from_unixtime", named(column), operand(format));
}

/** The instant so many seconds after 1970. */
export function timestampSeconds(column: ColumnOrName): Column {
  return invoke("timestamp_seconds", named(column));
}

/** The instant so many milliseconds after 1970. */
export function timestampMillis(column: ColumnOrName): Column {
  return invoke("timestamp_millis", named(column));
}

/** The instant so many microseconds after 1970. */
export function timestampMicros(column: ColumnOrName): Column {
  return invoke("timestamp_micros", named(column));
}

/** The days since 1970-01-01 of a date. */
export function unixDate(column: ColumnOrName): Column {
  return invoke("unix_date", named(column));
}

/** The seconds since 1970 of an instant. */
export function unixSeconds(column: ColumnOrName): Column {
  return invoke("unix_seconds", named(column));
}

/** The milliseconds since 1970 of an instant. */
export function unixMillis(column: ColumnOrName): Column {
  return invoke("unix_millis", named(column));
}

/** The microseconds since 1970 of an instant. */
export function unixMicros(column: ColumnOrName): Column {
  return invoke("unix_micros", named(column));
}

/** The timestamp, taken as UTC, in a zone. */
export function fromUtcTimestamp(column: ColumnOrName, timezone: ColumnOrLiteral): Column {
  return invoke("from_utc_timestamp", named(column), operand(timezone));
}

/** The timestamp, taken as of a zone, in UTC. */
export function toUtcTimestamp(column: ColumnOrName, timezone: ColumnOrLiteral): Column {
  return invoke("to_utc_timestamp", named(column), operand(timezone));
}
