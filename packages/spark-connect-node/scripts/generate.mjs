// Generates TypeScript from the protocol definitions inside a Spark Connect server's own jar.
// Usage: node scripts/generate.mjs path/to/spark-connect_2.13-4.3.0.jar
// Nothing generated is committed; `gen/` is rebuilt only when the jar or this script changes.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";

/** What the client speaks: Spark's own protocol, and the two of Google's that carry its errors. */
const WANTED = /^(spark\/connect\/.+|google\/rpc\/(status|error_details))\.proto$/;

const here = dirname(fileURLToPath(import.meta.url));
const packageRoot = dirname(here);
const gen = join(packageRoot, "gen");
const stamp = join(gen, ".stamp");

const jar = process.argv[2] ?? process.env.SPARK_CONNECT_JAR;
if (!jar || !existsSync(jar)) {
  console.error(
    `generate: no Spark Connect jar at ${jar ?? "(none given)"}.\n` +
      "Run `pnpm build` in the repository's root: it sets the embedded stack up and passes its jar here.",
  );
  process.exit(2);
}

const bytes = readFileSync(jar);
const key = createHash("sha256")
  .update(bytes)
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest("hex");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) process.exit(0);

const protos = unzipSync(bytes, { filter: (file) => WANTED.test(file.name) });
const work = mkdtempSync(join(tmpdir(), "spark-connect-protos-"));
try {
  for (const [name, content] of Object.entries(protos)) {
    mkdirSync(join(work, dirname(name)), { recursive: true });
    writeFileSync(join(work, name), content);
  }
  const resolve = createRequire(import.meta.url).resolve;
  const template = JSON.stringify({
    version: "v2",
    clean: true,
    plugins: [
      {
        local: [
          "node",
          join(dirname(resolve("@bufbuild/protoc-gen-es/package.json")), "bin", "protoc-gen-es"),
        ],
        out: gen,
        opt: ["target=js+dts", "import_extension=js"],
      },
    ],
  });
  const buf = join(dirname(resolve("@bufbuild/buf/package.json")), "bin", "buf");
  const { status } = spawnSync(process.execPath, [buf, "generate", work, "--template", template], {
    stdio: "inherit",
    cwd: packageRoot,
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, key);
} finally {
  rmSync(work, { recursive: true, force: true });
}
