import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Artifact, blobArtifact, fileArtifact } from "../../src/artifacts/artifact.ts";
import { type ArtifactPayload, artifactPayloads, CHUNK_BYTES } from "../../src/artifacts/payloads.ts";

const bytes = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => i % 251);

/** What is sent, as data: names and sizes, and whether each checksum is right. */
async function sent(artifacts: readonly Artifact[]): Promise<unknown[]> {
  const all: ArtifactPayload[] = [];
  for await (const payload of artifactPayloads(artifacts)) all.push(payload);
  const size = (chunk: { data: Uint8Array; crc: bigint } | undefined): number => {
    expect(chunk?.crc).toBe(BigInt(crc32(chunk?.data ?? new Uint8Array())));
    return chunk?.data.byteLength ?? -1;
  };
  return all.map((payload) => {
    switch (payload.case) {
      case "batch":
        return { batch: payload.value.artifacts.map(({ name, data }) => [name, size(data)]) };
      case "beginChunk": {
        const { name, totalBytes, numChunks, initialChunk } = payload.value;
        return { begin: name, totalBytes, numChunks, first: size(initialChunk) };
      }
      case "chunk":
        return { chunk: size(payload.value) };
      case undefined:
      default:
        return payload;
    }
  });
}

describe("artifacts travel", () => {
  const of = (name: string, size: number): Artifact => blobArtifact(name, bytes(size));
  it.each<[string, Artifact[], unknown[]]>([
    ["not at all when there are none", [], []],
    ["empty too", [of("a", 0)], [{ batch: [["a", 0]] }]],
    [
      "small ones together",
      [of("a", 1), of("b", 2)],
      [
        {
          batch: [
            ["a", 1],
            ["b", 2],
          ],
        },
      ],
    ],
    ["exactly 32 KiB still as one", [of("a", CHUNK_BYTES)], [{ batch: [["a", CHUNK_BYTES]] }]],
    [
      "in another batch when one is full",
      [of("a", CHUNK_BYTES - 1), of("b", 1), of("c", 1)],
      [
        {
          batch: [
            ["a", CHUNK_BYTES - 1],
            ["b", 1],
          ],
        },
        { batch: [["c", 1]] },
      ],
    ],
    [
      "larger ones in chunks, after those before them",
      [of("a", 1), of("b", 2 * CHUNK_BYTES + 5), of("c", 1)],
      [
        { batch: [["a", 1]] },
        { begin: "b", totalBytes: BigInt(2 * CHUNK_BYTES + 5), numChunks: 3n, first: CHUNK_BYTES },
        { chunk: CHUNK_BYTES },
        { chunk: 5 },
        { batch: [["c", 1]] },
      ],
    ],
    [
      "in whole chunks when they fill them",
      [of("a", 2 * CHUNK_BYTES)],
      [
        { begin: "a", totalBytes: BigInt(2 * CHUNK_BYTES), numChunks: 2n, first: CHUNK_BYTES },
        { chunk: CHUNK_BYTES },
      ],
    ],
  ])("%s", async (_, artifacts, expected) => {
    expect(await sent(artifacts)).toEqual(expected);
  });
});

describe("a file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "artifact-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it("is read in pieces, which give its bytes", async () => {
    const file = path.join(folder, "a.bin");
    const content = bytes(100_003);
    await writeFile(file, content);
    const artifact = await fileArtifact("files/a.bin", file);
    const pieces: Uint8Array[] = [];
    for await (const piece of artifact.pieces(CHUNK_BYTES)) pieces.push(piece);
    expect(pieces.map((piece) => piece.byteLength)).toEqual([CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES, 1699]);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
  });

  it("that becomes shorter on the way is refused", async () => {
    const file = path.join(folder, "b.bin");
    await writeFile(file, bytes(1000));
    const artifact = await fileArtifact("files/b.bin", file);
    await writeFile(file, bytes(10));
    await expect(sent([artifact])).rejects.toThrow(/b\.bin became shorter while it was sent/);
  });

  it.each([
    ["is missing", "nothing.bin", /nothing\.bin cannot be read/],
    ["is a folder", ".", /is no file/],
  ])("that %s is refused", async (_, name, message) => {
    await expect(fileArtifact("x", path.join(folder, name))).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringMatching(message),
    });
  });
});
