import { type Column, functions as f } from "spark-connect-node";
import {
  DATE_AND_MORE_TEXT,
  DATE_TEXT,
  LOCAL_TEXT,
  QUICK_DATE_TEXT,
  QUICK_TIME_TEXT,
} from "./text-shapes.ts";
import { ISO_TIMES, type TimeFormats } from "./time-formats.ts";

/**
 * Text as an instant: of the pattern, if there is one, else a text that begins `YYYY-MM-DD` and is wholly a date, or a
 * date and a time. Spark's cast takes much more (`10:00` is today, `202611` a year), hence the look at the shape. A date
 * is its midnight, and one in the pattern for dates if there is one. The zone is the text's own, else the given one,
 * else the session's. A local time that the zone skips is an hour later; of one that comes twice, the first.
 */
export function timestampFromText(text: Column, formats: TimeFormats = ISO_TIMES): Column {
  const { timeZone, dateFormat, timestampFormat } = formats;
  const ofPattern = [timestampFormat, dateFormat].flatMap((pattern) =>
    pattern === undefined ? [] : [parsed(text, pattern, timeZone)],
  );
  const iso = timeZone === undefined ? isoTimestamp(text) : isoTimestampIn(timeZone, text);
  if (timestampFormat !== undefined) return f.coalesce(...ofPattern);
  return dateFormat === undefined ? iso : f.coalesce(...ofPattern, f.when(text.rlike(DATE_TEXT).not(), iso));
}

/** Text as a date: of the pattern, if there is one, else the text of a date, or of a midnight in the session's zone. */
export function dateFromText(text: Column, { dateFormat }: TimeFormats = ISO_TIMES): Column {
  if (dateFormat !== undefined) return parsed(text, dateFormat, undefined).cast("date");
  return f
    .when(text.rlike(QUICK_DATE_TEXT).or(text.rlike(DATE_TEXT)), text.tryCast("date"))
    .when(text.rlike(DATE_AND_MORE_TEXT), dateFromTime(text.tryCast("timestamp")));
}

/** Text as a local timestamp: as {@link timestampFromText}, but a zone is refused, since it would be dropped. */
export function localTimestampFromText(text: Column, formats: TimeFormats = ISO_TIMES): Column {
  const pattern = formats.timestampFormat ?? formats.dateFormat;
  return pattern === undefined
    ? f.when(text.rlike(LOCAL_TEXT), text.tryCast("timestamp_ntz"))
    : f.when(parsed(text, pattern, undefined).isNotNull(), f.toTimestampNtz(trimmed(text), f.lit(pattern)));
}

/** A timestamp, local or not, as a date: null unless it is the begin of its day. */
export function dateFromTime(value: Column): Column {
  const day = value.cast("date");
  return f.when(f.dateTrunc("day", value).eq(value), day);
}

function isoTimestamp(text: Column): Column {
  return f.when(text.rlike(QUICK_TIME_TEXT).or(text.rlike(DATE_AND_MORE_TEXT)), text.tryCast("timestamp"));
}

/** Spark writes a local time so that the zone can be put behind it. */
function isoTimestampIn(timeZone: string, text: Column): Column {
  const local = f.concat(text.tryCast("timestamp_ntz").cast("string"), f.lit(` ${timeZone}`));
  return f.when(text.rlike(LOCAL_TEXT), local.tryCast("timestamp")).otherwise(isoTimestamp(text));
}

/** Letters of a pattern that read a zone, outside of quoted text. */
const READS_ZONE = /[VzOXxZ]/u;

function parsed(text: Column, pattern: string, timeZone: string | undefined): Column {
  if (timeZone === undefined || READS_ZONE.test(pattern.replaceAll(/'[^']*'/gu, ""))) {
    return f.tryToTimestamp(trimmed(text), f.lit(pattern));
  }
  return f.tryToTimestamp(f.concat(trimmed(text), f.lit(` ${timeZone}`)), f.lit(`${pattern} VV`));
}

/** Blanks around a value, the control characters among them; not NUL. */
const BLANKS = String.fromCharCode(...Array.from({ length: 0x20 }, (_, at) => at + 1), 0x7f);

function trimmed(text: Column): Column {
  return f.btrim(text, f.lit(BLANKS));
}
