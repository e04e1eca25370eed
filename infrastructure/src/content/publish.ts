import { InfrastructureError } from "../errors.ts";
import { bundleKey, SUMS } from "./bundle-files.ts";
import type { ContentFile, ContentStore } from "./content-file.ts";

/** What was done: versions are never written twice. */
export type Published = "bundle and configuration" | "configuration; the bundle was there";

/**
 * Puts a bundle and then the cluster's configuration into the Config bucket. The configuration names the version, so it
 * is the commit point: until it is written, clusters start as before.
 *
 * @param bundle - Its list of checksums last. Left out: the version's own, which must be in the bucket.
 * @throws InfrastructureError BUCKET_FAILED when the version is there already and differs, for a cluster may be using it;
 * or is not there and not given.
 */
export async function publishContent(
  store: ContentStore,
  bucket: string,
  {
    version,
    bundle,
    cluster,
  }: {
    version: string;
    bundle?: readonly ContentFile[] | undefined;
    cluster: readonly ContentFile[];
  },
): Promise<Published> {
  const folder = `s3://${bucket}/${bundleKey(version, "")}`;
  const there = await store.read(bucket, bundleKey(version, SUMS));
  if (bundle === undefined && there === undefined) {
    throw new InfrastructureError(
      "BUCKET_FAILED",
      `${folder} holds no whole bundle. Give it by --bundle, or correct --version.`,
    );
  }
  const sums = bundle?.at(-1)?.body;
  if (sums !== undefined && there !== undefined && there !== Buffer.from(sums).toString("utf8")) {
    throw new InfrastructureError(
      "BUCKET_FAILED",
      `${folder} holds another bundle of that version. Give this one a version of its own; to go back to the one that is there, leave --bundle out.`,
    );
  }
  if (there === undefined) for (const file of bundle ?? []) await store.write(bucket, file);
  for (const file of cluster) await store.write(bucket, file);
  return there === undefined ? "bundle and configuration" : "configuration; the bundle was there";
}
