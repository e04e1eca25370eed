import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";

// In a process of its own, built as it is delivered: what jest itself holds would drown the rest. The same with 2 GB, a real
// store and the whole command is in `pnpm test:long`.
const script = fileURLToPath(new URL("../support/stage-in-memory.mjs", import.meta.url));

interface Sides {
  readonly megabytes: number;
  /** How long the source takes for each piece, in ms. */
  readonly pieceMs: number;
  /** How long the staging area takes for each part. */
  readonly partMs: number;
}

describe("staging takes less than 200 MB of memory", () => {
  it.each<[string, Sides]>([
    ["when both sides are quick", { megabytes: 400, pieceMs: 0, partMs: 0 }],
    ["when the staging area is slow", { megabytes: 200, pieceMs: 0, partMs: 150 }],
    ["when the source is slow", { megabytes: 20, pieceMs: 5, partMs: 0 }],
  ])("%s", async (_name, sides) => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(sides)]);
    const { peakMB, written } = JSON.parse(stdout) as { peakMB: number; written: number };
    expect(written).toBeGreaterThan(sides.megabytes * 0.99e6);
    expect(peakMB).toBeLessThan(200);
  });
});
