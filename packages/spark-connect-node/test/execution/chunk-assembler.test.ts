import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "@jest/globals";
import { ExecutePlanResponse_ArrowBatchSchema } from "#gen/spark/connect/base_pb.js";
import { ProtocolError } from "../../src/errors.ts";
import { ChunkAssembler } from "../../src/execution/chunk-assembler.ts";

type Batch = MessageInitShape<typeof ExecutePlanResponse_ArrowBatchSchema>;

const assemble = (batches: readonly Batch[]): [number, number[]][] => {
  const assembler = new ChunkAssembler();
  const whole = batches.flatMap(
    (batch) => assembler.add(create(ExecutePlanResponse_ArrowBatchSchema, batch)) ?? [],
  );
  assembler.end();
  return whole.map(({ rowCount, data }) => [rowCount, [...data]]);
};

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("ChunkAssembler", () => {
  it.each<[string, Batch[], [number, number[]][]]>([
    ["nothing", [], []],
    [
      "unset counts",
      [
        { rowCount: 2n, data: bytes(1) },
        { rowCount: 1n, data: bytes(2) },
      ],
      [
        [2, [1]],
        [1, [2]],
      ],
    ],
    ["zero counts", [{ rowCount: 2n, data: bytes(1), chunkIndex: 0n, numChunksInBatch: 0n }], [[2, [1]]]],
    [
      "an empty batch",
      [
        { rowCount: 0n, startOffset: 0n, data: bytes(1) },
        { rowCount: 3n, startOffset: 0n, data: bytes(2) },
      ],
      [
        [0, [1]],
        [3, [2]],
      ],
    ],
    [
      "chunks",
      [
        { rowCount: 5n, startOffset: 0n, chunkIndex: 0n, numChunksInBatch: 3n, data: bytes(1, 2) },
        { rowCount: 5n, startOffset: 0n, chunkIndex: 1n, numChunksInBatch: 3n, data: bytes() },
        { rowCount: 5n, startOffset: 0n, chunkIndex: 2n, numChunksInBatch: 3n, data: bytes(3) },
        { rowCount: 1n, startOffset: 5n, chunkIndex: 0n, numChunksInBatch: 1n, data: bytes(4) },
      ],
      [
        [5, [1, 2, 3]],
        [1, [4]],
      ],
    ],
  ])("takes %s", (_name, batches, expected) => {
    expect(assemble(batches)).toEqual(expected);
  });

  it.each<[RegExp, Batch[]]>([
    [
      /start at row 2, but the server's starts at row 3/,
      [
        { rowCount: 2n, startOffset: 0n },
        { rowCount: 1n, startOffset: 3n },
      ],
    ],
    [
      /start at row 2, but the server's starts at row 0/,
      [
        { rowCount: 2n, startOffset: 0n },
        { rowCount: 2n, startOffset: 0n },
      ],
    ],
    [/Expected chunk 0 .* sent chunk 1/, [{ rowCount: 1n, chunkIndex: 1n, numChunksInBatch: 2n }]],
    [
      /Expected chunk 1 .* sent chunk 0/,
      [
        { rowCount: 1n, numChunksInBatch: 2n },
        { rowCount: 1n, numChunksInBatch: 2n },
      ],
    ],
    [
      /Expected chunk 1 .* sent chunk 2/,
      [
        { rowCount: 1n, numChunksInBatch: 3n },
        { rowCount: 1n, chunkIndex: 2n, numChunksInBatch: 3n },
      ],
    ],
    [
      /batch of 2 rows in 2 chunks, .* one of 1 rows/,
      [
        { rowCount: 1n, numChunksInBatch: 2n },
        { rowCount: 2n, chunkIndex: 1n, numChunksInBatch: 2n },
      ],
    ],
    [
      /1 rows in 3 chunks/,
      [
        { rowCount: 1n, numChunksInBatch: 2n },
        { rowCount: 1n, chunkIndex: 1n, numChunksInBatch: 3n },
      ],
    ],
    [/claims -1 rows/, [{ rowCount: -1n }]],
    [/ended after 1 of 2 chunks/, [{ rowCount: 1n, numChunksInBatch: 2n }]],
  ])("refuses: %s", (message, batches) => {
    expect(() => assemble(batches)).toThrow(message);
    expect(() => assemble(batches)).toThrow(ProtocolError);
  });
});
