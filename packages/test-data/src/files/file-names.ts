import { midnight } from "../values/calendar.ts";
import type { JsonCollection, JsonModule } from "../template/json-template.ts";
import type { VacancyCollection } from "../template/template.ts";

/** Seconds: an extract is taken at two in the morning of its day. */
const epochOf = (day: string): number => midnight(day) + 7_200;

/** A full extract's name: the epoch (seconds) is when it was taken; a later delivery of the day is a second later. */
export function fullExtractName(day: string, collection: VacancyCollection, sequence = 0): string {
  return `${day}_${collection}_${epochOf(day) + sequence}.csv`;
}

/** A delta extract's name; several a day, numbered from 1. */
export function deltaExtractName(day: string, collection: VacancyCollection, sequence: number): string {
  return `${day}_${collection}_delta_${sequence}.csv`;
}

/** An encrypted JSON document's name: a full extract has sequence 0, deltas are numbered from 1, a second apart. */
export function encryptedExtractName(
  day: string,
  module: JsonModule,
  collection: JsonCollection,
  sequence: number,
): string {
  return `${day}_${module}-${collection}-${epochOf(day) + sequence}.json.enc`;
}
