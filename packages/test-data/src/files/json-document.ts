import { plusDays } from "../values/calendar.ts";
import type { JsonCollection, JsonColumn } from "../template/json-template.ts";
import { type JsonObject, type JsonStyle, type JsonValue, writeJson } from "../values/json-value.ts";

/** How a collection's documents are written. */
interface DocumentStyle extends JsonStyle {
  /** Whether `fields` comes after `data`; in every other document of a day it is the other way round. */
  readonly fieldsLast: boolean;
  /** Whether `pii` is `"true"` and not `true`. */
  readonly piiAsText: boolean;
}

const plain: DocumentStyle = { indent: 0, ascii: false, fieldsLast: false, piiAsText: false };

/** Each of these is JSON as good as the others. */
const styles: Readonly<Record<JsonCollection, DocumentStyle>> = {
  grant_applications: plain,
  supplier: { ...plain, fieldsLast: true },
  employee: { ...plain, piiAsText: true },
  payment: { ...plain, fieldsLast: true, piiAsText: true },
  task: { ...plain, indent: 2 },
  role: { ...plain, ascii: true },
  user_detail: { ...plain, fieldsLast: true, piiAsText: true },
};

/** A member of which nobody has said anything, with what would lead a search by text astray. */
const unknownMember: JsonObject = {
  'name "of" {it}': String.raw`export }]} v2 \" "data": [{"id": "none"}], \\`,
  data: [{ id: "no record {" }, []],
  note: "ends with a backslash \\",
};

/** The names and marks of a document's fields, as it has them. */
function fieldsOf(columns: readonly JsonColumn[], piiAsText: boolean): JsonValue {
  return columns.map(({ field, pii }) => ({ fieldName: field, pii: piiAsText ? String(pii) : pii }));
}

export interface DocumentParts {
  readonly collection: JsonCollection;
  readonly day: string;
  /** From 0, among the day's documents of the collection. */
  readonly sequence: number;
  readonly columns: readonly JsonColumn[];
}

/** All of a document but its records: the members before `data` and after it. */
function frame({ collection, day, sequence, columns }: DocumentParts): {
  readonly before: JsonObject;
  readonly after: JsonObject;
} {
  const { fieldsLast, piiAsText } = styles[collection];
  const fields = { fields: fieldsOf(columns, piiAsText) };
  const extract = { extract: { start: `${day}T00:00:00Z`, end: `${plusDays(day, 1)}T00:00:00Z` } };
  const last = fieldsLast !== (sequence % 2 === 1);
  return last
    ? { before: { ...extract, producer: unknownMember }, after: fields }
    : { before: { ...extract, ...fields }, after: { producer: unknownMember } };
}

/** Stands where the records go, while the rest is written; no template has it. */
const RECORDS = "\u0000records\u0000";
const BATCH = 1_000;

/** A document's text in pieces: what comes before its records, they themselves a batch at a time, what comes after. */
export function* documentPieces(
  parts: DocumentParts,
  records: Iterable<JsonObject>,
): Generator<string, void, undefined> {
  const { before, after } = frame(parts);
  const style = styles[parts.collection];
  const [head = "", tail = ""] = writeJson({ ...before, data: [RECORDS], ...after }, style).split(
    writeJson(RECORDS, style),
  );
  const separator = style.indent === 0 ? "," : `,\n${" ".repeat(style.indent * 2)}`;
  let begun = false;
  let batch: string[] = [];
  const flush = (): string => {
    const text = (begun ? separator : head) + batch.join(separator);
    begun = true;
    batch = [];
    return text;
  };
  for (const record of records) {
    batch.push(writeJson(record, style, 2));
    if (batch.length === BATCH) yield flush();
  }
  if (batch.length > 0) yield flush();
  yield begun ? tail : writeJson({ ...before, data: [], ...after }, style);
}

/** A whole document's text. */
export function documentText(parts: DocumentParts, records: readonly JsonObject[]): string {
  return [...documentPieces(parts, records)].join("");
}

/** The text of a compact document that is not held as a whole: what comes before its records, and what after them. */
export function documentEnds(parts: DocumentParts): { readonly head: string; readonly tail: string } {
  const { before, after } = frame(parts);
  return {
    head: `${writeJson(before).slice(0, -1)},"data":[`,
    tail: `],${writeJson(after).slice(1)}`,
  };
}
