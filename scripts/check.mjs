// pnpm check: everything that can be said of the code without running it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, tsc } from "./lib/build.mjs";
import { packAll } from "./lib/pack.mjs";
import { binOf, node, root } from "./lib/run.mjs";

const failed = [];
async function step(name, run) {
  console.log(`\n── ${name}`);
  if ((await run()) !== 0) failed.push(name);
}

await build();
console.log("── types of the tests");
await tsc("tsconfig.json");
await step("format", () => node([binOf("@biomejs/biome", "biome"), "format", "--diagnostic-level=error"]));
await step("lint", () => node([binOf("oxlint"), "--type-aware", "--deny-warnings"]));
await step("unused files and dependencies", () =>
  node([binOf("knip"), "--include", "files,dependencies,unlisted,unresolved,binaries,catalog"]),
);
await step("API reference", () => node([join(root, "scripts/api-reference.mjs"), "--check"]));
await step("packages as published", async () => {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  try {
    let worst = 0;
    for (const { tarball } of packAll(folder)) {
      worst = Math.max(worst, await node([binOf("publint"), tarball, "--strict"]));
      worst = Math.max(
        worst,
        await node([
          binOf("@arethetypeswrong/cli", "attw"),
          tarball,
          "--profile",
          "esm-only",
          "--format",
          "ascii",
        ]),
      );
    }
    return worst;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

console.log(failed.length === 0 ? "\ncheck: all is well" : `\ncheck failed: ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);
