import { TestDataError } from "../errors.ts";
import { isDay } from "../values/calendar.ts";
import type { ExpectedRecord, GeneratedFile, RowContext } from "./days.ts";
import { encryptedExtractName } from "../files/file-names.ts";
import { type Inferred, inferredColumns, sparkJson } from "../expected/inferred.ts";
import { type JsonCell, jsonCellOf } from "../values/json-cell.ts";
import { documentText } from "../files/json-document.ts";
import {
  hasCounty,
  jsonChangesOf,
  jsonColumnsOn,
  type JsonDayChange,
  jsonTableColumnsOn,
  textInNumber,
} from "./json-plan.ts";
import { type JsonCollection, type JsonModule, jsonModules } from "../template/json-template.ts";
import { type JsonObject, type JsonValue, writeJson } from "../values/json-value.ts";
import { daysFrom } from "./plan.ts";
import { hashOf, randomFrom } from "../values/random.ts";
import { hashedTexts, rowHash } from "../expected/row-hash.ts";
import { slices } from "../files/slices.ts";
import { snakeCase } from "../expected/snake-case.ts";

export interface JsonDaysOptions {
  readonly module: JsonModule;
  /** First day, `YYYY-MM-DD`. */
  readonly start: string;
  /** Default 3. */
  readonly days?: number;
  /** Records of each collection on each day. Default 200. */
  readonly rows?: number;
  /** Other data for another seed. Default "kickstart". */
  readonly seed?: string;
  /** One document a day and collection (default), or several deltas. */
  readonly extract?: "full" | "delta";
}

export interface GeneratedJsonCollection {
  readonly name: JsonCollection;
  /** Whether any field is marked as personal that day. */
  readonly pii: boolean;
  /** The content is the plain JSON text; it is encrypted on its way into the bucket. */
  readonly documents: readonly GeneratedFile[];
  /**
   * In the documents' order; `id` identifies one. `source` has the compact JSON text of each member, null for a null;
   * an absent field is not named. `published` has nested columns as Spark's `to_json` writes them, and `row_hash_id`.
   */
  readonly records: readonly ExpectedRecord[];
}

export interface GeneratedJsonDay {
  readonly module: JsonModule;
  readonly day: string;
  readonly changes: readonly JsonDayChange[];
  readonly collections: readonly GeneratedJsonCollection[];
}

const DELTA_DOCUMENTS = 3;

/**
 * Days of a module's JSON documents with what must come of them; {@link jsonChangesOf} says how the days differ. Later
 * days stay as day 3, without the text in an integer's place.
 * Pure: the same options give the same bytes everywhere.
 * @throws TestDataError INVALID_ARGUMENT for a start that is no day of the calendar
 */
export function generateJsonDays(options: JsonDaysOptions): GeneratedJsonDay[] {
  const { module, start, days = 3, rows = 200, seed = "kickstart", extract = "full" } = options;
  if (!isDay(start)) throw new TestDataError("INVALID_ARGUMENT", `"${start}" is no day (YYYY-MM-DD)`);
  return daysFrom(start, days).map((day, dayNumber) => ({
    module,
    day,
    changes: jsonChangesOf(module, dayNumber),
    collections: jsonModules[module].map((collection) =>
      generateCollection(collection, { module, day, dayNumber, rows, seed, extract }),
    ),
  }));
}

interface DayContext extends RowContext, Required<Pick<JsonDaysOptions, "module" | "extract">> {}

/** A record's values by field; `undefined` for one that it has not. */
type Row = ReadonlyMap<string, JsonCell>;

function generateCollection(name: JsonCollection, context: DayContext): GeneratedJsonCollection {
  const { module, day, dayNumber, rows, extract } = context;
  const columns = jsonColumnsOn(dayNumber, name);
  const generated = Array.from({ length: rows }, (_, row) => generateRow(name, row, context));
  const records = generated.map(recordOf);
  const parts = extract === "full" ? [records] : slices(records, DELTA_DOCUMENTS);
  const documents = parts.map((part, sequence) => ({
    key: encryptedExtractName(day, module, name, extract === "full" ? 0 : sequence + 1),
    content: new TextEncoder().encode(documentText({ collection: name, day, sequence, columns }, part)),
  }));
  const types = inferredColumns(records);
  const hashes = hashedTexts(records).map(rowHash);
  return {
    name,
    pii: columns.some(({ pii }) => pii),
    documents,
    records: generated.map((row, index) => expected(row, types, hashes[index] ?? "", { name, dayNumber })),
  };
}

function generateRow(collection: JsonCollection, row: number, context: RowContext): Row {
  const { day, dayNumber, rows, seed } = context;
  const random = randomFrom(hashOf(`${seed}/${day}/${collection}/${row}`));
  const cells = jsonColumnsOn(dayNumber, collection).map((of, column): [string, JsonCell] => {
    const text = textInNumber(dayNumber, collection, of.field, row);
    if (text !== undefined) return [of.field, { value: text, published: null }];
    const county = hasCounty(dayNumber);
    return [
      of.field,
      jsonCellOf(of, {
        seed,
        day,
        collection,
        row,
        rows,
        column,
        random,
        empty: 0.06,
        awkward: 0.05,
        county,
      }),
    ];
  });
  return new Map(cells);
}

/** One record of a document, from 0. */
export function generateRecord(collection: JsonCollection, row: number, context: RowContext): JsonObject {
  return recordOf(generateRow(collection, row, context));
}

/** The record as a document has it. */
function recordOf(row: Row): JsonObject {
  const record: Record<string, JsonValue> = {};
  for (const [field, { value }] of row) if (value !== undefined) record[field] = value;
  return record;
}

function expected(
  row: Row,
  types: Readonly<Record<string, Inferred>>,
  hash: string,
  { name, dayNumber }: { readonly name: JsonCollection; readonly dayNumber: number },
): ExpectedRecord {
  const source: Record<string, string | null> = {};
  const published: Record<string, string | null> = {};
  const errors: string[] = [];
  for (const { field } of jsonTableColumnsOn(dayNumber, name)) {
    const column = snakeCase(field);
    const { value, published: text } = row.get(field) ?? { value: undefined, published: null };
    if (value !== undefined) source[column] = value === null ? null : writeJson(value);
    published[column] = text === undefined ? sparkJson(value ?? null, types[field] ?? "nothing") : text;
    if (typeof value === "string" && text === null) {
      errors.push(`Type Conversion for column ${column}. The source value is: ${value}`);
    }
  }
  published["row_hash_id"] = hash;
  return { source, published, errors };
}
