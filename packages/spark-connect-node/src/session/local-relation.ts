import { encodeRows } from "../arrow/index.ts";
import { UnsupportedError } from "../errors.ts";
import type { RelationOp } from "../plan/relation.ts";
import type { StructType } from "../types/index.ts";

/** A row: an object by column name (a column left out is null), or an array in the order of the columns. */
export type RowInput = Readonly<Record<string, unknown>> | readonly unknown[];

/** Servers take messages of up to 128 MiB; the rest of the plan needs room as well. */
const maxInlineBytes = 100 * 1024 * 1024;

/**
 * The plan of rows that travel inside it.
 *
 * @throws InvalidArgumentError naming the row and column of a value that is not of its type.
 * @throws UnsupportedError when they are too many for one message.
 */
export function localRelation(
  rows: readonly RowInput[],
  schema: StructType,
  maxBytes: number = maxInlineBytes,
): RelationOp {
  const local = { kind: "local" as const, schema: JSON.stringify(schema.toJSON()) };
  if (rows.length === 0) {
    return local;
  }
  const data = encodeRows(rows, schema);
  if (data.byteLength > maxBytes) {
    throw new UnsupportedError(
      `createDataFrame sends its rows inside the plan, where ${maxBytes} bytes are the limit; these ${rows.length} rows ` +
        `take ${data.byteLength}. Make several DataFrames and union them in separate actions, or write the rows to files first`,
    );
  }
  return { ...local, data };
}
