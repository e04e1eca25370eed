// Runs a script of the folder pyspark/ with the Python that has PySpark: the embedded stack's, or the one that PYSPARK
// names. Usage: node scripts/pyspark.mjs list_functions.py [arguments]
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

function stackPython() {
  const cli = join(here, "../../local-stack/dist/cli.js");
  if (!existsSync(cli)) return undefined;
  const { status, stdout } = spawnSync(process.execPath, [cli, "jar"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  // …/bin/python, next to …/lib/python3.x/site-packages/pyspark/jars/….jar
  return status === 0 ? join(stdout.trim().split("/lib/python")[0], "bin/python") : undefined;
}

const [script, ...args] = process.argv.slice(2);
const python = process.env.PYSPARK ?? stackPython();
if (script === undefined || python === undefined) {
  console.error(
    "pyspark: give a script of scripts/pyspark, and have the stack built (`pnpm build`) or a Python with PySpark named in PYSPARK.",
  );
  process.exit(2);
}
const { status, error } = spawnSync(python, ["-B", join(here, "pyspark", script), ...args], {
  stdio: "inherit",
});
if (error) throw error;
process.exit(status ?? 1);
