import { UnsupportedError } from "../errors.ts";
import type { RelationOp } from "../plan/relation.ts";
import type { StructType } from "../types/index.ts";

/** A row: an object by column name, or an array in the order of the columns. */
export type RowInput = Readonly<Record<string, unknown>> | readonly unknown[];

/** The plan of rows that travel inside it. */
export function localRelation(rows: readonly RowInput[], schema: StructType): RelationOp {
  if (rows.length > 0) {
    throw new UnsupportedError("Rows are not encoded yet");
  }
  return { kind: "local", schema: JSON.stringify(schema.toJSON()) };
}
