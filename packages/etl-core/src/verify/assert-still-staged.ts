import { VerificationError } from "../errors.ts";
import type { ObjectStore, StoreOptions } from "../model/object-store.ts";

/** Files that were verified. */
export interface VerifiedFiles {
  /** For messages. */
  readonly collection: string;
  /** The day's folder; ends in a slash. */
  readonly folder: string;
  readonly keys: readonly string[];
}

/**
 * Checks that what was verified is still there: a day may take hours, a clean-up of other days removes every folder of the
 * module, and Spark reads a partition without files as one without rows.
 *
 * @throws VerificationError
 */
export async function assertStillStaged(
  store: Pick<ObjectStore, "list">,
  bucket: string,
  { collection, folder, keys }: VerifiedFiles,
  options: StoreOptions = {},
): Promise<void> {
  const there = new Set<string>();
  for await (const { key } of store.list(bucket, folder, options)) {
    there.add(key);
  }
  const gone = keys.filter((key) => !there.has(key));
  if (gone.length > 0) {
    throw new VerificationError(
      `${gone.length} of ${keys.length} staged files of ${collection} are gone, s3://${bucket}/${gone[0]} for one: ` +
        `somebody removed them, a clean-up perhaps. Nothing was published; run the day again.`,
    );
  }
}
