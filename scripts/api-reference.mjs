// pnpm docs:api: the API reference of spark-connect-node, from its TSDoc, as HTML. `--check` writes nothing and fails
// where something public is undocumented, or a link leads nowhere.
import { join } from "node:path";
import { build } from "./lib/build.mjs";
import { must, root } from "./lib/run.mjs";

await build();
const folder = join(root, "tools/api-reference");
const check = process.argv.includes("--check") ? ["--emit", "none", "--treatWarningsAsErrors"] : [];
await must([join(folder, "node_modules/typedoc/bin/typedoc"), ...check], { cwd: folder });
