import type { SourceObject } from "../model/object-store.ts";
import type { RecordEnd } from "./csv-machine.ts";
import type { TailVerdict } from "./csv-tail.ts";

/** What is known of a CSV file before Spark reads it, from its first and last bytes. */
export interface CsvShape {
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
}
