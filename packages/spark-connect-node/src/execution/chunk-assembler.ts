import type { ExecutePlanResponse_ArrowBatch } from "#gen/spark/connect/base_pb.js";
import { ProtocolError } from "../errors.ts";
import type { ExecuteEvent } from "./events.ts";

type ArrowBatchEvent = Extract<ExecuteEvent, { kind: "arrowBatch" }>;

/** Joins the chunks of a batch, and checks that no row is missing and none comes twice. */
export class ChunkAssembler {
  #chunks: Uint8Array[] = [];
  #first: ExecutePlanResponse_ArrowBatch | undefined;
  #rows = 0n;

  /** Rows of all batches given out so far. */
  get rows(): bigint {
    return this.#rows;
  }

  /** Takes one message; gives the batch when it is whole. @throws ProtocolError */
  add(batch: ExecutePlanResponse_ArrowBatch): ArrowBatchEvent | undefined {
    const index = batch.chunkIndex ?? 0n;
    const expected = BigInt(this.#chunks.length);
    if (index !== expected) {
      throw new ProtocolError(
        `Expected chunk ${expected} of an Arrow batch, but the server sent chunk ${index}`,
      );
    }
    this.#first ??= this.#begin(batch);
    const first = this.#first;
    if (batch.rowCount !== first.rowCount || countOf(batch) !== countOf(first)) {
      throw new ProtocolError(
        `Chunk ${index} belongs to a batch of ${batch.rowCount} rows in ${countOf(batch)} chunks, the chunks before it to one of ${first.rowCount} rows in ${countOf(first)}`,
      );
    }
    this.#chunks.push(batch.data);
    if (BigInt(this.#chunks.length) < countOf(first)) return undefined;
    return this.#complete(first);
  }

  /** To be called at the end of the result. @throws ProtocolError when a batch is incomplete. */
  end(): void {
    if (this.#first === undefined) return;
    throw new ProtocolError(
      `The result ended after ${this.#chunks.length} of ${countOf(this.#first)} chunks of an Arrow batch`,
    );
  }

  #begin(batch: ExecutePlanResponse_ArrowBatch): ExecutePlanResponse_ArrowBatch {
    if (batch.startOffset !== undefined && batch.startOffset !== this.#rows) {
      throw new ProtocolError(
        `Expected the next Arrow batch to start at row ${this.#rows}, but the server's starts at row ${batch.startOffset}`,
      );
    }
    if (batch.rowCount < 0n) throw new ProtocolError(`An Arrow batch claims ${batch.rowCount} rows`);
    return batch;
  }

  #complete(first: ExecutePlanResponse_ArrowBatch): ArrowBatchEvent {
    const [only = new Uint8Array(0)] = this.#chunks;
    const data = this.#chunks.length === 1 ? only : join(this.#chunks);
    this.#rows += first.rowCount;
    this.#chunks = [];
    this.#first = undefined;
    return { kind: "arrowBatch", data, rowCount: Number(first.rowCount), startOffset: first.startOffset };
  }
}

/** Zero and unset mean one: servers without chunking. */
function countOf(batch: ExecutePlanResponse_ArrowBatch): bigint {
  return batch.numChunksInBatch === undefined || batch.numChunksInBatch < 1n ? 1n : batch.numChunksInBatch;
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return joined;
}
