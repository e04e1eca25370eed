/**
 * Calendar arithmetic of the proleptic Gregorian calendar, which is Spark's since 3.0: also before 1582
 * (1582-10-10 exists), before year 1 (year 0 is 1 BC) and beyond 9999. `Date` cannot be used for it: its
 * range ends in year 275760.
 *
 * After Howard Hinnant, "chrono-compatible low-level date algorithms",
 * https://howardhinnant.github.io/date_algorithms.html
 */

/** A calendar date; `month` and `day` count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAYS_OF_ERA = 146_097;

/** The days from 1970-01-01 to a date. */
export function daysFromCivil({ year, month, day }: CivilDate): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + dayOfEra - 719_468;
}

/** The date that many days after 1970-01-01. */
export function civilFromDays(epochDay: number): CivilDate {
  const z = epochDay + 719_468;
  const era = Math.floor(z / DAYS_OF_ERA);
  const dayOfEra = z - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Whether there is such a day: 2021-02-30 is none. */
export function isCivilDate(date: CivilDate): boolean {
  const { year, month, day } = civilFromDays(daysFromCivil(date));
  return (
    date.month >= 1 && date.month <= 12 && year === date.year && month === date.month && day === date.day
  );
}

/** The number with leading zeros. */
export function pad(value: number | bigint, digits: number): string {
  return String(value).padStart(digits, "0");
}

/** As Java and Spark write dates: four digits of a year at least, a sign before 0000 and after 9999. */
export function formatCivil(epochDay: number): string {
  const { year, month, day } = civilFromDays(epochDay);
  const sign = year < 0 ? "-" : year > 9999 ? "+" : "";
  return `${sign}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** A fraction of a second, `.5`, without trailing zeros; nothing for none. */
export function formatFraction(fraction: number | bigint, digits: number): string {
  return Number(fraction) === 0 ? "" : `.${pad(fraction, digits).replace(/0+$/, "")}`;
}

/** A quotient rounded towards −∞ and its remainder, never negative. */
export function floorDivide(dividend: bigint, divisor: bigint): readonly [bigint, bigint] {
  const remainder = ((dividend % divisor) + divisor) % divisor;
  return [(dividend - remainder) / divisor, remainder];
}

/** Days (from 1970-01-01) of a text like `2026-11-22`, `-0044-03-15`, `+10000-01-01`; undefined for others. */
export function parseCivil(text: string): number | undefined {
  const match = /^([+-]?\d{4,7})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return isCivilDate(date) ? daysFromCivil(date) : undefined;
}

/** Nanoseconds since midnight of a text like `10:30`, `10:30:15.123456789`; undefined for others. */
export function parseTimeOfDay(text: string): bigint | undefined {
  const match = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return (
    BigInt(hour * 3600 + minute * 60 + second) * 1_000_000_000n + BigInt((match[4] ?? "0").padEnd(9, "0"))
  );
}
