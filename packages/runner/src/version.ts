import { readFileSync } from "node:fs";

/** The package's own version. Its manifest is one folder up, in source, in dist and in the published package. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }
).version;
