import { InvalidDayError } from "../errors.ts";

declare const dayBrand: unique symbol;

/**
 * A calendar day, `YYYY-MM-DD`, known to exist. It has no time and no zone, so nothing can shift it; days compare
 * as strings do.
 */
export type Day = string & { readonly [dayBrand]: true };

const DAY_MS = 86_400_000;

/**
 * Reads a day.
 *
 * @param text `YYYY-MM-DD`, nothing around it.
 * @throws InvalidDayError for any other shape and for days that do not exist (`2021-02-30`).
 */
export function parseDay(text: string): Day {
  if (!isDay(text)) {
    const shaped = /^\d{4}-\d{2}-\d{2}$/.test(text);
    throw new InvalidDayError(text, shaped ? "there is no such day" : "it is not written YYYY-MM-DD");
  }
  return text;
}

/** Whether a text is a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  // Date accepts 2021-02-30 as March 2nd: only a day that comes back as it went in exists.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/**
 * The day `count` days later (earlier when negative).
 *
 * @throws InvalidDayError when the result lies outside the years 0000 to 9999.
 */
export function addDays(day: Day, count: number): Day {
  // UTC has no daylight saving: a day is always 86,400,000 ms long there.
  const shifted = new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS);
  return parseDay(shifted.toISOString().slice(0, -"T00:00:00.000Z".length));
}

/** The day after. */
export function nextDay(day: Day): Day {
  return addDays(day, 1);
}

/** The day before. */
export function previousDay(day: Day): Day {
  return addDays(day, -1);
}

/** Every day from `start` to `end`, both included, in order; none when `start` is after `end`. */
export function daysFromTo(start: Day, end: Day): Day[] {
  const days: Day[] = [];
  for (let day = start; day <= end; day = nextDay(day)) days.push(day);
  return days;
}

/**
 * The calendar day it is at an instant, in a zone.
 *
 * @param zone an IANA name, `UTC` or `Europe/London`.
 * @param now the instant; the caller's clock, so that tests can set it.
 */
export function todayIn(zone: string, now: Date): Day {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(now);
  const part = (type: "year" | "month" | "day"): string => parts.find((p) => p.type === type)?.value ?? "";
  return parseDay(`${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`);
}
