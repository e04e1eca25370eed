import { type JsonCellContext, jsonCellOf } from "../values/json-cell.ts";
import { documentEnds } from "./json-document.ts";
import { type JsonColumn, jsonTemplate } from "../template/json-template.ts";
import { type JsonValue, writeJson } from "../values/json-value.ts";
import { hashOf, randomFrom } from "../values/random.ts";

/** The collection of a benchmark's documents. */
export const BENCH_COLLECTION = "grant_applications";
const BATCH = 1_000;

/** The columns of a benchmark's document: with these a record is about 500 bytes. */
const benchFields: readonly string[] = [
  "id",
  "employerReferenceNumber",
  "organisationName",
  "employabilitySupport",
  "numberOfPaidEmployees",
  "email",
  "telephoneNumber",
  "dateApplicationFormReceived",
  "tier",
  "spotlightCheckApproved",
  "approvalBoardOutcome",
  "amountClaimed",
  "created",
  "lastUpdated",
];

/** The columns that {@link benchDocumentChunks} writes. */
export const benchDocumentColumns: readonly JsonColumn[] = jsonTemplate[BENCH_COLLECTION].filter(
  ({ field }) => benchFields.includes(field),
);

export interface BenchDocumentOptions {
  readonly day: string;
  readonly rows: number;
  /** Default "bench". */
  readonly seed?: string;
}

/** The records' compact JSON texts. */
function* recordTexts({
  day,
  rows,
  seed = "bench",
}: BenchDocumentOptions): Generator<string, void, undefined> {
  const random = randomFrom(hashOf(`${seed}/${day}/${BENCH_COLLECTION}`));
  // One object for all: a copy for each value would take a third of the time.
  const context: { -readonly [Name in keyof JsonCellContext]: JsonCellContext[Name] } = {
    seed,
    day,
    collection: BENCH_COLLECTION,
    row: 0,
    rows,
    column: 0,
    random,
    empty: 0.03,
    awkward: 0.01,
    county: false,
  };
  for (context.row = 0; context.row < rows; context.row += 1) {
    const record: Record<string, JsonValue> = {};
    for (const [column, of] of benchDocumentColumns.entries()) {
      context.column = column;
      const { value } = jsonCellOf(of, context);
      if (value !== undefined) record[of.field] = value;
    }
    yield writeJson(record);
  }
}

/** Texts in larger pieces, a separator between each two of them. */
function* joined(texts: Iterable<string>, separator: string): Generator<string, void, undefined> {
  let batch: string[] = [];
  let first = true;
  for (const text of texts) {
    batch.push(text);
    if (batch.length < BATCH) continue;
    yield (first ? "" : separator) + batch.join(separator);
    first = false;
    batch = [];
  }
  if (batch.length > 0) yield (first ? "" : separator) + batch.join(separator);
}

/** The pieces of a benchmark's document, a batch of records at a time. */
export function* benchDocumentChunks(options: BenchDocumentOptions): Generator<string, void, undefined> {
  const { head, tail } = documentEnds({
    collection: BENCH_COLLECTION,
    day: options.day,
    sequence: 0,
    columns: benchDocumentColumns,
  });
  yield head;
  yield* joined(recordTexts(options), ",");
  yield tail;
}

/** The same records as JSON lines. */
export function* benchLineChunks(options: BenchDocumentOptions): Generator<string, void, undefined> {
  yield* joined(recordTexts(options), "\n");
  yield "\n";
}
