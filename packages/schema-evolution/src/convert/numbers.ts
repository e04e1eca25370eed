import { type Column, type DataType, type DecimalType, functions as f } from "spark-connect-node";
import { NUMBER_PARTS, NUMBER_PARTS_LIST, NUMBER_TEXT, QUICK_NUMBER_TEXT, ZERO_TEXT } from "./text-shapes.ts";

/** Spark's casts trim it, as if it were white space. */
const NUL = "\0";

/** Digits of the largest `bigint`. */
const LONG_DIGITS = 19;

/** 2^63 as a double: the first beyond `bigint`. */
const LONG_END = 9223372036854775808;

/** The largest finite double. */
const DOUBLE_MAX = Number.MAX_VALUE;

/** The largest finite float, as a double. */
const FLOAT_MAX = 3.4028234663852886e38;

/**
 * Text as a whole number: null unless its value is integral and in range, decided on digits and exponent.
 *
 * Plain digits take the quick way. Spark's cast throws inside for what it refuses, and catches: 10 µs a value. What can
 * be seen cheaply not to be plain digits is kept from it: every number begins below ":" in ASCII, and `7.0` has a point.
 */
export function wholeFromText(text: Column, to: DataType): Column {
  const plain = f.when(text.contains(".").or(text.contains(NUL)).not(), text.tryCast(to));
  return f.when(
    text.lt(":"),
    f.coalesce(
      plain,
      shifted(text, 0, LONG_DIGITS, (digits) => digits.tryCast(to)),
    ),
  );
}

/**
 * Text as a decimal: null unless it fits the precision and the scale exactly.
 *
 * The digits move left by the scale, which must leave a whole number; an exponent moves them back for the cast.
 */
export function decimalFromText(text: Column, to: DecimalType): Column {
  const exponent = f.lit(`E-${String(to.scale)}`);
  const convert = (digits: Column): Column => f.concat(digits, exponent).tryCast(to);
  return f.when(text.lt(":"), shifted(text, to.scale, to.precision, convert));
}

/**
 * Text as the nearest double or float: null unless all of it is a decimal number, and the value is finite and not zero
 * for a number that is not.
 */
export function fractionalFromText(text: Column, to: DataType): Column {
  const max = to.kind === "float" ? FLOAT_MAX : DOUBLE_MAX;
  const value = text.tryCast("double");
  return f
    .when(text.rlike(QUICK_NUMBER_TEXT), value)
    .when(
      text
        .rlike(NUMBER_TEXT)
        .and(value.between(f.lit(-max), f.lit(max)))
        .and(value.cast(to).ne(0).or(text.rlike(ZERO_TEXT))),
      value,
    )
    .cast(to);
}

/** Text as a boolean, as Spark's cast takes it, which takes five times as long to see the words that nearly all are. */
export function booleanFromText(text: Column): Column {
  return f
    .when(text.eq("true"), f.lit(true))
    .when(text.eq("false"), f.lit(false))
    .otherwise(f.when(text.contains(NUL).not(), text.tryCast("boolean")));
}

/** A double or float as a whole number: null unless integral and in range. NaN is above all numbers in Spark. */
export function wholeFromFractional(value: Column, to: DataType): Column {
  const inRange = value.ge(f.lit(-LONG_END)).and(value.lt(f.lit(LONG_END)));
  return f.when(inRange.and(f.rint(value).eq(value)), value.tryCast("bigint")).tryCast(to);
}

/** A number or decimal as a boolean: 0 and 1, and no other. */
export function booleanFromNumber(value: Column): Column {
  return f.when(value.eq(0), f.lit(false)).when(value.eq(1), f.lit(true));
}

/**
 * The number times ten to the `shift` as the text of a whole number; null when that is not whole, or has more than
 * `maxDigits` digits and is not zero (then it has one more, which the cast behind refuses).
 *
 * Nothing is computed but lengths: the digits are cut or filled with zeros to the length they have after the shift, and
 * what was cut must have been zeros. An exponent beyond a smallint is far outside every range whatever its digits, and
 * counts as the largest; zero stays zero under any. So `1e999999999` costs no more than `1e3`.
 */
function shifted(
  text: Column,
  shift: number,
  maxDigits: number,
  convert: (digits: Column) => Column,
): Column {
  const parts = f.split(f.regexpReplace(text, f.lit(NUMBER_PARTS), NUMBER_PARTS_LIST), ",");
  const converted = f.transform(f.array(parts), (part) => {
    const sign = f.get(part, 0);
    const digits = f.get(part, 1);
    const fraction = f.get(part, 2);
    const exponent = f.get(part, 3);
    const significant = f.ltrim(digits, f.lit("0"));
    const power = f
      .when(exponent.eq(""), f.lit(0))
      .otherwise(f.coalesce(exponent.tryCast("smallint"), f.lit(32767)));
    const length = f.least(
      f.length(significant).minus(f.length(fraction)).plus(power).plus(shift),
      f.lit(maxDigits + 1),
    );
    const moved = f.rpad(significant, length, f.lit("0"));
    const nothingLost = f.rpad(moved, f.length(significant), f.lit("0")).eq(significant);
    return f.when(digits.ne("").and(nothingLost), convert(f.concat(sign, f.lit("0"), moved)));
  });
  return f.get(converted, 0);
}
