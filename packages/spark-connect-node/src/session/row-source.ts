import type { RecordBatch } from "apache-arrow";
import {
  type ColumnNulls,
  encodeBatches,
  encodeRows,
  nullsOfBatches,
  nullsOfSchema,
} from "../arrow/index.ts";
import type { StructType } from "../types/index.ts";
import type { LocalLimits } from "./local-limits.ts";
import { sentSchema } from "./sent-schema.ts";

/** Arrow IPC streams, each a whole one, made as they are asked for. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

type ChunkLimits = Pick<LocalLimits, "chunkRows" | "chunkBytes">;

/** Rows of a client, in whichever form. */
export interface RowSource {
  /** The schema that the rows get, as JSON; undefined where their Arrow schema says it all. */
  readonly schema: string | undefined;
  /** Everything as one stream, when it is smaller than so many bytes; undefined else. */
  readonly whole: (bytes: number) => Uint8Array | undefined;
  /** Everything as one stream, however large. */
  readonly single: () => Uint8Array;
  /** Everything in pieces. */
  readonly chunks: (limits: ChunkLimits) => Chunks;
}

const SAMPLE_ROWS = 1024;

/** Rows as objects or arrays. */
export function arraySource(rows: readonly unknown[], schema: StructType): RowSource {
  const single = (): Uint8Array => encodeRows(rows, schema);
  return {
    schema: sentSchema(schema),
    whole(bytes) {
      const sample = encodeRows(rows, schema, 0, SAMPLE_ROWS);
      // Twice as much as expected: rows differ.
      if (sample.byteLength * (rows.length / SAMPLE_ROWS) > 2 * bytes) return undefined;
      const data = rows.length <= SAMPLE_ROWS ? sample : single();
      return data.byteLength < bytes ? data : undefined;
    },
    single,
    chunks: (limits) => encodeChunks(rows, schema, limits),
  };
}

/**
 * Pieces of at most so many rows and bytes; a single row may take more.
 *
 * @param rowsBefore - How many came before these, for messages that name a row.
 */
export function* encodeChunks(
  rows: readonly unknown[],
  schema: StructType,
  { chunkRows, chunkBytes }: ChunkLimits,
  rowsBefore = 0,
): Generator<Uint8Array, void, undefined> {
  let step = chunkRows;
  for (let from = 0; from < rows.length; ) {
    const to = Math.min(from + step, rows.length);
    const data = encodeRows(rows, schema, from, to, rowsBefore);
    if (data.byteLength > chunkBytes && to - from > 1) {
      // Rows are larger than was thought. With some room, so that few pieces are made twice.
      step = Math.max(1, Math.floor(((to - from) * chunkBytes * 0.8) / data.byteLength));
      continue;
    }
    yield data;
    from = to;
  }
}

/** Batches of Arrow. @param schema - what the server casts them to */
export function batchSource(batches: readonly RecordBatch[], schema: StructType | undefined): RowSource {
  const nulls = schema === undefined ? nullsOfBatches(batches) : nullsOfSchema(schema);
  const single = (): Uint8Array => encodeBatches(batches, nulls);
  const size = batches.reduce((sum, batch) => sum + batch.data.byteLength, 0);
  return {
    schema: schema === undefined ? undefined : sentSchema(schema),
    whole: (bytes) => (size < bytes ? single() : undefined),
    single,
    *chunks(limits) {
      for (const batch of batches) yield* batchChunks(batch, limits, nulls);
    },
  };
}

/** Pieces of a batch. Many rows are no burden when they are few bytes: Arrow has them as they are. */
export function* batchChunks(
  batch: RecordBatch,
  { chunkBytes }: Pick<LocalLimits, "chunkBytes">,
  nulls: ColumnNulls,
): Generator<Uint8Array, void, undefined> {
  const parts = Math.max(1, Math.ceil(batch.data.byteLength / chunkBytes));
  const step = Math.max(1, Math.ceil(batch.numRows / parts));
  for (let from = 0; from < batch.numRows; from += step) {
    yield encodeBatches(
      [parts === 1 ? batch : batch.slice(from, Math.min(from + step, batch.numRows))],
      nulls,
    );
  }
}
