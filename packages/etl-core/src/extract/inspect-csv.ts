import type { CsvEncoding, CsvOptions } from "../model/collection.ts";
import type { ObjectStore, StoreOptions } from "../model/object-store.ts";
import type { CsvFile } from "./csv-file.ts";
import { CsvMachine, type RecordEnd } from "./csv-machine.ts";
import { textPieces } from "./csv-text.ts";
import { firstNul, firstUndecodable, unfinishedBytes } from "./encoding.ts";
import { type GzipDamage, GzipError } from "./gzip.ts";

/**
 * Something wrong in a file, where it begins. Records count from 1, the header. A long value and a ragged record may be
 * right: the collection's options decide.
 */
export type CsvFault =
  | { readonly kind: "mixedRecordEnds"; readonly record: number; readonly found: RecordEnd }
  | { readonly kind: "gzip"; readonly damage: GzipDamage }
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
  const characters = new CharacterInspector(csv.encoding, faults);
  let from = 0;
  try {
    for await (const bytes of textPieces(store, object, shape.compression, options)) {
      characters.push(bytes);
      records.push(bytes.subarray(Math.min(bytes.length, Math.max(0, shape.start - from))));
      from += bytes.length;
    }
    characters.end();
    records.end();
  } catch (error) {
    if (!(error instanceof GzipError)) {
      throw error;
    }
    // Whatever else seems wrong may come of it.
    return [{ kind: "gzip", damage: error.damage }];
  }
  return faults.all();
}

/** Looks at the characters of one file, which its pieces may cut. */
class CharacterInspector {
  readonly #encoding: CsvEncoding;
  readonly #faults: FirstOfEach;
  #unfinished: Uint8Array = new Uint8Array();
  #from = 0;

  constructor(encoding: CsvEncoding, faults: FirstOfEach) {
    this.#encoding = encoding;
    this.#faults = faults;
  }

  push(bytes: Uint8Array): void {
    const text = Buffer.concat([this.#unfinished, bytes]);
    const cut = text.length - unfinishedBytes(text, this.#encoding);
    this.#look(text.subarray(0, cut));
    this.#unfinished = text.subarray(cut);
  }

  end(): void {
    this.#look(this.#unfinished);
  }

  #look(text: Uint8Array): void {
    const nul = firstNul(text);
    if (nul >= 0) {
      this.#faults.note({ kind: "nul", byte: this.#from + nul });
    }
    const bad = firstUndecodable(text, this.#encoding);
    if (bad >= 0) {
      this.#faults.note({ kind: "undecodable", byte: this.#from + bad });
    }
    this.#from += text.length;
  }
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
