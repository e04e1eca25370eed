import { floorDivide, formatCivil, formatFraction, pad, parseCivil, parseTimeOfDay } from "./civil.ts";

/** Microseconds of a day. */
export const MICROS_PER_DAY = 86_400_000_000n;

/** Microseconds since 1970-01-01T00:00 as `2026-11-22T10:30:00.5`. */
export function formatMicros(micros: bigint): string {
  const [days, ofDay] = floorDivide(micros, MICROS_PER_DAY);
  return `${formatCivil(Number(days))}T${formatMicrosOfDay(Number(ofDay))}`;
}

function formatMicrosOfDay(ofDay: number): string {
  const seconds = Math.floor(ofDay / 1_000_000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return clock.map((part) => pad(part, 2)).join(":") + formatFraction(ofDay % 1_000_000, 6);
}

/** Reads `2026-11-22T10:30:00.5`, with a space instead of the T, or a date alone; at most microseconds. */
export function parseMicros(text: string): bigint | undefined {
  const match = /^([+-]?\d{4,7}-\d{2}-\d{2})(?:[T ](.+))?$/i.exec(text);
  const days = match?.[1] === undefined ? undefined : parseCivil(match[1]);
  const nanos = match?.[2] === undefined ? 0n : parseTimeOfDay(match[2]);
  if (days === undefined || nanos === undefined || nanos % 1000n !== 0n) return undefined;
  return BigInt(days) * MICROS_PER_DAY + nanos / 1000n;
}
