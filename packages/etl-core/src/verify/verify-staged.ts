import { VerificationError } from "../errors.ts";
import { columnDifferences, type ExpectedColumn } from "./match-columns.ts";
import type { StagedFooters } from "./read-footers.ts";

/** What was counted on the way in, and what is found at the end of it. */
export interface VerifyOptions {
  /** The collection, for messages. */
  readonly collection: string;
  /** Rows that were read, bad ones included. */
  readonly rowsRead: number;
  /** Rows left out as unreadable. */
  readonly rowsBad: number;
  readonly footers: StagedFooters;
  /** Columns of the files: the table's without the partition's own. A StructType's fields fit. */
  readonly expectedColumns: readonly ExpectedColumn[];
}

/**
 * Compares what was staged with what was read: rows read = rows staged + rows left out, every file with the expected
 * columns and types, and nothing else in the folder. Before this passes nothing of the day may be published.
 *
 * @throws VerificationError with the numbers.
 */
export function verifyStaged(options: VerifyOptions): void {
  const { collection, rowsRead, rowsBad, footers, expectedColumns } = options;
  const [foreign] = footers.foreign;
  if (foreign !== undefined) {
    throw new VerificationError(
      `The run folder of ${collection} holds ${footers.foreign.length} objects that are not its own, ${foreign} for one. ` +
        `Somebody else writes there; nothing was published.`,
    );
  }
  if (rowsRead !== footers.rows + rowsBad) {
    throw new VerificationError(
      `${collection}: ${rowsRead} rows were read, but ${footers.rows} are staged in ${footers.files.length} files and ` +
        `${rowsBad} were left out, ${footers.rows + rowsBad} together. Nothing was published; run the day again.`,
    );
  }
  for (const { key, columns } of footers.files) {
    const differences = columnDifferences(expectedColumns, columns);
    if (differences.length > 0) {
      throw new VerificationError(
        `${collection}: the columns of ${key} are not those of the table: ${differences.join("; ")}. Nothing was published.`,
      );
    }
  }
}
