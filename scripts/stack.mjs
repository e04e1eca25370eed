// pnpm stack up | down | status | reset | env …: the embedded stack's own command line.
import { buildStack } from "./lib/build.mjs";
import { cli, node } from "./lib/run.mjs";

await buildStack();
process.exit(await node([cli("local-stack"), ...process.argv.slice(2)]));
