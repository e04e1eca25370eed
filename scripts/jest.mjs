// Runs jest with what ESM needs, from the repository's root.
import { spawnSync } from "node:child_process";
import { binOf } from "./lib/run.mjs";

const { status } = spawnSync(
  process.execPath,
  [
    "--experimental-vm-modules",
    "--disable-warning=ExperimentalWarning",
    binOf("jest"),
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
