import type { ObjectStore, SourceObject } from "../../src/model/object-store.ts";

/** Objects in memory, behind the port of the stages; counts what is asked of it. */
export class MemoryStore implements ObjectStore {
  readonly objects: Map<string, Uint8Array>;
  readonly tags = new Map<string, Readonly<Record<string, string>>>();
  readonly reads: Array<{ key: string; from: number; to: number }> = [];
  unfinished: string[] = [];
  /** Bytes of a streamed piece. */
  streamed = 1_000;
  tagging = 0;
  mostTagging = 0;

  constructor(objects: Readonly<Record<string, string | Uint8Array>> = {}) {
    this.objects = new Map(
      Object.entries(objects).map(([key, body]) => [
        key,
        typeof body === "string" ? Buffer.from(body) : body,
      ]),
    );
  }

  static etag(body: Uint8Array): string {
    return `"${body.length}-${body.reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7)}"`;
  }

  /** An object of this store as locate would pin it. */
  pinned(key: string): SourceObject {
    const body = this.#get(key);
    return {
      bucket: "bucket",
      key,
      size: body.length,
      etag: MemoryStore.etag(body),
      lastModified: new Date(0),
    };
  }

  async *list(_bucket: string, prefix: string): ReturnType<ObjectStore["list"]> {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix));
    for (const key of keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
      const body = this.#get(key);
      yield { key, size: body.length, etag: MemoryStore.etag(body), lastModified: new Date(0) };
    }
  }

  head: ObjectStore["head"] = async (_bucket, key) => {
    const body = this.objects.get(key);
    return body && { size: body.length, etag: MemoryStore.etag(body), lastModified: new Date(0) };
  };

  read: ObjectStore["read"] = async (_bucket, key, { from, to, etag }) => {
    const body = this.#get(key);
    if (etag !== undefined && etag !== MemoryStore.etag(body)) {
      throw new Error(`${key} changed`);
    }
    this.reads.push({ key, from, to });
    return body.subarray(from, to + 1);
  };

  putTags: ObjectStore["putTags"] = async (_bucket, key, tags) => {
    this.tagging += 1;
    this.mostTagging = Math.max(this.mostTagging, this.tagging);
    await new Promise((resolve) => setImmediate(resolve));
    this.tagging -= 1;
    this.tags.set(key, tags);
  };

  stream: ObjectStore["stream"] = (bucket, key, range) => this.#pieces(bucket, key, range);

  put: ObjectStore["put"] = async (_bucket, key, body, { tags }) => {
    this.objects.set(key, Uint8Array.from(body));
    this.tags.set(key, tags);
  };

  beginUpload: ObjectStore["beginUpload"] = async (bucket, key, options) => {
    this.unfinished.push(key);
    const parts: Uint8Array[] = [];
    const ended = (): void => {
      this.unfinished = this.unfinished.filter((each) => each !== key);
    };
    return {
      part: async (number, bytes) => {
        await new Promise((resolve) => setImmediate(resolve));
        parts[number - 1] = Uint8Array.from(bytes);
      },
      complete: async () => {
        ended();
        await this.put(bucket, key, Buffer.concat(parts), options);
      },
      abort: async () => ended(),
    };
  };

  unfinishedUploads: ObjectStore["unfinishedUploads"] = async (_bucket, prefix) =>
    this.unfinished.filter((key) => key.startsWith(prefix));

  abortUploads: ObjectStore["abortUploads"] = async (_bucket, prefix) => {
    this.unfinished = this.unfinished.filter((key) => !key.startsWith(prefix));
  };

  remove: ObjectStore["remove"] = async (_bucket, keys) => {
    for (const key of keys) {
      this.objects.delete(key);
    }
  };

  async *#pieces(...[bucket, key, range]: Parameters<ObjectStore["read"]>): AsyncGenerator<Uint8Array> {
    const bytes = await this.read(bucket, key, range);
    for (let from = 0; from < bytes.length; from += this.streamed) {
      yield Uint8Array.from(bytes.subarray(from, from + this.streamed));
    }
  }

  #get(key: string): Uint8Array {
    const body = this.objects.get(key);
    if (body === undefined) {
      throw new Error(`no object ${key}`);
    }
    return body;
  }
}
