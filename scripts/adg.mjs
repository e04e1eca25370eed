// pnpm adg run | plan …: the step of the cluster, from this checkout.
import { build } from "./lib/build.mjs";
import { node, step } from "./lib/run.mjs";

await build();
process.exit(await node(step(...process.argv.slice(2))));
