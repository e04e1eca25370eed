import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InfrastructureError } from "../errors.ts";

export type LambdaName = "launch" | "notify";

/** Folders with the Lambdas' code: `{name}.mjs`, which exports `handler`. */
export type LambdaCode = Readonly<Record<LambdaName, string>>;

/** The same relative way from `src` and from `dist`. */
const SCRIPT = fileURLToPath(new URL("../../../packages/emr-step/scripts/bundle.mjs", import.meta.url));
const NOTICES = "THIRD_PARTY_NOTICES.txt";

/**
 * Makes one file of each Lambda and all it imports, the SDK too: what runs is what was tested, whatever the runtime
 * brings. The step's own bundler does it.
 *
 * @param outdir - Gets a folder for each.
 * @throws InfrastructureError ENTRY_MISSING or BUNDLE_FAILED.
 */
export function bundleLambdas(outdir: string, script: string = SCRIPT): LambdaCode {
  if (!existsSync(script)) {
    throw new InfrastructureError(
      "ENTRY_MISSING",
      `${script} is not there, which bundles the Lambdas. Synthesise from a whole checkout of the repository.`,
    );
  }
  const { status, stderr } = spawnSync(process.execPath, [script, "--out", outdir, "--part", "lambda"], {
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new InfrastructureError(
      "BUNDLE_FAILED",
      `The Lambdas could not be bundled:\n${stderr.trim().split("\n").slice(-10).join("\n")}\nRun pnpm build, which says what is wrong with the code.`,
    );
  }
  const folder = (name: LambdaName): string => {
    copyFileSync(join(outdir, "lambda", NOTICES), join(outdir, "lambda", name, NOTICES));
    return join(outdir, "lambda", name);
  };
  return { launch: folder("launch"), notify: folder("notify") };
}
