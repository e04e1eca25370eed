// pnpm adg run | plan …: the step of the cluster, from this checkout.
import { build } from "./lib/build.mjs";
import { cli, node } from "./lib/run.mjs";

await build();
process.exit(await node([cli("runner"), ...process.argv.slice(2)]));
