import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "../errors.ts";

/**
 * The last file of an installation, written when all else is there: a folder without it is half an installation
 * and is built anew. It lists files that must be there with their sizes, so that a damaged one is noticed.
 */
export interface Marker {
  /** Sizes in bytes by absolute path. */
  readonly files: Readonly<Record<string, number>>;
}

const markerFile = (folder: string): string => join(folder, "installed.json");

/** Seals a finished installation. */
export async function writeMarker(folder: string, files: readonly string[]): Promise<void> {
  const sizes = await Promise.all(files.map(async (file) => [file, (await stat(file)).size] as const));
  const marker: Marker = { files: Object.fromEntries(sizes) };
  const draft = `${markerFile(folder)}.draft`;
  await writeFile(draft, JSON.stringify(marker, null, 2));
  await rename(draft, markerFile(folder));
}

/** The marker of a whole installation; `undefined` when it is missing, unreadable or not true any more. */
export async function readMarker(folder: string): Promise<Marker | undefined> {
  try {
    const marker = JSON.parse(await readFile(markerFile(folder), "utf8")) as Marker;
    for (const [file, size] of Object.entries(marker.files)) {
      if ((await stat(file)).size !== size) return undefined;
    }
    return marker;
  } catch (error) {
    if (hasErrno(error, "ENOENT") || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
