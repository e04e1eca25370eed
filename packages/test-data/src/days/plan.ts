import { plusDays } from "../values/calendar.ts";
import type { SourceColumn, VacancyCollection } from "../template/template.ts";
import { vacancyTemplate } from "../template/template.ts";

/** How a day's files differ from the day before's. */
export type DayChange =
  | { readonly kind: "dropped"; readonly collection: VacancyCollection; readonly header: string }
  | { readonly kind: "added"; readonly collection: VacancyCollection; readonly header: string }
  | {
      readonly kind: "text-in-integer";
      readonly collection: VacancyCollection;
      readonly header: string;
      /** Every how many-th row has text, beginning with row 0. */
      readonly everyRows: number;
    };

/** The drop is in the middle of the file, so that columns taken by position go wrong visibly. */
const dropped = { collection: "bid_employers", header: "Employer Name" } as const;
const textual = { collection: "vacancies", header: "Max Number of Applications", everyRows: 10 } as const;
const added = { collection: "vacancies", after: "Title", header: "Offers Travel Costs?" } as const;
const addedColumn: SourceColumn = { header: added.header, type: "boolean" };

/** What changes on the n-th day, from 0. */
export function changesOf(dayNumber: number): DayChange[] {
  if (dayNumber === 1) return [{ kind: "dropped", ...dropped }];
  if (dayNumber === 2) {
    const { collection, header } = added;
    return [
      { kind: "added", collection, header },
      { kind: "text-in-integer", ...textual },
    ];
  }
  return [];
}

/** The columns of a collection's files on the n-th day: a dropped one stays away, an added one stays. */
export function columnsOn(dayNumber: number, collection: VacancyCollection): readonly SourceColumn[] {
  return tableColumnsOn(dayNumber, collection).filter(
    ({ header }) => dayNumber < 1 || collection !== dropped.collection || header !== dropped.header,
  );
}

/** The columns that the collection's table knows after the n-th day: a dropped one is still one of them. */
export function tableColumnsOn(dayNumber: number, collection: VacancyCollection): readonly SourceColumn[] {
  const columns = vacancyTemplate[collection];
  if (dayNumber < 2 || collection !== added.collection) return columns;
  const at = columns.findIndex(({ header }) => header === added.after) + 1;
  return [...columns.slice(0, at), addedColumn, ...columns.slice(at)];
}

/** Whether this field has text in a number's place. */
export function isTextInNumber(
  dayNumber: number,
  collection: VacancyCollection,
  header: string,
  row: number,
): boolean {
  return (
    dayNumber === 2 &&
    collection === textual.collection &&
    header === textual.header &&
    row % textual.everyRows === 0
  );
}

/** The days of a run, `YYYY-MM-DD`. */
export function daysFrom(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => plusDays(start, index));
}
