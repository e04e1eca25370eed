import { textsInNumbers } from "../template/awkward.ts";
import {
  type JsonCollection,
  type JsonColumn,
  type JsonModule,
  jsonModules,
  jsonTemplate,
} from "../template/json-template.ts";

interface FieldChange<Kind extends string> {
  readonly kind: Kind;
  readonly collection: JsonCollection;
  /** As the source writes it. */
  readonly field: string;
}

/** How a day's documents differ from the day before's. */
export type JsonDayChange =
  | FieldChange<"dropped">
  | FieldChange<"added">
  /** A struct has a member more. */
  | (FieldChange<"nested-added"> & { readonly member: string })
  /** Every how many-th row has text in a number's place, beginning with row 0. */
  | (FieldChange<"text-in-integer"> & { readonly everyRows: number })
  /** Marked as personal from now on. */
  | FieldChange<"became-pii">;

const dropped: readonly FieldChange<"dropped">[] = [
  { kind: "dropped", collection: "grant_applications", field: "dfaRejectionReason" },
  { kind: "dropped", collection: "supplier", field: "site_name" },
];
const county = {
  kind: "nested-added",
  collection: "grant_applications",
  field: "siteAddress",
  member: "county",
} as const;
const added = { kind: "added", collection: "grant_applications", field: "isRenewal" } as const;
const addedColumn: JsonColumn = { field: added.field, type: "boolean", pii: false };
const textual = {
  kind: "text-in-integer",
  collection: "grant_applications",
  field: "numberOfPaidEmployees",
  everyRows: 10,
} as const;
const becamePii = { kind: "became-pii", collection: "user_detail", field: "name" } as const;

/** What changes in a module on the n-th day, from 0. */
export function jsonChangesOf(module: JsonModule, dayNumber: number): JsonDayChange[] {
  const changes: readonly (readonly JsonDayChange[])[] = [
    [],
    [...dropped, county],
    [added, textual, becamePii],
  ];
  return (changes[dayNumber] ?? []).filter(({ collection }) => jsonModules[module].includes(collection));
}

/** The columns that the collection's table knows after the n-th day: a dropped one is still one of them. */
export function jsonTableColumnsOn(dayNumber: number, collection: JsonCollection): readonly JsonColumn[] {
  const columns = jsonTemplate[collection];
  return dayNumber < 2 || collection !== added.collection ? columns : [...columns, addedColumn];
}

/** The columns of a collection's documents on the n-th day: a dropped one stays away, an added one stays. */
export function jsonColumnsOn(dayNumber: number, collection: JsonCollection): readonly JsonColumn[] {
  const gone = dropped.filter((change) => dayNumber >= 1 && change.collection === collection);
  return jsonTableColumnsOn(dayNumber, collection)
    .filter(({ field }) => !gone.some((change) => change.field === field))
    .map((column) =>
      dayNumber >= 2 && collection === becamePii.collection && column.field === becamePii.field
        ? { ...column, pii: true }
        : column,
    );
}

/** Whether addresses have a county on the n-th day. */
export function hasCounty(dayNumber: number): boolean {
  return dayNumber >= 1;
}

/** The text that stands in a number's place in this field; `undefined` where none does. */
export function textInNumber(
  dayNumber: number,
  collection: JsonCollection,
  field: string,
  row: number,
): string | undefined {
  const hit =
    dayNumber === 2 &&
    collection === textual.collection &&
    field === textual.field &&
    row % textual.everyRows === 0;
  if (!hit) return undefined;
  return textsInNumbers[Math.floor(row / textual.everyRows) % textsInNumbers.length] ?? textsInNumbers[0];
}
