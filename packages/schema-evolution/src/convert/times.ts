import { type Column, functions as f } from "spark-connect-node";
import { DATE_AND_MORE_TEXT, DATE_TEXT, LOCAL_TEXT } from "./text-shapes.ts";

/** Up to so many characters there can be no more than six digits after the second, even if the hour has one digit. */
const SURELY_EXACT = 23;

/**
 * Text as an instant, in the session's zone where it names none: null unless it begins `YYYY-MM-DD` and is wholly a
 * date, or a date and a time.
 *
 * Spark's cast takes much more (`10:00` is today, `202611` a year), hence the look at the shape. Where the dashes and
 * the blank lie tells as much as the regular expression, and costs a fifth.
 */
export function timestampFromText(text: Column): Column {
  const common = startsAsDate(text)
    .and(text.substr(11, 1).isin(" ", "T"))
    .and(f.length(text).le(SURELY_EXACT));
  return f.when(common.or(text.rlike(DATE_AND_MORE_TEXT)), text.tryCast("timestamp"));
}

/** Text as a date: the text of a date, or of a timestamp that is a midnight in the session's zone. */
export function dateFromText(text: Column): Column {
  const common = f.length(text).eq(10).and(startsAsDate(text)).and(text.substr(10, 1).between("0", "9"));
  return f
    .when(common.or(text.rlike(DATE_TEXT)), text.tryCast("date"))
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

/** Four characters, a dash, two characters, a dash: with a cast that succeeds, a year, a month and a day's first digit. */
function startsAsDate(text: Column): Column {
  return text.substr(5, 1).eq("-").and(text.substr(8, 1).eq("-"));
}
