import { Column, type ColumnOrName } from "../column/column.ts";
import { invoke, invokeNewer, named, namedOrNumber, optionalName, ZERO_SECONDS } from "./invoke.ts";

// Dates, timestamps and intervals made of their parts.

/** A date and a time of the day to make a timestamp of. */
export interface DateAndTime {
  readonly date: ColumnOrName;
  readonly time: ColumnOrName;
  /** The zone they are of; the session's when left out. */
  readonly timezone?: ColumnOrName;
}

/** The date of these numbers. */
export function makeDate(year: ColumnOrName, month: ColumnOrName, day: ColumnOrName): Column {
  return invoke("make_date", named(year), named(month), named(day));
}

/**
 * The timestamp of these numbers, as of a zone or the session's.
 *
 * Seconds may have a fraction. Numbers that are no time fail the query in ANSI mode, and give null else.
 */
export function makeTimestamp(
  year: ColumnOrName,
  month: ColumnOrName,
  day: ColumnOrName,
  hour: ColumnOrName,
  minute: ColumnOrName,
  second: ColumnOrName,
  timezone?: ColumnOrName,
): Column;
/** The timestamp of these numbers, as of a zone or the session's, of a date and a time (Spark 4.1 and later). */
export function makeTimestamp(of: DateAndTime): Column;
export function makeTimestamp(
  ...args: readonly (ColumnOrName | undefined)[] | readonly [DateAndTime]
): Column {
  return timestampOf("make_timestamp", "makeTimestamp", args);
}

/**
 * The timestamp of these numbers, or null.
 *
 * As {@link makeTimestamp}, but numbers that are no time give null (Spark 4.0 and later).
 */
export function tryMakeTimestamp(
  year: ColumnOrName,
  month: ColumnOrName,
  day: ColumnOrName,
  hour: ColumnOrName,
  minute: ColumnOrName,
  second: ColumnOrName,
  timezone?: ColumnOrName,
): Column;
/** The timestamp of these numbers, or null, of a date and a time (Spark 4.1 and later). */
export function tryMakeTimestamp(of: DateAndTime): Column;
export function tryMakeTimestamp(
  ...args: readonly (ColumnOrName | undefined)[] | readonly [DateAndTime]
): Column {
  return timestampOf("try_make_timestamp", "tryMakeTimestamp", args);
}

/**
 * The instant of these numbers, as of a zone or the session's.
 *
 * Seconds may have a fraction. Numbers that are no time fail the query in ANSI mode, and give null else.
 */
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
    optionalName(timezone),
  );
}

/**
 * The instant of these numbers, or null.
 *
 * As {@link makeTimestampLtz}, but numbers that are no time give null (Spark 4.0 and later).
 */
export function tryMakeTimestampLtz(
  year: ColumnOrName,
  month: ColumnOrName,
  day: ColumnOrName,
  hour: ColumnOrName,
  minute: ColumnOrName,
  second: ColumnOrName,
  timezone?: ColumnOrName,
): Column {
  return invoke(
    "try_make_timestamp_ltz",
    named(year),
    named(month),
    named(day),
    named(hour),
    named(minute),
    named(second),
    optionalName(timezone),
  );
}

/**
 * The timestamp of these numbers, without a zone.
 *
 * Seconds may have a fraction. Numbers that are no time fail the query in ANSI mode, and give null else.
 */
export function makeTimestampNtz(
  year: ColumnOrName,
  month: ColumnOrName,
  day: ColumnOrName,
  hour: ColumnOrName,
  minute: ColumnOrName,
  second: ColumnOrName,
): Column;
/** The timestamp of these numbers, without a zone, of a date and a time (Spark 4.1 and later). */
export function makeTimestampNtz(of: Omit<DateAndTime, "timezone">): Column;
export function makeTimestampNtz(
  ...args: readonly (ColumnOrName | undefined)[] | readonly [Omit<DateAndTime, "timezone">]
): Column {
  return timestampOf("make_timestamp_ntz", "makeTimestampNtz", args);
}

/**
 * The timestamp of these numbers, without a zone, or null.
 *
 * As {@link makeTimestampNtz}, but numbers that are no time give null (Spark 4.0 and later).
 */
export function tryMakeTimestampNtz(
  year: ColumnOrName,
  month: ColumnOrName,
  day: ColumnOrName,
  hour: ColumnOrName,
  minute: ColumnOrName,
  second: ColumnOrName,
): Column;
/** The timestamp of these numbers, without a zone, or null, of a date and a time (Spark 4.1 and later). */
export function tryMakeTimestampNtz(of: Omit<DateAndTime, "timezone">): Column;
export function tryMakeTimestampNtz(
  ...args: readonly (ColumnOrName | undefined)[] | readonly [Omit<DateAndTime, "timezone">]
): Column {
  return timestampOf("try_make_timestamp_ntz", "tryMakeTimestampNtz", args);
}

/** The calendar interval of these numbers; seconds may have a fraction. */
export function makeInterval(
  years: ColumnOrName | number = 0,
  months: ColumnOrName | number = 0,
  weeks: ColumnOrName | number = 0,
  days: ColumnOrName | number = 0,
  hours: ColumnOrName | number = 0,
  minutes: ColumnOrName | number = 0,
  seconds?: ColumnOrName | number,
): Column {
  return invoke(
    "make_interval",
    ...[years, months, weeks, days, hours, minutes].map(namedOrNumber),
    seconds === undefined ? ZERO_SECONDS : namedOrNumber(seconds),
  );
}

/** The calendar interval of these numbers, null where they are too large (Spark 4.0 and later). */
export function tryMakeInterval(
  years: ColumnOrName | number = 0,
  months: ColumnOrName | number = 0,
  weeks: ColumnOrName | number = 0,
  days: ColumnOrName | number = 0,
  hours: ColumnOrName | number = 0,
  minutes: ColumnOrName | number = 0,
  seconds?: ColumnOrName | number,
): Column {
  return invoke(
    "try_make_interval",
    ...[years, months, weeks, days, hours, minutes].map(namedOrNumber),
    seconds === undefined ? ZERO_SECONDS : namedOrNumber(seconds),
  );
}

/** The day-time interval of these numbers; seconds may have a fraction. */
export function makeDtInterval(
  days: ColumnOrName | number = 0,
  hours: ColumnOrName | number = 0,
  minutes: ColumnOrName | number = 0,
  seconds?: ColumnOrName | number,
): Column {
  return invoke(
    "make_dt_interval",
    ...[days, hours, minutes].map(namedOrNumber),
    seconds === undefined ? ZERO_SECONDS : namedOrNumber(seconds),
  );
}

/** The year-month interval of these numbers. */
export function makeYmInterval(years: ColumnOrName | number = 0, months: ColumnOrName | number = 0): Column {
  return invoke("make_ym_interval", namedOrNumber(years), namedOrNumber(months));
}

function timestampOf(
  name: string,
  here: string,
  args: readonly (ColumnOrName | undefined)[] | readonly [DateAndTime],
): Column {
  const [first] = args;
  if (typeof first === "object" && !(first instanceof Column)) {
    return invokeNewer(
      { count: 3, since: [4, 1], meaning: `${here}() of a date and a time` },
      name,
      named(first.date),
      named(first.time),
      optionalName(first.timezone),
    );
  }
  return invoke(name, ...(args as readonly (ColumnOrName | undefined)[]).map(optionalName));
}
