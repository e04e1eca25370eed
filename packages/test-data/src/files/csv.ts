import { stringify } from "csv-stringify/sync";

/** How a collection's files are written. */
export interface CsvStyle {
  readonly recordEnd: "\n" | "\r\n";
  /** Whether the file begins with UTF-8's byte order mark. */
  readonly bom: boolean;
}

/** Records as RFC 4180 has them. Line ends inside a field are quoted whatever the record's own end is. */
function formatRecords(records: readonly (readonly string[])[], { recordEnd }: CsvStyle): string {
  return stringify(
    records.map((record) => [...record]),
    { record_delimiter: recordEnd, quoted_match: /[\r\n]/ },
  );
}

const BATCH = 1_000;

/** A whole file in pieces: byte order mark, header, then records a batch at a time. */
export function* csvChunks(
  header: readonly string[],
  records: Iterable<readonly string[]>,
  style: CsvStyle,
): Generator<string, void, undefined> {
  yield (style.bom ? "\ufeff" : "") + formatRecords([header], style);
  let batch: (readonly string[])[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield formatRecords(batch, style);
    batch = [];
  }
  if (batch.length > 0) yield formatRecords(batch, style);
}
