import type { CalendarInterval, DayTimeInterval, YearMonthInterval } from "./intervals.ts";
import type { LocalDate } from "./local-date.ts";
import type { LocalTime } from "./local-time.ts";
import type { LocalTimestamp } from "./local-timestamp.ts";
import type { SpatialValue, Variant } from "./opaque.ts";
import type { Timestamp } from "./timestamp.ts";

/**
 * What a cell of a result is.
 *
 * `TINYINT`, `SMALLINT`, `INT`, `FLOAT`, `DOUBLE`: number. `BIGINT`: bigint. `DECIMAL`: a string with exactly the
 * type's scale (`"1.10"`). Text: string. `BINARY`: Uint8Array. `DATE`: {@link LocalDate}. `TIMESTAMP`:
 * {@link Timestamp}. `TIMESTAMP_NTZ`: {@link LocalTimestamp}. `TIME`: {@link LocalTime}. Intervals:
 * {@link DayTimeInterval}, {@link YearMonthInterval}, {@link CalendarInterval}. `VARIANT`: {@link Variant}.
 * Arrays: Array. Maps: Map. Structs: plain objects, or arrays of their values when rows are arrays.
 */
export type SparkValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | LocalDate
  | Timestamp
  | LocalTimestamp
  | LocalTime
  | DayTimeInterval
  | YearMonthInterval
  | CalendarInterval
  | Variant
  | SpatialValue
  | SparkValue[]
  | Map<SparkValue, SparkValue>
  | { [name: string]: SparkValue };

/**
 * An object with those names, in order, as own properties (also `__proto__`). `at` tells where, in messages.
 */
export function objectOf(
  names: readonly string[],
  values: readonly SparkValue[],
): { [name: string]: SparkValue } {
  const object: { [name: string]: SparkValue } = {};
  for (const [at, name] of names.entries()) {
    Object.defineProperty(object, name, {
      value: values[at] ?? null,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return object;
}
