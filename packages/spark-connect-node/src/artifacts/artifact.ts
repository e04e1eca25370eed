import { open, stat } from "node:fs/promises";
import { InvalidArgumentError } from "../errors.ts";

/** Something to send to the server: its name there, its size, and its bytes, which can be read more than once. */
export interface Artifact {
  /** A relative path, such as `jars/udf.jar`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The bytes in pieces of this many, the last one shorter; one empty piece when there are none. */
  readonly pieces: (bytes: number) => AsyncIterable<Uint8Array>;
}

/** An artifact in memory. */
export function blobArtifact(name: string, blob: Uint8Array): Artifact {
  return {
    name,
    size: blob.byteLength,
    async *pieces(bytes) {
      let at = 0;
      do {
        yield blob.subarray(at, at + bytes);
        at += bytes;
      } while (at < blob.byteLength);
    },
  };
}

/**
 * A file, read piece by piece when it is sent, never as a whole.
 *
 * @throws InvalidArgumentError when there is no such file.
 */
export async function fileArtifact(name: string, path: string): Promise<Artifact> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new InvalidArgumentError(`The file ${path} cannot be read`, { cause });
  });
  if (!found.isFile()) throw new InvalidArgumentError(`${path} is no file`);
  return { name, size: found.size, pieces: (bytes) => filePieces(path, found.size, bytes) };
}

async function* filePieces(path: string, size: number, bytes: number): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw new InvalidArgumentError(`The file ${path} cannot be read`, { cause });
  });
  try {
    let left = size;
    do {
      // Each piece has memory of its own: the one before may still be on its way to the wire.
      const piece = new Uint8Array(Math.min(bytes, left));
      for (let filled = 0; filled < piece.length; ) {
        const { bytesRead } = await file.read(piece, filled);
        if (bytesRead === 0) {
          throw new InvalidArgumentError(`The file ${path} became shorter while it was sent`);
        }
        filled += bytesRead;
      }
      yield piece;
      left -= piece.length;
    } while (left > 0);
  } finally {
    await file.close();
  }
}
