import { InfrastructureError } from "../errors.ts";
import { names } from "../names.ts";
import { SUMS } from "./bundle-files.ts";
import type { ContentFile, ContentStore } from "./content-file.ts";

/** What was done: versions are never written twice. */
export type Published = "bundle and configuration" | "configuration; the bundle was there";

/**
 * Puts a bundle and then the cluster's configuration into the Config bucket. The configuration names the version, so it
 * is the commit point: until it is written, clusters start as before.
 *
 * @param bundle - Its list of checksums last.
 * @throws InfrastructureError BUCKET_FAILED when the version is there already and differs: a cluster may be using it.
 */
export async function publishContent(
  store: ContentStore,
  bucket: string,
  {
    version,
    bundle,
    cluster,
  }: { version: string; bundle: readonly ContentFile[]; cluster: readonly ContentFile[] },
): Promise<Published> {
  const sums = bundle.at(-1);
  const there = await store.read(bucket, `${names.artefactFolder}/${version}/${SUMS}`);
  if (there !== undefined && there !== Buffer.from(sums?.body ?? []).toString("utf8")) {
    throw new InfrastructureError(
      "BUCKET_FAILED",
      `s3://${bucket}/${names.artefactFolder}/${version}/ holds another bundle of that version. Give this one a version of its own.`,
    );
  }
  if (there === undefined) for (const file of bundle) await store.write(bucket, file);
  for (const file of cluster) await store.write(bucket, file);
  return there === undefined ? "bundle and configuration" : "configuration; the bundle was there";
}
