import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const BUNDLER = fileURLToPath(new URL("../../scripts/bundle.mjs", import.meta.url));

/** Makes the step's bundle anew; resolves to its folder, which the caller removes. */
export async function makeBundle(version = "0.0.0-test"): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), "adg-step-"));
  await promisify(execFile)(process.execPath, [
    BUNDLER,
    "--out",
    out,
    "--version",
    version,
    "--part",
    "step",
  ]);
  return join(out, "step");
}
