const DAY_MS = 86_400_000;

// Days and clock times are asked for millions of times in a benchmark's files; Date is slow at both.
const dayTexts = new Map<number, string>();
const dayNumbers = new Map<string, number>();
const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));

/** A day, counted from 1970-01-01, as `YYYY-MM-DD`. */
function dayText(number: number): string {
  const known = dayTexts.get(number);
  if (known !== undefined) return known;
  const text = new Date(number * DAY_MS).toISOString().slice(0, 10);
  dayTexts.set(number, text);
  return text;
}

function dayNumber(day: string): number {
  const known = dayNumbers.get(day);
  if (known !== undefined) return known;
  const number = Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  dayNumbers.set(day, number);
  return number;
}

/** Seconds since the epoch of a day's midnight, UTC. */
export function midnight(day: string): number {
  return dayNumber(day) * 86_400;
}

/** The day `count` days after (or before) another, both `YYYY-MM-DD`. */
export function plusDays(day: string, count: number): string {
  return dayText(dayNumber(day) + count);
}

/** Seconds since the epoch as `YYYY-MM-DD HH:mm:ss` in UTC, the source's timestamps. */
export function formatTimestamp(epochSeconds: number): string {
  const number = Math.floor(epochSeconds / 86_400);
  const seconds = epochSeconds - number * 86_400;
  const hours = twoDigits[Math.floor(seconds / 3_600)];
  const minutes = twoDigits[Math.floor(seconds / 60) % 60];
  return `${dayText(number)} ${hours}:${minutes}:${twoDigits[seconds % 60]}`;
}

/** Whether a text is a day of the calendar: 2021-02-30 is not. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(dayNumber(text)) && plusDays(text, 0) === text;
}
