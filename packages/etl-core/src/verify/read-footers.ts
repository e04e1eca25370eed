import parquet from "parquetjs-lite";
import { EtlError, VerificationError } from "../errors.ts";
import type { ObjectStore, StoredObject, StoreOptions } from "../model/object-store.ts";
import { sideBySide } from "../concurrency/side-by-side.ts";
import type { FooterColumn } from "./footer-column.ts";
import { footerColumns } from "./footer-tree.ts";
import { leafValues } from "./leaf-values.ts";

/** Footers read side by side. */
const READS_AT_ONCE = 8;
/** Nearly every footer lies within this much of a file's end, and so takes one read. */
const TAIL_BYTES = 64 * 1024;

/** A staged file, by its own footer. */
export interface StagedFile extends StoredObject {
  readonly rows: number;
  readonly columns: readonly FooterColumn[];
  /** Values that are not null, by a leaf's dotted path; missing where the writer kept no statistics. */
  readonly values: ReadonlyMap<string, number>;
}

/** What lies in a run folder. */
export interface StagedFooters {
  readonly files: readonly StagedFile[];
  /** Keys of objects that no writer of ours leaves there. */
  readonly foreign: readonly string[];
  /** Of all files. */
  readonly rows: number;
  /** Of the first file; empty when there is none. */
  readonly columns: readonly FooterColumn[];
}

/**
 * Reads the footers of all Parquet files under a prefix straight from the store: what is in the files, whatever the
 * one who wrote them said.
 *
 * @throws VerificationError naming a file that is no Parquet file.
 */
export async function readFooters(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  options: StoreOptions = {},
): Promise<StagedFooters> {
  const data: StoredObject[] = [];
  const foreign: string[] = [];
  for await (const object of store.list(bucket, prefix, options)) {
    const name = object.key.slice(prefix.length);
    if (isUnseen(name)) {
      continue;
    }
    if (/(?:^|\/)part-[^/]*\.parquet$/.test(name)) {
      data.push(object);
    } else {
      foreign.push(object.key);
    }
  }
  const files = await sideBySide(data, { concurrency: READS_AT_ONCE, ...options }, (object) =>
    readFooter(store, bucket, object, options),
  );
  return {
    files,
    foreign,
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    columns: files[0]?.columns ?? [],
  };
}

/** What no reader of a table takes for data: folders, and whatever a committer hides behind `_` or `.`. */
function isUnseen(name: string): boolean {
  return name === "" || /\/$|_\$folder\$$|(?:^|\/)[_.]/.test(name);
}

async function readFooter(
  store: ObjectStore,
  bucket: string,
  object: StoredObject,
  options: StoreOptions,
): Promise<StagedFile> {
  const { key, size, etag } = object;
  const tailStart = Math.max(0, size - TAIL_BYTES);
  try {
    const tail = await store.read(bucket, key, { from: tailStart, to: size - 1, etag }, options);
    const read = async (offset: number, length: number): Promise<Buffer> => {
      const bytes =
        offset >= tailStart
          ? tail.subarray(offset - tailStart, offset - tailStart + length)
          : await store.read(bucket, key, { from: offset, to: offset + length - 1, etag }, options);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    };
    const reader = new parquet.ParquetEnvelopeReader(read, async () => {}, size);
    const footer = await reader.readFooter();
    return {
      ...object,
      rows: Number(footer.num_rows),
      columns: footerColumns(footer.schema),
      values: leafValues(footer),
    };
  } catch (cause) {
    if (cause instanceof EtlError || (cause instanceof Error && cause.name === "AbortError")) {
      throw cause;
    }
    // parquetjs-lite throws strings.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new VerificationError(`s3://${bucket}/${key} is no whole Parquet file: ${reason}.`, { cause });
  }
}
