import path from "node:path";
import { fileURLToPath } from "node:url";
import { InvalidArgumentError } from "../errors.ts";

/** What Spark does with an artifact. */
export type ArtifactKind = "jar" | "pyfile" | "archive" | "file";

/** A file here, and its name on the server. */
export interface LocatedArtifact {
  readonly path: string;
  readonly name: string;
}

const PYTHON_FILE = /\.(py|zip|egg|jar)$/;
const ARCHIVE = /\.(zip|jar|tar\.gz|tgz|tar)$/;
/** Two letters at least: `C:` is a drive. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

/**
 * Where an artifact is and what it is called on the server. An archive's path may end in `#name`: the folder into
 * which it is unpacked.
 *
 * @throws InvalidArgumentError for what is no local file, or none of its kind.
 */
export function locateArtifact(source: string | URL, kind: ArtifactKind): LocatedArtifact {
  const text = String(source);
  const hash = kind === "archive" ? text.lastIndexOf("#") : -1;
  const place = hash < 0 ? text : text.slice(0, hash);
  const alias = hash < 0 ? "" : text.slice(hash);
  const file = path.resolve(localPath(place));
  const base = path.basename(file);
  const expect = (pattern: RegExp, endings: string): void => {
    if (!pattern.test(base)) {
      throw new InvalidArgumentError(`${base} is no ${kind}: its name should end in ${endings}`);
    }
  };
  switch (kind) {
    case "jar":
      expect(
        /\.jar$/,
        ".jar; other files are sent with { file: true }, { archive: true } or { pyfile: true }",
      );
      return { path: file, name: `jars/${base}` };
    case "pyfile":
      expect(PYTHON_FILE, ".py, .zip, .egg or .jar");
      return { path: file, name: `pyfiles/${base}` };
    case "archive":
      expect(ARCHIVE, ".zip, .jar, .tar.gz, .tgz or .tar");
      return { path: file, name: `archives/${base}${alias}` };
    case "file":
      return { path: file, name: `files/${base}` };
    default:
      return kind satisfies never;
  }
}

function localPath(place: string): string {
  const scheme = SCHEME.exec(place)?.[1]?.toLowerCase();
  if (scheme === undefined) return place;
  if (scheme !== "file") {
    throw new InvalidArgumentError(`Artifacts are files of this machine; ${scheme}: cannot be sent`);
  }
  try {
    return fileURLToPath(place);
  } catch (cause) {
    throw new InvalidArgumentError(`${place} is no file URL of this machine: write file:///path`, { cause });
  }
}

/**
 * The name of a file that the server copies to a path of its default file system.
 *
 * @throws InvalidArgumentError for a relative path, or one with a scheme.
 */
export function forwardedName(destination: string): string {
  if (SCHEME.test(destination) || !destination.startsWith("/")) {
    throw new InvalidArgumentError(
      `The destination "${destination}" must be an absolute path without a scheme: it is of the server's default file system`,
    );
  }
  return `forward_to_fs${destination}`;
}
