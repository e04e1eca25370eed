/**
 * JavaScript values on their way to Spark: each function takes what may stand for a value of one type and gives
 * what Spark keeps of it, or refuses. Nothing is rounded (but to `FLOAT`), cut or guessed. `at` names the place in
 * messages.
 */
import { InvalidArgumentError } from "../errors.ts";
import type { DayTimeField, DecimalType, StructType, YearMonthField } from "../types/index.ts";
import { unscaled } from "./decimal.ts";
import { INT64_MAX, INT64_MIN } from "./integers.ts";
import { CalendarInterval, DayTimeInterval, YearMonthInterval } from "./intervals.ts";
import { LocalDate } from "./local-date.ts";
import { LocalTime } from "./local-time.ts";
import { LocalTimestamp } from "./local-timestamp.ts";
import { SpatialValue, Variant } from "./opaque.ts";
import { Timestamp } from "./timestamp.ts";

/** The kind of a value in words. Text is never shown: it may be anything. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number" || typeof value === "boolean") return `the ${typeof value} ${value}`;
  if (typeof value === "bigint") return `the bigint ${value}`;
  if (value instanceof Date && Number.isNaN(value.getTime())) return "an invalid Date";
  if (typeof value === "object") return `an object of class ${value.constructor?.name ?? "null"}`;
  return typeof value === "undefined" ? "undefined" : `a ${typeof value}`;
}

function refuse(value: unknown, expected: string, at: string): never {
  throw new InvalidArgumentError(`${at}: ${expected} expected, not ${describe(value)}`);
}

/** What the class reads in a text; its refusal comes with the place. */
function parsed<T>(reader: { parse(text: string): T }, text: string, at: string): T {
  try {
    return reader.parse(text);
  } catch (cause) {
    throw new InvalidArgumentError(`${at}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

export function toBoolean(value: unknown, at: string): boolean {
  return typeof value === "boolean" ? value : refuse(value, "a boolean", at);
}

/** A whole number of 8, 16 or 32 bits. */
export function toInteger(value: unknown, bits: 8 | 16 | 32, at: string): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  const bound = 2 ** (bits - 1);
  if (typeof number === "number" && Number.isInteger(number) && number >= -bound && number < bound)
    return number;
  return refuse(value, `a whole number of ${bits} bits`, at);
}

/** A bigint of 64 bits, or a number that is a safe integer. */
export function toLong(value: unknown, at: string): bigint {
  const long = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof long === "bigint" && long >= INT64_MIN && long <= INT64_MAX) return long;
  return refuse(value, "a bigint of 64 bits, or a safe integer,", at);
}

/** A number, or a bigint that a number can hold. */
export function toDouble(value: unknown, at: string): number {
  if (typeof value === "bigint" && BigInt(Number(value)) === value) return Number(value);
  return typeof value === "number" ? value : refuse(value, "a number", at);
}

/** A number, rounded to 32 bits; one beyond their range is refused. */
export function toFloat(value: unknown, at: string): number {
  const number = toDouble(value, at);
  const float = Math.fround(number);
  return Number.isFinite(number) && !Number.isFinite(float)
    ? refuse(value, "a number of 32 bits", at)
    : float;
}

/** Digits at the type's scale; of a number, its shortest decimal form counts (0.1 is 0.1). */
export function toUnscaled(value: unknown, { precision, scale }: DecimalType, at: string): bigint {
  const number = typeof value === "number" && Number.isFinite(value);
  if (typeof value !== "string" && typeof value !== "bigint" && !number) {
    return refuse(value, "a decimal number as string, bigint or number", at);
  }
  return unscaled(String(value), precision, scale, at);
}

/** Microseconds, when 64 bits hold them. */
function micros64(micros: bigint, at: string): bigint {
  if (micros >= INT64_MIN && micros <= INT64_MAX) return micros;
  throw new InvalidArgumentError(`${at}: Spark counts microseconds in 64 bits, and ${micros} are too many`);
}

/**
 * A text as it is.
 *
 * @throws InvalidArgumentError for half a surrogate pair: UTF-8 has none, and would have U+FFFD in its place.
 */
export function wellFormed(text: string, at: string): string {
  if (!/\p{Surrogate}/u.test(text)) return text;
  throw new InvalidArgumentError(
    `${at}: a text with half a surrogate pair, which UTF-8 cannot hold; toWellFormed() replaces it`,
  );
}

export function toText(value: unknown, at: string): string {
  return typeof value === "string" ? value : refuse(value, "a string", at);
}

export function toBytes(value: unknown, at: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : refuse(value, "a Uint8Array", at);
}

export function toEpochDay(value: unknown, at: string): number {
  const date = typeof value === "string" ? parsed(LocalDate, value, at) : value;
  return date instanceof LocalDate
    ? date.epochDay
    : refuse(value, "a LocalDate or a text like 2026-11-22", at);
}

export function toEpochMicros(value: unknown, at: string): bigint {
  if (value instanceof Timestamp) return micros64(value.epochMicros, at);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return Timestamp.fromDate(value).epochMicros;
  if (typeof value === "string") return parsed(Timestamp, value, at).epochMicros;
  return refuse(value, "a Timestamp, a Date or an ISO text with an offset", at);
}

export function toLocalMicros(value: unknown, at: string): bigint {
  const local = typeof value === "string" ? parsed(LocalTimestamp, value, at) : value;
  return local instanceof LocalTimestamp
    ? micros64(local.micros, at)
    : refuse(value, "a LocalTimestamp or an ISO text without an offset", at);
}

/** Nanoseconds of the day, none below the type's precision. */
export function toNanosOfDay(value: unknown, precision: number, at: string): bigint {
  const time = typeof value === "string" ? parsed(LocalTime, value, at) : value;
  if (!(time instanceof LocalTime)) return refuse(value, "a LocalTime or a text like 10:30:15", at);
  if (time.nanos % 10n ** BigInt(9 - precision) === 0n) return time.nanos;
  throw new InvalidArgumentError(`${at}: ${time.toString()} has more than ${precision} digits of a second`);
}

/** The smallest field that a type keeps, in microseconds; a second is kept with its fractions. */
const WHOLE = {
  0: { of: "days", micros: 86_400_000_000n },
  1: { of: "hours", micros: 3_600_000_000n },
  2: { of: "minutes", micros: 60_000_000n },
  3: { of: "microseconds", micros: 1n },
} as const satisfies Record<DayTimeField, { of: string; micros: bigint }>;

/** @param last the smallest field that the type keeps: what is finer would be lost. */
export function toDayTimeMicros(value: unknown, at: string, last: DayTimeField = 3): bigint {
  const interval = typeof value === "string" ? parsed(DayTimeInterval, value, at) : value;
  if (!(interval instanceof DayTimeInterval)) {
    return refuse(value, "a DayTimeInterval or a text like P1DT2H", at);
  }
  const micros = micros64(interval.micros, at);
  const whole = WHOLE[last];
  return micros % whole.micros === 0n ? micros : refuse(value, `an interval of whole ${whole.of}`, at);
}

/** @param last the smallest field that the type keeps: what is finer would be lost. */
export function toMonths(value: unknown, at: string, last: YearMonthField = 1): number {
  const interval = typeof value === "string" ? parsed(YearMonthInterval, value, at) : value;
  if (!(interval instanceof YearMonthInterval)) {
    return refuse(value, "a YearMonthInterval or a text like P1Y2M", at);
  }
  return last === 0 && interval.months % 12 !== 0
    ? refuse(value, "an interval of whole years", at)
    : interval.months;
}

export function toCalendarInterval(value: unknown, at: string): CalendarInterval {
  const interval = typeof value === "string" ? parsed(CalendarInterval, value, at) : value;
  return interval instanceof CalendarInterval ? interval : refuse(value, "a CalendarInterval", at);
}

export function toVariant(value: unknown, at: string): Variant {
  return value instanceof Variant ? value : refuse(value, "a Variant", at);
}

export function toSpatial(value: unknown, at: string): SpatialValue {
  return value instanceof SpatialValue ? value : refuse(value, "a SpatialValue", at);
}

/** The elements of an array, or of a typed array other than bytes. */
export function toElements(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value) && Symbol.iterator in value && typeof value[Symbol.iterator] === "function") {
    return Array.from(value as Float64Array);
  }
  return refuse(value, "an array", at);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The entries of a Map, or of a plain object. */
export function toEntries(value: unknown, at: string): readonly (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...value.entries()];
  return isPlainObject(value) ? Object.entries(value) : refuse(value, "a Map or a plain object", at);
}

/** The values of a struct in the order of its fields: of an object by name, or of an array by position. */
export function toFieldValues(value: unknown, struct: StructType, at: string): readonly unknown[] {
  if (Array.isArray(value)) {
    if (value.length === struct.fields.length) return value;
    throw new InvalidArgumentError(`${at}: ${struct.fields.length} values expected, not ${value.length}`);
  }
  if (typeof value !== "object" || value === null || value instanceof Map) {
    return refuse(value, "an object, or an array of values,", at);
  }
  const row = value as Readonly<Record<string, unknown>>;
  let found = 0;
  const values = struct.fields.map(({ name }): unknown => {
    if (Object.hasOwn(row, name)) {
      found++;
      return row[name];
    }
    // What a class computes by a getter is as good as a property.
    return name in row && !(name in Object.prototype) ? row[name] : null;
  });
  const keys = Object.keys(row);
  if (keys.length <= found) return values;
  const unknown = keys.find((key) => !struct.fields.some((field) => field.name === key));
  throw new InvalidArgumentError(
    `${at}: there is no field ${JSON.stringify(unknown)}; the fields are ${struct.names().join(", ")}`,
  );
}
