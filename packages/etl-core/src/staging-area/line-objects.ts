import { PassThrough } from "node:stream";
import { once } from "node:events";
import type { ObjectStore, UploadOptions } from "../model/object-store.ts";

/** Objects of about this many bytes: Spark splits larger ones by itself, and a few are listed quickly. */
const OBJECT_BYTES = 64 * 1024 * 1024;
const LF = 0x0a;

/** Where lines are written. */
export interface LineTarget {
  readonly store: ObjectStore;
  readonly bucket: string;
  /** Ends in a slash. */
  readonly folder: string;
}

/**
 * Writes lines to objects of a size, `part-00000.json` and on, while they come: each object is cut behind a line, and its
 * upload is under way as soon as it has bytes. Whoever writes waits for the store, so that memory is bounded.
 */
export class LineObjects {
  readonly #target: LineTarget;
  readonly #options: UploadOptions;
  #count = 0;
  #current: Writing | undefined;

  constructor(target: LineTarget, options: UploadOptions) {
    this.#target = target;
    this.#options = options;
  }

  /** How many objects there are, the one being written among them. */
  get count(): number {
    return this.#count;
  }

  /** @param lines - Cut anywhere; not to be edited afterwards. */
  async write(lines: Uint8Array): Promise<void> {
    if (lines.length === 0) {
      return;
    }
    this.#current ??= this.#begin();
    if (this.#current.bytes + lines.length < OBJECT_BYTES) {
      await this.#current.write(lines);
      return;
    }
    const cut = lines.lastIndexOf(LF) + 1;
    await this.#current.write(lines.subarray(0, cut));
    if (cut > 0) {
      await this.end();
      await this.write(lines.subarray(cut));
    } else {
      await this.#current.write(lines);
    }
  }

  /** Ends the object being written: what comes next begins another. */
  async end(): Promise<void> {
    const ended = this.#current;
    this.#current = undefined;
    await ended?.end();
  }

  /** Gives the object being written up. */
  async abandon(reason: unknown): Promise<void> {
    const given = this.#current;
    this.#current = undefined;
    await given?.abandon(reason);
  }

  #begin(): Writing {
    const { store, bucket, folder } = this.#target;
    const key = `${folder}part-${String(this.#count).padStart(5, "0")}.json`;
    this.#count += 1;
    return new Writing((body) => store.upload(bucket, key, body, this.#options));
  }
}

/** One object on its way. */
class Writing {
  readonly #stream = new PassThrough();
  readonly #uploaded: Promise<void>;
  bytes = 0;

  constructor(upload: (body: AsyncIterable<Uint8Array>) => Promise<void>) {
    this.#uploaded = upload(this.#stream);
    this.#uploaded.catch((error: unknown) =>
      this.#stream.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    // What is wrong is told by the upload; the stream only ends.
    this.#stream.on("error", () => {});
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) {
      return;
    }
    this.bytes += bytes.length;
    if (!this.#stream.destroyed && this.#stream.write(bytes)) {
      return;
    }
    if (!this.#stream.destroyed) {
      await Promise.race([once(this.#stream, "drain").catch(() => {}), this.#uploaded]);
    }
    if (this.#stream.destroyed) {
      await this.#uploaded;
    }
  }

  async end(): Promise<void> {
    this.#stream.end();
    await this.#uploaded;
  }

  async abandon(reason: unknown): Promise<void> {
    this.#stream.destroy(reason instanceof Error ? reason : new Error("given up"));
    await this.#uploaded.catch(() => {});
  }
}
