const DAY_MS = 86_400_000;

/** Milliseconds since the epoch of a day's midnight, UTC. */
export function midnight(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day `count` days after (or before) another, both `YYYY-MM-DD`. */
export function plusDays(day: string, count: number): string {
  return new Date(midnight(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** `YYYY-MM-DD HH:mm:ss` in UTC, the source's timestamps. */
export function formatTimestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace("T", " ");
}

/** Whether a text is a day of the calendar: 2021-02-30 is not. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(midnight(text)) && plusDays(text, 0) === text;
}
