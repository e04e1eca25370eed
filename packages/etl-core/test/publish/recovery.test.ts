import { describe, expect, it } from "@jest/globals";
import { tableState } from "../../src/publish/recover-table.ts";
import { decideRecovery } from "../../src/publish/recovery.ts";

describe("decideRecovery", () => {
  it.each([
    ["nothing there", [], "none"],
    ["a table", ["t"], "none"],
    ["a table and what it was", ["t", "t__prev"], "none"],
    ["__next made, not swapped in", ["t", "t__next"], "leftover"],
    ["the same, an earlier __prev there", ["t", "t__next", "t__prev"], "leftover"],
    ["between the two renames", ["t__next", "t__prev"], "complete"],
    ["the table away, nothing to take its place", ["t__prev"], "undo"],
    ["__next alone: no rename of ours left it so", ["t__next"], "leftover"],
  ])("%s", (_title, tables, kind) => {
    expect(decideRecovery(tableState("T", new Set(tables))).kind).toBe(kind);
  });
});
