import { midnight } from "./calendar.ts";
import type { VacancyCollection } from "./template.ts";

/** A full extract's name: the epoch (seconds) is when it was taken, two in the morning of its day. */
export function fullExtractName(day: string, collection: VacancyCollection): string {
  return `${day}_${collection}_${midnight(day) + 7_200}.csv`;
}

/** A delta extract's name; several a day, numbered from 1. */
export function deltaExtractName(day: string, collection: VacancyCollection, sequence: number): string {
  return `${day}_${collection}_delta_${sequence}.csv`;
}
