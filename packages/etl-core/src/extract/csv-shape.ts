import { SourceDataError } from "../errors.ts";
import type { CsvOptions } from "../model/collection.ts";
import { nameOf, type ObjectStore, type SourceObject, type StoreOptions } from "../model/object-store.ts";
import { normaliseHeader } from "./column-names.ts";
import type { CsvShape } from "./csv-file.ts";
import { CsvMachine, type RecordEnd } from "./csv-machine.ts";
import { judgeTail, judgeWhole, type TailVerdict } from "./csv-tail.ts";
import { type Compression, readHead, type TextHead } from "./csv-text.ts";
import { describeNul } from "./describe-fault.ts";
import { bomLength, decode, encodingRemedy, firstNul, firstUndecodable } from "./encoding.ts";
import { splitRecord } from "./split-record.ts";

const LF = 0x0a;
const CR = 0x0d;
/** The first look at a file, and at its end. */
const LOOK_BYTES = 64 * 1024;
/** A header longer than this is no header; lines before it count. */
const MAX_HEADER_BYTES = 1024 * 1024;

/**
 * Reads the header of a CSV file by a small ranged read, and looks at its end by another, so that Spark need read
 * the file once only. The end of a gzip file cannot be read alone: what it says is left for later.
 *
 * @throws SourceDataError naming the file when it has no usable header, two columns of one name, or another encoding.
 */
export async function readCsvShape(
  store: ObjectStore,
  object: SourceObject,
  csv: CsvOptions,
  options: StoreOptions = {},
): Promise<CsvShape> {
  const where = nameOf(object);
  let limit = LOOK_BYTES;
  let head = await readHead(store, object, limit, options);
  checkMark(head.bytes, csv, where);
  let record = firstRecord(head, csv);
  while (record === undefined && !head.whole && limit < MAX_HEADER_BYTES) {
    limit *= 4;
    head = await readHead(store, object, limit, options);
    record = firstRecord(head, csv);
  }
  const nul = firstNul(head.bytes);
  if (nul >= 0) {
    throw new SourceDataError(describeNul(where, nul));
  }
  if (record === undefined) {
    const skipped =
      csv.skipLines > 0 ? `csv.skipLines, ${csv.skipLines}, is more than the lines before it, ` : "";
    throw new SourceDataError(
      `The header of ${where} does not end within ${head.bytes.length} bytes: ${skipped}` +
        `a quote is left open in it, or this is no CSV file. Have it delivered again.`,
    );
  }
  const { compression, whole } = head;
  const text = head.bytes.subarray(record.start);
  return {
    compression,
    start: record.start,
    ...readHeader(text.subarray(0, record.length), csv, where),
    recordEnd: record.end,
    dataRows: whole && isBlank(text.subarray(record.after)) ? "none" : "some",
    tail: whole ? judgeWhole(text, csv) : await readTail(store, object, compression, csv, options),
  };
}

async function readTail(
  store: ObjectStore,
  { bucket, key, size, etag }: SourceObject,
  compression: Compression,
  csv: CsvOptions,
  options: StoreOptions,
): Promise<TailVerdict> {
  if (compression === "gzip") {
    return { kind: "unsure", atLeast: 0 };
  }
  const from = Math.max(0, size - LOOK_BYTES);
  return judgeTail(await store.read(bucket, key, { from, to: size - 1, etag }, options), csv);
}

function readHeader(bytes: Uint8Array, csv: CsvOptions, where: string): Pick<CsvShape, "header" | "columns"> {
  if (firstUndecodable(bytes, csv.encoding) >= 0) {
    throw new SourceDataError(
      `The header of ${where} is not written in ${csv.encoding}. ${encodingRemedy(csv.encoding)}`,
    );
  }
  const header = splitRecord(decode(bytes, csv.encoding), csv);
  return { header, columns: normaliseHeader(header, where) };
}

/** Refuses the byte order mark of another encoding. */
function checkMark(head: Uint8Array, { encoding }: CsvOptions, where: string): void {
  const [first, second] = head;
  if ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)) {
    throw new SourceDataError(
      `${where} begins with the byte order mark of UTF-16 or UTF-32. Have it delivered as UTF-8.`,
    );
  }
  if (bomLength(head) > 0 && encoding !== "utf-8") {
    throw new SourceDataError(
      `${where} begins with the byte order mark of UTF-8, but csv.encoding is ${encoding}. Set csv.encoding to utf-8.`,
    );
  }
}

interface FirstRecord {
  /** Bytes of the text before it. */
  readonly start: number;
  /** Bytes without the record end. */
  readonly length: number;
  /** Bytes with it. */
  readonly after: number;
  readonly end: RecordEnd;
}

/** The first record behind the lines to skip, or undefined when it goes on beyond these bytes. */
function firstRecord({ bytes: head, whole }: TextHead, csv: CsvOptions): FirstRecord | undefined {
  const start = lineStart(head, bomLength(head), csv.skipLines, whole);
  if (start === undefined) {
    return undefined;
  }
  const bytes = head.subarray(start);
  const ends: FirstRecord[] = [];
  const machine = new CsvMachine(csv, {
    record: (end, after) => ends.push({ start, length: after - end.length, after, end }),
  });
  for (let at = 0; at < bytes.length && ends.length === 0; at += 1024) {
    machine.push(bytes.subarray(at, at + 1024));
  }
  if (ends.length === 0 && whole) {
    machine.end();
    if (!machine.inQuotes) {
      ends.push({ start, length: bytes.length, after: bytes.length, end: "\n" });
    }
  }
  return ends[0];
}

/** Where the text begins behind some lines, whatever those hold and whichever way they end; undefined when it has fewer. */
function lineStart(bytes: Uint8Array, from: number, lines: number, whole: boolean): number | undefined {
  let at = from;
  for (let left = lines; left > 0; left -= 1) {
    while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) {
      at += 1;
    }
    // A carriage return may be half of a line end that goes on behind these bytes.
    if (at >= bytes.length || (bytes[at] === CR && at + 1 === bytes.length && !whole)) {
      return undefined;
    }
    at += bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1;
  }
  return lines > 0 && at >= bytes.length ? undefined : at;
}

/** Nothing but record ends. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === LF || byte === CR);
}
