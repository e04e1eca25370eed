import { type Column, functions as f } from "spark-connect-node";
import {
  DATE_AND_MORE_TEXT,
  DATE_TEXT,
  LOCAL_TEXT,
  QUICK_DATE_TEXT,
  QUICK_TIME_TEXT,
} from "./text-shapes.ts";

/**
 * Text as an instant, in the session's zone where it names none: null unless it begins `YYYY-MM-DD` and is wholly a
 * date, or a date and a time. Spark's cast takes much more (`10:00` is today, `202611` a year), hence the look at the
 * shape.
 */
export function timestampFromText(text: Column): Column {
  return f.when(text.rlike(QUICK_TIME_TEXT).or(text.rlike(DATE_AND_MORE_TEXT)), text.tryCast("timestamp"));
}

/** Text as a date: the text of a date, or of a timestamp that is a midnight in the session's zone. */
export function dateFromText(text: Column): Column {
  return f
    .when(text.rlike(QUICK_DATE_TEXT).or(text.rlike(DATE_TEXT)), text.tryCast("date"))
    .when(text.rlike(DATE_AND_MORE_TEXT), dateFromTime(text.tryCast("timestamp")));
}

/** Text as a local timestamp: as {@link timestampFromText}, but a zone is refused, since it would be dropped. */
export function localTimestampFromText(text: Column): Column {
  return f.when(text.rlike(LOCAL_TEXT), text.tryCast("timestamp_ntz"));
}

/** A timestamp, local or not, as a date: null unless it is the begin of its day. */
export function dateFromTime(value: Column): Column {
  const day = value.cast("date");
  return f.when(f.dateTrunc("day", value).eq(value), day);
}
