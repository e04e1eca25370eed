import type { RecordBatch } from "apache-arrow";
import { ProtocolError } from "../errors.ts";
import type { StructType } from "../types/index.ts";
import { readBatches } from "./ipc.ts";
import type { ColumnReader } from "./read-column.ts";
import { fieldReaders } from "./read-column.ts";
import type { Row, RowBuilder, RowMode } from "./row-builder.ts";
import { rowBuilder } from "./row-builder.ts";

/** Options of a {@link RowDecoder}. */
export interface RowDecoderOptions {
  /** Rows, and structs in them, as objects by name (default) or as arrays by position. */
  readonly rowMode?: RowMode;
}

/**
 * Turns Arrow batches of one result into rows. Each column is decoded as a whole from its raw buffers, then rows
 * are put together by code generated for these columns; what depends on the schema alone is done once, here.
 */
export class RowDecoder {
  readonly #readers: readonly ColumnReader[];
  readonly #build: RowBuilder;

  /**
   * @throws InvalidArgumentError for two columns of one name in object mode
   * @throws UnsupportedError for types without a JavaScript value
   */
  constructor(schema: StructType, { rowMode = "object" }: RowDecoderOptions = {}) {
    this.#readers = fieldReaders(schema, rowMode, "");
    this.#build = rowBuilder(schema.names(), rowMode, "The result");
  }

  /**
   * The rows of one batch: one whole Arrow IPC stream, as the server sends them.
   *
   * @throws ProtocolError when the batch is not of the schema
   */
  decode(ipc: Uint8Array): Row[] {
    const [first = [], ...more] = readBatches(ipc).map((batch) => this.#rows(batch));
    return more.length === 0 ? first : [first, ...more].flat();
  }

  #rows(batch: RecordBatch): Row[] {
    const columns = batch.data.children;
    if (columns.length !== this.#readers.length) {
      throw new ProtocolError(
        `The server sent ${columns.length} columns where the schema has ${this.#readers.length}`,
      );
    }
    const cells = columns.map((column, index) => (this.#readers[index] as ColumnReader)(column));
    return this.#build(batch.numRows, cells);
  }
}
