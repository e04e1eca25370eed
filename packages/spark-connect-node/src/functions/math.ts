import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named, namedOrNumber, optional } from "./invoke.ts";

// Numbers.

/** The absolute value. */
export function abs(column: ColumnOrName): Column {
  return invoke("abs", named(column));
}

/** The arc cosine. */
export function acos(column: ColumnOrName): Column {
  return invoke("acos", named(column));
}

/** The inverse hyperbolic cosine. */
export function acosh(column: ColumnOrName): Column {
  return invoke("acosh", named(column));
}

/** The arc sine. */
export function asin(column: ColumnOrName): Column {
  return invoke("asin", named(column));
}

/** The inverse hyperbolic sine. */
export function asinh(column: ColumnOrName): Column {
  return invoke("asinh", named(column));
}

/** The arc tangent. */
export function atan(column: ColumnOrName): Column {
  return invoke("atan", named(column));
}

/** The inverse hyperbolic tangent. */
export function atanh(column: ColumnOrName): Column {
  return invoke("atanh", named(column));
}

/** The angle of the point (x, y). */
export function atan2(y: ColumnOrName | number, x: ColumnOrName | number): Column {
  return invoke("atan2", namedOrNumber(y), namedOrNumber(x));
}

/** An integer as text of binary digits. */
export function bin(column: ColumnOrName): Column {
  return invoke("bin", named(column));
}

/** Rounded half to even. */
export function bround(column: ColumnOrName, scale?: Column | number): Column {
  return invoke("bround", named(column), optional(scale));
}

/** The cube root. */
export function cbrt(column: ColumnOrName): Column {
  return invoke("cbrt", named(column));
}

/** Rounded up. */
export function ceil(column: ColumnOrName, scale?: Column | number): Column {
  return invoke("ceil", named(column), optional(scale));
}

/** Rounded up; the same as {@link ceil}. */
export function ceiling(column: ColumnOrName, scale?: Column | number): Column {
  return invoke("ceiling", named(column), optional(scale));
}

/** The digits of a number in another base. */
export function conv(column: ColumnOrName, fromBase: Column | number, toBase: Column | number): Column {
  return invoke("conv", named(column), constant(fromBase), constant(toBase));
}

/** The cosine. */
export function cos(column: ColumnOrName): Column {
  return invoke("cos", named(column));
}

/** The hyperbolic cosine. */
export function cosh(column: ColumnOrName): Column {
  return invoke("cosh", named(column));
}

/** The cotangent. */
export function cot(column: ColumnOrName): Column {
  return invoke("cot", named(column));
}

/** The cosecant. */
export function csc(column: ColumnOrName): Column {
  return invoke("csc", named(column));
}

/** Radians in degrees. */
export function degrees(column: ColumnOrName): Column {
  return invoke("degrees", named(column));
}

/** Radians in degrees. @deprecated Spark has named it {@link degrees} since 2.1. */
export const toDegrees: typeof degrees = degrees;

/** Euler's number. */
export function e(): Column {
  return invoke("e");
}

/** Euler's number to this power. */
export function exp(column: ColumnOrName): Column {
  return invoke("exp", named(column));
}

/** `exp(x) - 1`, exact for small x. */
export function expm1(column: ColumnOrName): Column {
  return invoke("expm1", named(column));
}

/** The factorial, up to 20. */
export function factorial(column: ColumnOrName): Column {
  return invoke("factorial", named(column));
}

/** Rounded down. */
export function floor(column: ColumnOrName, scale?: Column | number): Column {
  return invoke("floor", named(column), optional(scale));
}

/** A number, text or binary in hexadecimal digits. */
export function hex(column: ColumnOrName): Column {
  return invoke("hex", named(column));
}

/** Hexadecimal digits as binary. */
export function unhex(column: ColumnOrName): Column {
  return invoke("unhex", named(column));
}

/** The square root of the sum of the squares, without overflow. */
export function hypot(left: ColumnOrName | number, right: ColumnOrName | number): Column {
  return invoke("hypot", namedOrNumber(left), namedOrNumber(right));
}

/** The natural logarithm. */
export function ln(column: ColumnOrName): Column {
  return invoke("ln", named(column));
}

/** The logarithm to base 10. */
export function log10(column: ColumnOrName): Column {
  return invoke("log10", named(column));
}

/** `ln(1 + x)`, exact for small x. */
export function log1p(column: ColumnOrName): Column {
  return invoke("log1p", named(column));
}

/** The logarithm to base 2. */
export function log2(column: ColumnOrName): Column {
  return invoke("log2", named(column));
}

/** The number with its sign changed. */
export function negative(column: ColumnOrName): Column {
  return invoke("negative", named(column));
}

/** The number with its sign changed; the same as {@link negative}. */
export const negate: typeof negative = negative;

/** The number π. */
export function pi(): Column {
  return invoke("pi");
}

/** The remainder, never negative for a positive divisor. */
export function pmod(left: ColumnOrName | number, right: ColumnOrName | number): Column {
  return invoke("pmod", namedOrNumber(left), namedOrNumber(right));
}

/** The number itself. */
export function positive(column: ColumnOrName): Column {
  return invoke("positive", named(column));
}

/** The first to the power of the second. */
export function pow(left: ColumnOrName | number, right: ColumnOrName | number): Column {
  return invoke("power", namedOrNumber(left), namedOrNumber(right));
}

/** The first to the power of the second; the same as {@link pow}. */
export const power: typeof pow = pow;

/** Degrees in radians. */
export function radians(column: ColumnOrName): Column {
  return invoke("radians", named(column));
}

/** Degrees in radians. @deprecated Spark has named it {@link radians} since 2.1. */
export const toRadians: typeof radians = radians;

/** The nearest whole number, as a double. */
export function rint(column: ColumnOrName): Column {
  return invoke("rint", named(column));
}

/** Rounded half up to so many decimals. */
export function round(column: ColumnOrName, scale?: Column | number): Column {
  return invoke("round", named(column), optional(scale));
}

/** The secant. */
export function sec(column: ColumnOrName): Column {
  return invoke("sec", named(column));
}

/** −1, 0 or 1 by the sign. */
export function signum(column: ColumnOrName): Column {
  return invoke("signum", named(column));
}

/** −1, 0 or 1 by the sign; the same as {@link signum}. */
export function sign(column: ColumnOrName): Column {
  return invoke("sign", named(column));
}

/** The sine. */
export function sin(column: ColumnOrName): Column {
  return invoke("sin", named(column));
}

/** The hyperbolic sine. */
export function sinh(column: ColumnOrName): Column {
  return invoke("sinh", named(column));
}

/** The square root. */
export function sqrt(column: ColumnOrName): Column {
  return invoke("sqrt", named(column));
}

/** The tangent. */
export function tan(column: ColumnOrName): Column {
  return invoke("tan", named(column));
}

/** The hyperbolic tangent. */
export function tanh(column: ColumnOrName): Column {
  return invoke("tanh", named(column));
}

/** The sum; null on overflow. */
export function tryAdd(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("try_add", named(left), named(right));
}

/** The difference; null on overflow. */
export function trySubtract(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("try_subtract", named(left), named(right));
}

/** The product; null on overflow. */
export function tryMultiply(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("try_multiply", named(left), named(right));
}

/** The quotient; null on division by zero. */
export function tryDivide(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("try_divide", named(left), named(right));
}

/** The remainder; null on division by zero (Spark 4.0 and later). */
export function tryMod(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("try_mod", named(left), named(right));
}

/** The number of the bucket that the value falls into. */
export function widthBucket(
  column: ColumnOrName,
  min: ColumnOrName,
  max: ColumnOrName,
  buckets: ColumnOrName | number,
): Column {
  return invoke("width_bucket", named(column), named(min), named(max), namedOrNumber(buckets));
}

/** The natural logarithm. */
export function log(column: ColumnOrName): Column;
/** The logarithm to a base. */
export function log(base: Column | number, column: ColumnOrName): Column;
export function log(first: ColumnOrName | number, column?: ColumnOrName): Column {
  return column === undefined
    ? invoke("ln", namedOrNumber(first))
    : invoke("log", constant(first), named(column));
}
