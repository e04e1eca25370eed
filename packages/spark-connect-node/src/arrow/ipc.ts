import type { RecordBatch, Schema } from "apache-arrow";
import { RecordBatchReader, Table } from "apache-arrow";
import { ProtocolError, UnsupportedError } from "../errors.ts";

/**
 * The batch with its own schema. arrow-js rebuilds a batch's schema by name, which gives columns of one name the
 * type of the last of them.
 */
export function withSchema(batch: RecordBatch, schema: Schema): RecordBatch {
  return Object.defineProperty(batch, "schema", { value: schema, enumerable: true });
}

/** A whole Arrow IPC stream: its schema, and its batches (mostly one). */
function readStream(ipc: Uint8Array): { readonly schema: Schema; readonly batches: readonly RecordBatch[] } {
  try {
    const reader = RecordBatchReader.from(ipc).open();
    // At the end of the stream the reader forgets it.
    const { schema } = reader;
    return { schema, batches: reader.readAll().map((batch) => withSchema(batch, schema)) };
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes("codec not found")) {
      throw new UnsupportedError(
        "The server compresses its Arrow batches: set spark.sql.execution.arrow.compression.codec to none",
        { cause },
      );
    }
    throw new ProtocolError("The server sent a batch that is no Arrow stream", { cause });
  }
}

/** The batches of one Arrow IPC stream. */
export function readBatches(ipc: Uint8Array): readonly RecordBatch[] {
  return readStream(ipc).batches;
}

/**
 * One table of all batches of a result, each of them a whole Arrow IPC stream. Nothing is copied; metadata of
 * fields and schema is kept, and each batch keeps its own dictionaries.
 */
export function toArrowTable(batches: readonly Uint8Array[]): Table {
  const streams = batches.map(readStream);
  const [first] = streams;
  if (first === undefined) return new Table();
  const rows = streams.flatMap((stream) => stream.batches).filter((batch) => batch.numRows > 0);
  return new Table(first.schema, rows);
}
