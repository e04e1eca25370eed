import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { mergeConfig, parsePayload, readClusterConfig } from "../../src/index.ts";

// Each file has a payload and what the original launcher told RunJobFlow for it, given these files: written by the
// original itself, so there is no switch to write them anew. `tags` are those that it added afterwards.

const GOLDEN = fileURLToPath(new URL("../golden", import.meta.url));

interface Golden {
  readonly payload?: unknown;
  readonly event?: unknown;
  readonly expected: { readonly Tags: unknown[] };
  readonly tags?: Readonly<Record<string, string>>;
}

const nowhere = { getObject: () => Promise.reject(new Error("nothing is read from S3")) };
const names = readdirSync(GOLDEN).filter((name) => name.endsWith(".json"));

describe("the configuration merged as the original merges it", () => {
  it.each(names)("%s", async (name) => {
    const golden = JSON.parse(readFileSync(`${GOLDEN}/${name}`, "utf8")) as Golden;
    const [request] = parsePayload(golden.event ?? golden.payload);
    const files = await readClusterConfig({ kind: "directory", path: `${GOLDEN}/files` }, nowhere);
    const before = structuredClone(files);
    if (request === undefined) throw new Error("no request");

    const merged = mergeConfig(files, request);

    const tags = Object.entries(golden.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
    expect(merged).toStrictEqual({ ...golden.expected, Tags: [...golden.expected.Tags, ...tags] });
    expect(files).toStrictEqual(before);
  });
});
