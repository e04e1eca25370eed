/** An object as a listing shows it. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** With its quotes, as S3 writes it. */
  readonly etag: string;
  readonly lastModified: Date;
}

/** One object of a source, pinned: what was located is what must be read. */
export interface SourceObject extends StoredObject {
  readonly bucket: string;
  /** In a versioned bucket only. */
  readonly versionId?: string;
  /** What its owner wrote beside it, names in lower case as S3 gives them. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An object as messages name it. */
export function nameOf({ bucket, key }: Pick<SourceObject, "bucket" | "key">): string {
  return `s3://${bucket}/${key}`;
}

/** What a single look at an object tells. */
export interface ObjectHead {
  readonly size: number;
  readonly etag: string;
  readonly lastModified: Date;
  readonly versionId?: string;
  /** What its owner wrote beside it, names in lower case as S3 gives them. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** How an object is written. */
export interface WriteOptions extends StoreOptions {
  /** On the object from the moment it is there. */
  readonly tags: Readonly<Record<string, string>>;
  /** A key of KMS that encrypts it; the bucket's own default unless given. */
  readonly kmsKeyId?: string;
}

/** An object that is being written in parts. It is there once it is completed, all at once. */
export interface Upload {
  /**
   * Sends a part; several may be under way. The bytes are the caller's again when this resolves.
   *
   * @param number - From 1; decides the order.
   * @param bytes - At least 5 MiB but for the last part.
   */
  part(number: number, bytes: Uint8Array): Promise<void>;
  complete(): Promise<void>;
  /** Gives it up, and frees the parts that are stored already. */
  abort(): Promise<void>;
}

/** Which bytes, of which version. */
export interface ReadRange {
  /** First byte, from 0. */
  readonly from: number;
  /** Last byte, included. Past the object's end is allowed. */
  readonly to: number;
  /** Fails when the object is no longer this one. */
  readonly etag?: string;
}

/** Options of every call that goes to the store. */
export interface StoreOptions {
  readonly signal?: AbortSignal;
}

/**
 * The part of S3 that the stages need; {@link s3ObjectStore} fits the SDK's client to it. Failures are
 * StorageErrors that name bucket and key.
 */
export interface ObjectStore {
  /** All objects under a prefix, in key order (UTF-8 bytes, as S3 sorts), page by page as they are asked for. */
  list(bucket: string, prefix: string, options?: StoreOptions): AsyncIterable<StoredObject>;
  /** undefined when there is no such object. */
  head(bucket: string, key: string, options?: StoreOptions): Promise<ObjectHead | undefined>;
  read(bucket: string, key: string, range: ReadRange, options?: StoreOptions): Promise<Uint8Array>;
  /** Replaces the object's tags. */
  putTags(
    bucket: string,
    key: string,
    tags: Readonly<Record<string, string>>,
    options?: StoreOptions,
  ): Promise<void>;
  /** Reads a range as it comes, as fast as it is taken. */
  stream(bucket: string, key: string, range: ReadRange, options?: StoreOptions): AsyncIterable<Uint8Array>;
  /** Writes a small object. */
  put(bucket: string, key: string, body: Uint8Array, options: WriteOptions): Promise<void>;
  /** Begins to write an object in parts. */
  beginUpload(bucket: string, key: string, options: WriteOptions): Promise<Upload>;
  /** Keys of the uploads under a prefix that were begun and neither finished nor given up. */
  unfinishedUploads(bucket: string, prefix: string, options?: StoreOptions): Promise<readonly string[]>;
  /** Gives up every unfinished upload under a prefix, which frees the parts that are stored already. */
  abortUploads(bucket: string, prefix: string, options?: StoreOptions): Promise<void>;
  /** Removes the objects, any number; one that is not there is no error. */
  remove(bucket: string, keys: readonly string[], options?: StoreOptions): Promise<void>;
}
