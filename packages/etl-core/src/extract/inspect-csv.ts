import type { CsvOptions } from "../model/collection.ts";
import type { ObjectStore, StoreOptions } from "../model/object-store.ts";
import type { CsvFile } from "./csv-file.ts";
import { CsvMachine, type RecordEnd } from "./csv-machine.ts";
import { bomLength, firstNul, firstUndecodable, unfinishedBytes } from "./encoding.ts";

/** Bytes held at a time, whatever the file's size. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Something wrong in a file, where it begins. Records count from 1, the header. A long value and a ragged record may be
 * right: the collection's options decide.
 */
export type CsvFault =
  | { readonly kind: "mixedRecordEnds"; readonly record: number; readonly found: RecordEnd }
  | { readonly kind: "nul"; readonly byte: number }
  | { readonly kind: "undecodable"; readonly byte: number }
  | { readonly kind: "unclosedQuote"; readonly record: number }
  | { readonly kind: "brokenQuote"; readonly record: number }
  | { readonly kind: "longValue"; readonly record: number; readonly bytes: number }
  | { readonly kind: "ragged"; readonly record: number; readonly fields: number };

/**
 * Reads a whole file byte by byte, in pieces, and tells what is wrong with it: the first fault of each kind. For when
 * Spark's counts made a file suspect, or to say where a bad row is; a good day never comes here.
 */
export async function inspectCsv(
  store: ObjectStore,
  { object, shape }: CsvFile,
  csv: CsvOptions,
  options: StoreOptions = {},
): Promise<CsvFault[]> {
  const faults = new FirstOfEach();
  const records = new RecordInspector(csv, shape.recordEnd, shape.header.length, faults);
  let unfinished: Uint8Array = new Uint8Array();
  for (let from = 0; from < object.size; from += CHUNK_BYTES) {
    const to = Math.min(from + CHUNK_BYTES, object.size) - 1;
    const bytes = await store.read(object.bucket, object.key, { from, to, etag: object.etag }, options);
    const text = Buffer.concat([unfinished, bytes]);
    const nul = firstNul(text);
    if (nul >= 0) {
      faults.note({ kind: "nul", byte: from - unfinished.length + nul });
    }
    records.push(from === 0 ? bytes.subarray(bomLength(bytes)) : bytes);
    const cut = to + 1 < object.size ? text.length - unfinishedBytes(text, csv.encoding) : text.length;
    const bad = firstUndecodable(text.subarray(0, cut), csv.encoding);
    if (bad >= 0) {
      faults.note({ kind: "undecodable", byte: from - unfinished.length + bad });
    }
    unfinished = text.subarray(cut);
  }
  records.end();
  return faults.all();
}

class FirstOfEach {
  readonly #faults = new Map<CsvFault["kind"], CsvFault>();

  note(fault: CsvFault): void {
    if (!this.#faults.has(fault.kind)) {
      this.#faults.set(fault.kind, fault);
    }
  }

  all(): CsvFault[] {
    return [...this.#faults.values()];
  }
}

/** Follows the records of one file. */
class RecordInspector {
  readonly #machine: CsvMachine;
  readonly #faults: FirstOfEach;
  readonly #fields: number;
  #record = 1;
  #recordStart = 0;
  #length = 0;

  constructor(csv: CsvOptions, recordEnd: RecordEnd, fields: number, faults: FirstOfEach) {
    this.#faults = faults;
    this.#fields = fields;
    this.#machine = new CsvMachine(csv, {
      record: (end, after, found) => {
        if (end !== recordEnd) {
          faults.note({ kind: "mixedRecordEnds", record: this.#record, found: end });
        }
        this.#endRecord(found, after - end.length);
        this.#recordStart = after;
      },
      field: (bytes) => {
        if (bytes > csv.maxValueChars) {
          faults.note({ kind: "longValue", record: this.#record, bytes });
        }
      },
      stray: (_at, brokenAt) => {
        if (brokenAt !== undefined) {
          faults.note({ kind: "brokenQuote", record: this.#record });
        }
      },
    });
  }

  push(bytes: Uint8Array): void {
    this.#length += bytes.length;
    this.#machine.push(bytes);
  }

  end(): void {
    if (this.#machine.inQuotes) {
      this.#faults.note({ kind: "unclosedQuote", record: this.#record });
      return;
    }
    this.#machine.end();
    this.#endRecord(this.#machine.fields, this.#length);
  }

  #endRecord(fields: number, at: number): void {
    // Blank lines are no records: Spark's parser skips them.
    if (at > this.#recordStart && fields !== this.#fields) {
      this.#faults.note({ kind: "ragged", record: this.#record, fields });
    }
    this.#record += 1;
  }
}
