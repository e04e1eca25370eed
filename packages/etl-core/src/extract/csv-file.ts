import type { CsvOptions } from "../model/collection.ts";
import type { SourceObject } from "../model/object-store.ts";
import type { RecordEnd } from "./csv-machine.ts";
import type { TailVerdict } from "./csv-tail.ts";
import type { Compression } from "./csv-text.ts";

/** What is known of a CSV file before Spark reads it, from its first and last bytes. */
export interface CsvShape {
  readonly compression: Compression;
  /** Where the header begins: bytes of the text before it, a byte order mark and skipped lines. */
  readonly start: number;
  /** As the file has it. */
  readonly header: readonly string[];
  /** As the table has it, in the same order. */
  readonly columns: readonly string[];
  /** What ends the header's record, and so must end every other. */
  readonly recordEnd: RecordEnd;
  /** Whether anything but blank lines follows the header. */
  readonly dataRows: "none" | "some";
  /** Whether a quote is left open at the end. */
  readonly tail: TailVerdict;
}

/** A located file and what is known of it. */
export interface CsvFile {
  readonly object: SourceObject;
  readonly shape: CsvShape;
  /** URI of the copy that Spark reads in place of the object. */
  readonly copy?: string;
}

/** What Hadoop decompresses by, whatever the content: the ending of a name. */
const CODEC_NAMES = /\.(?:gz|bz2|deflate|lz4|lzo|snappy|zst)$/iu;

/**
 * Tells why Spark cannot read a file where it is: it decompresses by names alone, and skips no lines.
 *
 * @returns a clause for the log and the plan, undefined for nearly every file.
 */
export function whyCopied({ object, shape }: CsvFile, { skipLines }: CsvOptions): string | undefined {
  if (skipLines > 0) {
    return "Spark skips no lines before a header";
  }
  if (shape.compression === "gzip") {
    return /\.gz$/iu.test(object.key)
      ? undefined
      : "it is gzip, which Spark recognises only by a name that ends in .gz";
  }
  return CODEC_NAMES.test(object.key)
    ? "Spark would decompress it for its name, and it is plain text"
    : undefined;
}
