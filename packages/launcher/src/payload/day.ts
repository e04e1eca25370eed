/** A calendar day, `YYYY-MM-DD`, that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && dayOf(time) === text;
}

/** The UTC day of an instant. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
