import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named, optionalName } from "./invoke.ts";

// Instants as numbers, and in other zones.

/** The session's zone. */
export function currentTimezone(): Column {
  return invoke("current_timezone");
}

/**
 * A timestamp without a zone, taken as the local time of one zone, in another.
 *
 * @param source - The zone it is in; undefined for the session's.
 */
export function convertTimezone(
  source: ColumnOrName | undefined,
  target: ColumnOrName,
  timestamp: ColumnOrName,
): Column {
  return source === undefined
    ? invoke("convert_timezone", named(target), named(timestamp))
    : invoke("convert_timezone", named(source), named(target), named(timestamp));
}

/** The seconds since 1970 of a text or timestamp; the pattern is a column. */
export function toUnixTimestamp(column: ColumnOrName, format?: ColumnOrName): Column {
  return invoke("to_unix_timestamp", named(column), optionalName(format));
}

/** The seconds since 1970 of a text or timestamp; without any, those of the query's start. */
export function unixTimestamp(
  column?: ColumnOrName,
  format: Column | string = "yyyy-MM-dd HH:mm:ss",
): Column {
  return column === undefined
    ? invoke("unix_timestamp")
    : invoke("unix_timestamp", named(column), constant(format));
}

/** The seconds since 1970 as text in the session's zone. */
export function fromUnixtime(column: ColumnOrName, format: Column | string = "yyyy-MM-dd HH:mm:ss"): Column {
  return invoke("from_unixtime", named(column), constant(format));
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

/** The instant so many nanoseconds after 1970 (Spark 4.3 and later). */
export function timestampNanos(column: ColumnOrName): Column {
  return invoke("timestamp_nanos", named(column));
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

/** The nanoseconds since 1970 of a timestamp of nanoseconds, as a decimal (Spark 4.3 and later). */
export function unixNanos(column: ColumnOrName): Column {
  return invoke("unix_nanos", named(column));
}

/** The timestamp, taken as UTC, in a zone. */
export function fromUtcTimestamp(column: ColumnOrName, timezone: Column | string): Column {
  return invoke("from_utc_timestamp", named(column), constant(timezone));
}

/** The timestamp, taken as of a zone, in UTC. */
export function toUtcTimestamp(column: ColumnOrName, timezone: Column | string): Column {
  return invoke("to_utc_timestamp", named(column), constant(timezone));
}
