// What goes into the Config bucket and into the Lambdas, each program in one file.
//   node scripts/bundle.mjs [--out DIR] [--version VERSION] [--part step|lambda]
// dist-bundle/step/            → s3://{config bucket}/component/kickstart-adg/{version}/
// dist-bundle/lambda/{name}/   → the code of a function, its handler {name}.handler
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { notices } from "./lib/notices.mjs";

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(dirname(here));

/** Every program, the part it belongs to, and its entry from the root of the workspace. */
const PROGRAMS = [
  // Loaded by commands that only people and pipelines run; on the cluster those say so, and the step starts without.
  {
    part: "step",
    file: "adg.mjs",
    entry: "packages/runner/src/cli.ts",
    without: ["@dataworks/launcher", "@dataworks/test-data"],
  },
  {
    part: "step",
    file: "export-certificate.mjs",
    entry: "packages/emr-step/src/tools/export-certificate.ts",
  },
  { part: "step", file: "wait-for-spark.mjs", entry: "packages/emr-step/src/tools/wait-for-spark.ts" },
  { part: "lambda", file: "launch/launch.mjs", entry: "packages/launcher/src/lambda/launch.ts" },
  { part: "lambda", file: "notify/notify.mjs", entry: "packages/launcher/src/lambda/notify.ts" },
];

// CommonJS packages ask for these, and an ES module has none of them.
const BANNER = [
  'import { createRequire as createRequireOfBundle } from "node:module";',
  'import { fileURLToPath as pathOfBundle } from "node:url";',
  'import { dirname as folderOfBundle } from "node:path";',
  "const require = createRequireOfBundle(import.meta.url);",
  "const __filename = pathOfBundle(import.meta.url);",
  "const __dirname = folderOfBundle(__filename);",
].join("\n");

const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: join(here, "dist-bundle") },
    version: { type: "string" },
    part: { type: "string" },
  },
});
const parts = [...new Set(PROGRAMS.map(({ part }) => part))];
if (options.part !== undefined && !parts.includes(options.part)) {
  fail(`--part is one of ${parts.join(", ")}, not ${options.part}`);
}
const version = options.version ?? JSON.parse(await readFile(join(here, "package.json"), "utf8")).version;
if (!/^[\w.+-]{1,128}$/.test(version)) fail(`"${version}" is no version: letters, digits, dots, + and -`);

/** A program says the bundle's version: the package's own manifest is not beside it any more. */
const ownVersion = {
  name: "own-version",
  setup({ onLoad }) {
    onLoad({ filter: /\/runner\/src\/version\.ts$/ }, () => ({
      contents: `export const VERSION = ${JSON.stringify(version)};`,
      loader: "ts",
    }));
  },
};

/** Thrift's generated code assigns to names that it never declares, which an ES module, being strict, refuses. */
const declaredTypes = {
  name: "declared-types",
  setup({ onLoad }) {
    onLoad({ filter: /\/parquetjs-lite\/gen-nodejs\/.*\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      const names = [...contents.matchAll(/^(\w+) = module\.exports\.\1 =/gm)].map(([, name]) => name);
      return {
        contents: names.length === 0 ? contents : `var ${names.join(", ")};\n${contents}`,
        loader: "js",
      };
    });
  },
};

/**
 * Node holds its tongue about `new Buffer` in node_modules only: from the bundle its warning would stand between the log
 * lines on stderr, which are JSON.
 */
const presentBuffers = {
  name: "present-buffers",
  setup({ onLoad }) {
    onLoad(
      { filter: /\/node_modules\/(node-int64|parquetjs-lite\/(lib|modules))\/.*\.js$/ },
      async ({ path }) => {
        const contents = await readFile(path, "utf8");
        if (!contents.includes("new Buffer(")) return undefined;
        const bufferOf =
          'function bufferOf(a, b) { return typeof a === "number" ? Buffer.alloc(a) : Buffer.from(a, b); }';
        return {
          contents: `${contents.replaceAll("new Buffer(", "bufferOf(")}\n${bufferOf}\n`,
          loader: "js",
        };
      },
    );
  },
};

/** What a source of ours reads from beside itself would be missing: better no bundle than one that fails at night. */
const noNeighbours = {
  name: "no-neighbours",
  setup({ onLoad }) {
    onLoad({ filter: /\/(packages|infrastructure)\/[^/]+\/src\/.*\.ts$/ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      if (/\bimport\.meta\b/.test(contents)) {
        return {
          errors: [{ text: `${basename(path)} uses import.meta, which a bundle of one file cannot follow` }],
        };
      }
      return { contents, loader: "ts" };
    });
  },
};

const out = resolve(options.out);
for (const part of parts.filter((part) => options.part === undefined || options.part === part)) {
  const folder = join(out, part);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const metafiles = [];
  for (const program of PROGRAMS.filter((program) => program.part === part)) {
    metafiles.push(await bundle(program, folder));
  }
  await writeFile(join(folder, "THIRD_PARTY_NOTICES.txt"), await notices(metafiles, root));
  if (part === "step") await finishStep(folder);
}

async function bundle({ file, entry, without = [] }, folder) {
  const source = join(root, entry);
  if (!existsSync(source))
    fail(`${entry} is not there: correct PROGRAMS in ${relative(root, fileURLToPath(import.meta.url))}`);
  const outfile = join(folder, file);
  const { metafile } = await build({
    entryPoints: [source],
    outfile,
    // esbuild writes paths into the code, from here: the same bundle from whatever folder it is made in.
    absWorkingDir: root,
    bundle: true,
    external: without,
    platform: "node",
    format: "esm",
    target: "node20.19",
    conditions: ["@dataworks/source"],
    mainFields: ["module", "main"],
    banner: { js: BANNER },
    keepNames: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    plugins: [ownVersion, declaredTypes, presentBuffers, noNeighbours],
  });
  console.error(
    `${relative(out, outfile)}: ${(metafile.outputs[Object.keys(metafile.outputs)[0]].bytes / 1e6).toFixed(1)} MB`,
  );
  return metafile;
}

async function finishStep(folder) {
  await mkdir(join(folder, "bin"));
  for (const script of (await readdir(join(here, "bin"))).sort()) {
    await copyFile(join(here, "bin", script), join(folder, "bin", script));
    await chmod(join(folder, "bin", script), 0o755);
  }
  await copyFile(join(root, "LICENSE"), join(folder, "LICENSE"));
  await writeFile(join(folder, "VERSION"), `${version}\n`);
  const sums = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    sums.push(
      `${createHash("sha256")
        .update(await readFile(path))
        .digest("hex")}  ${relative(folder, path)}\n`,
    );
  }
  await writeFile(
    join(folder, "SHA256SUMS"),
    sums.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join(""),
  );
}

function fail(message) {
  console.error(`bundle: ${message}`);
  process.exit(1);
}
