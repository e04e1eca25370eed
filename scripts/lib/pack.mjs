// The public packages as a stranger gets them: packed by pnpm, which applies publishConfig and turns
// workspace: and catalog: into versions.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pnpm, root } from "./run.mjs";

/** Names and folders of the packages that are published. */
export function publicPackages() {
  return readdirSync(join(root, "packages"))
    .map((folder) => {
      const directory = join(root, "packages", folder);
      return { directory, manifest: JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) };
    })
    .filter(({ manifest }) => !manifest.private)
    .map(({ directory, manifest }) => ({ name: manifest.name, directory }));
}

/** Packs every public package into `destination`; resolves to [{ name, tarball }]. */
export function packAll(destination) {
  return publicPackages().map(({ name, directory }) => {
    const packed = JSON.parse(
      pnpm(["pack", "--json", "--pack-destination", destination], { cwd: directory }),
    );
    const { filename } = Array.isArray(packed) ? packed[0] : packed;
    return { name, tarball: filename.startsWith("/") ? filename : join(destination, filename) };
  });
}
