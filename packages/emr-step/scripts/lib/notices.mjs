// The licences of what a bundle holds, as each asks to be handed on.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The text of THIRD_PARTY_NOTICES for esbuild's metafiles, whose paths begin at `root`. A package that names no licence is an error. */
export async function notices(metafiles, root) {
  const folders = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      if (input.includes("node_modules/")) folders.add(await packageFolder(join(root, input)));
    }
  }
  const packages = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    if (typeof license !== "string") throw new Error(`${name} ${version} names no licence; see ${folder}`);
    packages.set(`${name} ${version}`, { license, texts: await licenceTexts(folder) });
  }
  const sections = [...packages.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, { license, texts }]) => [`${title}\nLicence: ${license}`, ...texts].join("\n\n"));
  const own = existsSync(join(root, "NOTICE"))
    ? `${(await readFile(join(root, "NOTICE"), "utf8")).trim()}\n\n`
    : "";
  return `${own}The programs beside this file contain these packages.\n\n${sections.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** The folder of the nearest manifest that names a package: some have further ones inside, to say what a folder's modules are. */
async function packageFolder(file) {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { name, version } = JSON.parse(await readFile(manifest, "utf8"));
    if (name !== undefined && version !== undefined) return folder;
  }
  throw new Error(`${file} belongs to no package`);
}

async function licenceTexts(folder) {
  const files = (await readdir(folder))
    .filter((file) => /^(licen[cs]e|notice|copying)([.-].*)?$/i.test(file))
    .sort();
  return Promise.all(files.map(async (file) => (await readFile(join(folder, file), "utf8")).trim()));
}
