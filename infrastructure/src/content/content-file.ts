/** A file for the Config bucket. */
export interface ContentFile {
  readonly key: string;
  readonly body: Uint8Array;
}

/** What publishing needs of S3. */
export interface ContentStore {
  /** The object's text, or undefined where there is none. */
  read(bucket: string, key: string): Promise<string | undefined>;
  write(bucket: string, file: ContentFile): Promise<void>;
}
