/**
 * The texts that convert, as Java regular expressions over the whole value.
 *
 * White space and control characters around a value are trimmed, the ones that Spark's own casts trim, but for NUL:
 * it is damage, and the casts would hide it. Digits are those of ASCII only.
 */
const BLANK = "[\\x01-\\x20\\x7f]*";

/** Sign, whole digits, digits after a point, digits after a leading point, exponent: five groups. */
const NUMBER = "([+-]?)(?:([0-9]+)[.]?([0-9]*)|[.]([0-9]+))(?:[eE]([+-]?[0-9]+))?";

const DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

/** A decimal number, with or without a point and an exponent. */
export const NUMBER_TEXT: string = `^${BLANK}${NUMBER}${BLANK}\\z`;

/** {@link NUMBER_TEXT}, or else anything: to take a text apart in one replacement, groups empty where it is no number. */
export const NUMBER_PARTS: string = `(?s)${NUMBER_TEXT}|.*`;

/** What {@link NUMBER_PARTS} is replaced by: sign, all digits, digits after the point, exponent. */
export const NUMBER_PARTS_LIST: string = "$1,$2$3$4,$3$4,$5";

/**
 * What nearly every number looks like: too short to be infinite as a double. The quick shapes here match part of what
 * the others do, in half the time or less.
 */
export const QUICK_NUMBER_TEXT: string = "^-?[0-9]{1,15}(?:[.][0-9]{1,15})?\\z";

/** Of numbers, those that are zero whatever their exponent. */
export const ZERO_TEXT: string = "^[^1-9eE]*(?:[eE]|\\z)";

/** Of numbers, those with an exponent and no point, as codes are written: `12E5`. */
export const CODE_TEXT: string = "^[^.]*[eE]";

/** What nearly every date looks like. */
export const QUICK_DATE_TEXT: string = `^${DATE}\\z`;

/** What nearly every timestamp looks like: at most six digits of a second, in UTC if it names a zone; or a date. */
export const QUICK_TIME_TEXT: string = `^${DATE}(?:[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,6})?Z?)?\\z`;

/** Digits alone, no plus sign, nothing Spark's cast to a whole number could see otherwise. */
export const WHOLE_TEXT: string = `^${BLANK}-?[0-9]+${BLANK}\\z`;

/** At most as many digits as a double always keeps. */
export const SHORT_WHOLE_TEXT: string = `^${BLANK}-?[0-9]{1,15}${BLANK}\\z`;

/** `007`, `-01` or `+7`, but no date: written with a sign or zeros that a number would not give back. */
export const MARKED_TEXT: string = `^${BLANK}(?!${DATE})(?:[+]|-?0[0-9])`;

/** A date and no more. */
export const DATE_TEXT: string = `^${BLANK}${DATE}${BLANK}\\z`;

/**
 * A zone that has one meaning: `Z`, `UTC`, `GMT`, an offset with or without one of the latter two before it, or
 * `Region/City`. Letters alone (`BST`, `IST`, `EST5EDT`) and `SystemV/…` do not: Java reads `BST` as Bangladesh.
 */
const ZONE = "(?:Z|(?:UTC|GMT)?(?:[+-][0-9:]+)?|(?!SystemV/)[A-Z][A-Za-z_]*/[A-Za-z0-9_+/-]+)";

/**
 * A date, perhaps with a time and a zone. Digits of a second that a microsecond cannot hold must be zeros. Spark's cast
 * checks the rest: it reads what this lets through to its end or not at all.
 */
export const DATE_AND_MORE_TEXT: string = `^${BLANK}${DATE}(?![0-9])(?!.*[.][0-9]{6}[0-9]*[1-9])(?:[ T][0-9:.]* *${ZONE})?${BLANK}\\z`;

/** A date with or without a time of day, without a zone, which a local timestamp would drop. */
export const LOCAL_TEXT: string = `^${BLANK}${DATE}(?:[ T][0-9]{1,2}(?::[0-9]{1,2}(?::[0-9]{1,2}(?:[.][0-9]{0,6}0*)?)?)?)?${BLANK}\\z`;
