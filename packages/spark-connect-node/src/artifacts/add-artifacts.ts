import { InvalidArgumentError } from "../errors.ts";
import { fileArtifact } from "./artifact.ts";
import { type ArtifactKind, forwardedName, type LocatedArtifact, locateArtifact } from "./artifact-name.ts";
import { type ArtifactClient, uploadArtifacts, type UploadOptions } from "./upload.ts";

/** What files are to Spark; one of the flags at most, none for jars. PySpark has them as parameters by name. */
export interface AddArtifactsOptions extends UploadOptions {
  /** Python modules (`.py`, `.zip`, `.egg`), for Python UDFs that others register. */
  readonly pyfile?: boolean | undefined;
  /** Archives, unpacked on the executors; `path#name` names the folder. */
  readonly archive?: boolean | undefined;
  /** Any files; `SparkFiles.get` finds them by name. */
  readonly file?: boolean | undefined;
}

/** Sends files to the session. */
export async function addArtifacts(
  client: ArtifactClient,
  sources: readonly (string | URL)[],
  options: AddArtifactsOptions = {},
): Promise<void> {
  const kind = kindOf(options);
  const located = distinct(sources.map((source) => locateArtifact(source, kind)));
  const artifacts = await Promise.all(located.map(({ name, path }) => fileArtifact(name, path)));
  await uploadArtifacts(client, artifacts, options);
}

/** A server keeps one artifact of a name: the same file twice is sent once. */
function distinct(located: readonly LocatedArtifact[]): LocatedArtifact[] {
  const byName = new Map<string, LocatedArtifact>();
  for (const each of located) {
    const first = byName.get(each.name);
    if (first !== undefined && first.path !== each.path) {
      throw new InvalidArgumentError(
        `${first.path} and ${each.path} would both be ${each.name} on the server: rename one of them`,
      );
    }
    byName.set(each.name, each);
  }
  return [...byName.values()];
}

function kindOf({ pyfile, archive, file }: AddArtifactsOptions): ArtifactKind {
  const flags = { pyfile, archive, file };
  const [kind = "jar", ...more] = (["pyfile", "archive", "file"] as const).filter(
    (name) => flags[name] === true,
  );
  if (more.length > 0) {
    throw new InvalidArgumentError("addArtifacts takes one of pyfile, archive and file, not several");
  }
  return kind;
}

/** Has the server copy a file of this machine to its default file system. */
export async function copyFromLocalToFs(
  client: ArtifactClient,
  localPath: string,
  destination: string,
  options?: UploadOptions,
): Promise<void> {
  const artifact = await fileArtifact(forwardedName(destination), localPath);
  await uploadArtifacts(client, [artifact], options);
}
