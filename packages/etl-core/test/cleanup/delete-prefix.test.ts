import { describe, expect, it } from "@jest/globals";
import { deletePrefix } from "../../src/cleanup/delete-prefix.ts";
import { RefusedError } from "../../src/errors.ts";
import { MemoryStore } from "../support/memory-store.ts";

describe("deletePrefix", () => {
  it("removes a folder and nothing beside it", async () => {
    const store = new MemoryStore({
      "data/db/non-pii/bids/run=000001-0a0b0c0d/a": "",
      "data/db/non-pii/bids/date_uploaded=2026-11-01/b": "",
      "data/db/non-pii/bids_archive/c": "",
      "data/db/non-pii/bids": "",
    });
    expect(await deletePrefix(store, "bucket", "data/db/non-pii/bids/")).toBe(2);
    expect([...store.objects.keys()]).toEqual(["data/db/non-pii/bids_archive/c", "data/db/non-pii/bids"]);
  });

  it("goes on page by page, a thousand keys a request", async () => {
    const keys = Array.from({ length: 2001 }, (_, n) => [`t/${String(n).padStart(5, "0")}`, ""]);
    const store = new MemoryStore(Object.fromEntries(keys));
    const requests: number[] = [];
    const { remove } = store;
    store.remove = async (bucket, batch) => {
      requests.push(batch.length);
      await remove(bucket, batch);
    };
    expect(await deletePrefix(store, "bucket", "t/")).toBe(2001);
    expect(requests).toEqual([1000, 1000, 1]);
    expect(store.objects.size).toBe(0);
  });

  it.each(["", "/", "bids", "data/bids_"])("refuses %j, which is no folder", async (prefix) => {
    const store = new MemoryStore({ bids: "" });
    await expect(deletePrefix(store, "bucket", prefix)).rejects.toThrow(RefusedError);
    expect(store.objects.size).toBe(1);
  });
});
