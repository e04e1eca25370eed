import { Data, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from "apache-arrow";
import type { StructType } from "../types/index.ts";
import { arrowFields } from "./arrow-type.ts";
import { withSchema } from "./ipc.ts";
import { columnsOf } from "./transpose.ts";
import { writeColumn } from "./write-column.ts";
import { writeFields } from "./write-nested.ts";

/**
 * Rows as one Arrow IPC stream of one batch, as `createDataFrame` sends them. A row is an object by column name
 * (a column left out is null) or an array by position. Values are kept exactly or refused.
 *
 * @param from - The first row.
 * @param to - The row to stop before; beyond the last one means it.
 * @param rowsBefore - How many came before `rows`, for messages that name a row.
 * @throws InvalidArgumentError naming the row and column of a value that is none of its type
 */
export function encodeRows(
  rows: readonly unknown[],
  schema: StructType,
  from = 0,
  to: number = rows.length,
  rowsBefore = 0,
): Uint8Array {
  const end = Math.min(to, rows.length);
  const where = (index: number): string => `row ${rowsBefore + from + index}`;
  const columns = columnsOf(rows, schema, from, end, where);
  const children = writeFields(columns, schema, where, writeColumn);
  const fields = arrowFields(schema);
  const data = new Data(new Struct(fields), 0, end - from, 0, {}, children);
  return toStream(new Schema(fields), [data]);
}

/** One IPC stream of batches, each the struct of its columns. */
export function toStream(schema: Schema, batches: readonly Data<Struct>[]): Uint8Array {
  const writer = new RecordBatchStreamWriter();
  for (const data of batches) writer.write(withSchema(new RecordBatch(schema, data), schema));
  return writer.finish().toUint8Array(true);
}
