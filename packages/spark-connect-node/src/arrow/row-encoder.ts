import { Data, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from "apache-arrow";
import type { StructType } from "../types/index.ts";
import { toFieldValues } from "../values/coerce.ts";
import { arrowFields } from "./arrow-type.ts";
import { mapCells, refuseNulls } from "./cells.ts";
import { withSchema } from "./ipc.ts";
import { writeColumn } from "./write-column.ts";
import { writeFields } from "./write-nested.ts";

/**
 * Rows as one Arrow IPC stream of one batch, as `createDataFrame` sends them. A row is an object by column name
 * (a column left out is null) or an array by position. Values are kept exactly or refused.
 *
 * @throws InvalidArgumentError naming the row and column of a value that is none of its type
 */
export function encodeRows(rows: readonly unknown[], schema: StructType): Uint8Array {
  const where = (index: number): string => `row ${index}`;
  const values = mapCells(rows, where, (row, at) => toFieldValues(row, schema, at));
  refuseNulls(values, where);
  const children = writeFields(values, schema, where, writeColumn);
  const fields = arrowFields(schema);
  const arrowSchema = new Schema(fields);
  const data = new Data(new Struct(fields), 0, rows.length, 0, {}, children);
  const writer = new RecordBatchStreamWriter();
  writer.write(withSchema(new RecordBatch(arrowSchema, data), arrowSchema));
  return writer.finish().toUint8Array(true);
}
