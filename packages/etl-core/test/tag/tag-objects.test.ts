import { describe, expect, it } from "@jest/globals";
import { tagObjects } from "../../src/tag/tag-objects.ts";
import { MemoryStore } from "../support/memory-store.ts";

describe("tagObjects", () => {
  it("tags every object, more than a page of them, so many at a time", async () => {
    const store = new MemoryStore();
    const keys = Array.from({ length: 2500 }, (_, index) => `part-${index}.parquet`);
    await tagObjects(
      store,
      "out",
      keys,
      { pii: false, db: "uc_kickstart", table: "bids" },
      { concurrency: 7 },
    );
    expect(store.tags.size).toBe(2500);
    expect(store.tags.get("part-2499.parquet")).toEqual({ pii: "false", db: "uc_kickstart", table: "bids" });
    expect(store.mostTagging).toBe(7);
  });
});
