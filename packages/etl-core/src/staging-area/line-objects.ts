import type { ObjectStore, Upload, WriteOptions } from "../model/object-store.ts";

/** The most of an object, in bytes: Spark cuts one evenly over its cores, where of small ones it can only make heaps. */
const OBJECT_BYTES = 512 * 1024 * 1024;
/** What is sent at a time: the least that S3 takes. */
const PART_BYTES = 5 * 1024 * 1024;
/** Parts being filled or under way: all the memory that writing takes. */
const BUFFERS = 3;
const LF = 0x0a;

/** Where lines are written. */
export interface LineTarget {
  readonly store: ObjectStore;
  readonly bucket: string;
  /** Ends in a slash. */
  readonly folder: string;
}

/**
 * Writes lines to objects of a size, `part-00000.json` and on, while they come: each object ends with a line. Whoever
 * writes waits for the store. Lines are copied into a few buffers that are used again and again: garbage of this size
 * would come to more than what is under way.
 */
export class LineObjects {
  readonly #target: LineTarget;
  readonly #options: WriteOptions;
  readonly #objectBytes: number;
  readonly #free: Uint8Array[] = [];
  #buffers = 0;
  #count = 0;
  #current: Writing | undefined;
  #filling: Uint8Array | undefined;
  #filled = 0;
  readonly #sending = new Set<Promise<void>>();

  /** @param objectBytes - From this size on, an object ends with the next line. */
  constructor(target: LineTarget, options: WriteOptions, objectBytes: number = OBJECT_BYTES) {
    this.#target = target;
    this.#options = options;
    this.#objectBytes = objectBytes;
  }

  /** @param lines - Cut anywhere. Copied: the caller's again when this resolves. */
  async write(lines: Uint8Array): Promise<void> {
    for (let at = 0; at < lines.length; ) {
      this.#current ??= this.#begin();
      this.#filling ??= await this.#buffer();
      const last = this.#current.bytes + this.#filled >= this.#objectBytes ? lines.indexOf(LF, at) : -1;
      const end = Math.min(last < 0 ? lines.length : last + 1, at + this.#filling.length - this.#filled);
      this.#filling.set(lines.subarray(at, end), this.#filled);
      this.#filled += end - at;
      at = end;
      if (last >= 0 && at === last + 1) {
        await this.end();
      } else if (this.#filled === this.#filling.length) {
        this.#send();
      }
    }
  }

  /** Ends the object being written: what comes next begins another. */
  async end(): Promise<void> {
    const { store, bucket } = this.#target;
    const ended = this.#current;
    if (ended?.upload !== undefined) {
      this.#send();
      await Promise.all(this.#sending);
      await (await ended.upload).complete();
    } else if (ended !== undefined) {
      const body = this.#filling?.subarray(0, this.#filled) ?? new Uint8Array();
      await store.put(bucket, ended.key, body, this.#options);
      this.#filled = 0;
    }
    this.#current = undefined;
  }

  /** Ends what is being written; without a line there is an empty object, so that there is something to read. */
  async close(): Promise<void> {
    if (this.#count === 0) {
      this.#current = this.#begin();
    }
    await this.end();
  }

  /** Gives the object being written up. */
  async abandon(): Promise<void> {
    const given = this.#current;
    this.#current = undefined;
    await Promise.allSettled(this.#sending);
    const upload = await given?.upload?.catch(() => undefined);
    await upload?.abort();
  }

  #begin(): Writing {
    const key = `${this.#target.folder}part-${String(this.#count).padStart(5, "0")}.json`;
    this.#count += 1;
    return { key, upload: undefined, parts: 0, bytes: 0 };
  }

  /** A buffer of which nothing is under way any more. */
  async #buffer(): Promise<Uint8Array> {
    for (;;) {
      const free = this.#free.pop();
      if (free !== undefined) {
        return free;
      }
      if (this.#buffers < BUFFERS) {
        this.#buffers += 1;
        return new Uint8Array(PART_BYTES);
      }
      await Promise.race(this.#sending);
    }
  }

  /** Sends what has been filled. */
  #send(): void {
    const current = this.#current;
    const buffer = this.#filling;
    if (current === undefined || buffer === undefined || this.#filled === 0) {
      return;
    }
    const bytes = buffer.subarray(0, this.#filled);
    this.#filling = undefined;
    this.#filled = 0;
    current.upload ??= this.#target.store.beginUpload(this.#target.bucket, current.key, this.#options);
    current.parts += 1;
    current.bytes += bytes.length;
    const number = current.parts;
    const sending = current.upload
      .then((upload) => upload.part(number, bytes))
      .then(() => {
        this.#free.push(buffer);
        this.#sending.delete(sending);
      });
    // It stays among those under way, for whoever waits next to hear of it.
    sending.catch(() => {});
    this.#sending.add(sending);
  }
}

/** An object being written. */
interface Writing {
  readonly key: string;
  /** Begun with the first full part; what is smaller is written at once. */
  upload: Promise<Upload> | undefined;
  parts: number;
  bytes: number;
}
