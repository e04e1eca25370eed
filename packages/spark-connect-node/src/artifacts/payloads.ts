import { crc32 } from "node:zlib";
import { create } from "@bufbuild/protobuf";
import type { AddArtifactsRequest, AddArtifactsRequest_ArtifactChunk } from "#gen/spark/connect/base_pb.js";
import {
  AddArtifactsRequest_ArtifactChunkSchema,
  AddArtifactsRequest_BatchSchema,
  AddArtifactsRequest_BeginChunkedArtifactSchema,
} from "#gen/spark/connect/base_pb.js";
import type { Artifact } from "./artifact.ts";

/** What one request of AddArtifacts carries. */
export type ArtifactPayload = AddArtifactsRequest["payload"];

/** As Spark's own clients cut; gRPC recommends 16 to 64 KiB for streams. */
export const CHUNK_BYTES: number = 32 * 1024;

/**
 * The requests that carry artifacts: small ones together, up to `CHUNK_BYTES` a request; each larger one alone, in
 * chunks. A server keeps the order.
 */
export async function* artifactPayloads(
  artifacts: Iterable<Artifact>,
  onPiece: (artifact: Artifact, bytes: number) => void = () => undefined,
): AsyncGenerator<ArtifactPayload, void, undefined> {
  let batch: { readonly name: string; readonly data: AddArtifactsRequest_ArtifactChunk }[] = [];
  let batched = 0;
  const take = (): ArtifactPayload => {
    const value = create(AddArtifactsRequest_BatchSchema, { artifacts: batch });
    batch = [];
    batched = 0;
    return { case: "batch", value };
  };
  for (const artifact of artifacts) {
    const large = artifact.size > CHUNK_BYTES;
    if (batch.length > 0 && (large || batched + artifact.size > CHUNK_BYTES)) yield take();
    let first = true;
    for await (const piece of artifact.pieces(CHUNK_BYTES)) {
      if (!large) {
        batch.push({ name: artifact.name, data: chunk(piece) });
        batched += piece.byteLength;
      } else if (first) {
        yield begin(artifact, piece);
        first = false;
      } else {
        yield { case: "chunk", value: chunk(piece) };
      }
      onPiece(artifact, piece.byteLength);
    }
  }
  if (batch.length > 0) yield take();
}

function begin({ name, size }: Artifact, piece: Uint8Array): ArtifactPayload {
  const value = create(AddArtifactsRequest_BeginChunkedArtifactSchema, {
    name,
    totalBytes: BigInt(size),
    numChunks: BigInt(Math.ceil(size / CHUNK_BYTES)),
    initialChunk: chunk(piece),
  });
  return { case: "beginChunk", value };
}

/** The checksum is unsigned, as zlib's is in Java and Python. */
function chunk(data: Uint8Array): AddArtifactsRequest_ArtifactChunk {
  return create(AddArtifactsRequest_ArtifactChunkSchema, { data, crc: BigInt(crc32(data)) });
}
