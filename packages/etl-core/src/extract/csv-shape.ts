import { SourceDataError } from "../errors.ts";
import type { CsvOptions } from "../model/collection.ts";
import { nameOf, type ObjectStore, type SourceObject, type StoreOptions } from "../model/object-store.ts";
import { normaliseHeader } from "./column-names.ts";
import type { CsvShape } from "./csv-file.ts";
import { CsvMachine, type RecordEnd } from "./csv-machine.ts";
import { judgeTail, judgeWhole } from "./csv-tail.ts";
import { describeNul } from "./describe-fault.ts";
import { bomLength, decode, encodingRemedy, firstNul, firstUndecodable } from "./encoding.ts";
import { splitRecord } from "./split-record.ts";

/** The first look at a file, and at its end. */
const LOOK_BYTES = 64 * 1024;
/** A header longer than this is no header. */
const MAX_HEADER_BYTES = 1024 * 1024;

/**
 * Reads the header of a CSV file by a small ranged read, and looks at its end by another, so that Spark need read
 * the file once only.
 *
 * @throws SourceDataError naming the file when it has no usable header, two columns of one name, or another encoding.
 */
export async function readCsvShape(
  store: ObjectStore,
  object: SourceObject,
  csv: CsvOptions,
  options: StoreOptions = {},
): Promise<CsvShape> {
  const read = async (from: number, to: number): Promise<Uint8Array> =>
    await store.read(object.bucket, object.key, { from, to, etag: object.etag }, options);

  let head = await read(0, Math.min(LOOK_BYTES, object.size) - 1);
  checkMark(head, csv, nameOf(object));
  const bom = bomLength(head);
  const limit = Math.min(object.size, MAX_HEADER_BYTES);
  let record = firstRecord(head.subarray(bom), csv, head.length >= object.size);
  while (record === undefined && head.length < limit) {
    head = await read(0, Math.min(head.length * 4, limit) - 1);
    record = firstRecord(head.subarray(bom), csv, head.length >= object.size);
  }
  const nul = firstNul(head);
  if (nul >= 0) {
    throw new SourceDataError(describeNul(nameOf(object), nul));
  }
  if (record === undefined) {
    throw new SourceDataError(
      `The header of ${nameOf(object)} does not end within ${limit} bytes: ` +
        `a quote is left open in it, or this is no CSV file. Have it delivered again.`,
    );
  }
  const whole = head.length >= object.size;
  const text = head.subarray(bom);
  return {
    ...readHeader(text.subarray(0, record.length), csv, nameOf(object)),
    recordEnd: record.end,
    dataRows: whole && isBlank(text.subarray(record.after)) ? "none" : "some",
    tail: whole
      ? judgeWhole(text, csv)
      : judgeTail(await read(object.size - LOOK_BYTES, object.size - 1), csv),
  };
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
  /** Bytes without the record end. */
  readonly length: number;
  /** Bytes with it. */
  readonly after: number;
  readonly end: RecordEnd;
}

/** The first record, or undefined when it goes on beyond these bytes; `whole` says that there are no more. */
function firstRecord(bytes: Uint8Array, csv: CsvOptions, whole: boolean): FirstRecord | undefined {
  const ends: FirstRecord[] = [];
  const machine = new CsvMachine(csv, {
    record: (end, after) => ends.push({ length: after - end.length, after, end }),
  });
  for (let at = 0; at < bytes.length && ends.length === 0; at += 1024) {
    machine.push(bytes.subarray(at, at + 1024));
  }
  if (ends.length === 0 && whole) {
    machine.end();
    if (!machine.inQuotes) {
      ends.push({ length: bytes.length, after: bytes.length, end: "\n" });
    }
  }
  return ends[0];
}

/** Nothing but record ends. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x0a || byte === 0x0d);
}
