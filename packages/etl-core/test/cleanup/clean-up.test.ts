import { describe, expect, it } from "@jest/globals";
import { types } from "spark-connect-node";
import { cleanUp, type CleanUpRequest } from "../../src/cleanup/clean-up.ts";
import { RefusedError, SourceFileMissingError, StorageError } from "../../src/errors.ts";
import { collectionSpec } from "../../src/model/collection.ts";
import { silentLog } from "../../src/model/log.ts";
import type { Metastore } from "../../src/publish/metastore.ts";
import { MemoryStore } from "../support/memory-store.ts";

const published = { "data/db/non-pii/bids/run=000001-0a0b0c0d/a": "x" };

function prepare(missing: readonly string[], given: Partial<CleanUpRequest> = {}) {
  const statements: string[] = [];
  const metastore: Metastore = {
    run: async (statement) => {
      statements.push(statement);
      return [];
    },
    columns: async () => types.struct([]),
  };
  const store = new MemoryStore(published);
  const clean = cleanUp({
    metastore,
    store,
    output: { scheme: "s3a", bucket: "bucket", database: "db" },
    collections: [
      collectionSpec({ name: "bids", bucket: "source" }),
      collectionSpec({ name: "offers", bucket: "source" }),
    ],
    days: ["2026-11-01", "2026-11-02", "2026-11-03"],
    locate: async ({ name }, day) => {
      if (missing.includes(`${day}_${name}`)) {
        throw new SourceFileMissingError("source", `${day}_${name}`);
      }
      if (missing.includes("everything")) {
        throw new StorageError("access denied");
      }
    },
    log: silentLog,
    ...given,
  });
  return { clean, statements, store };
}

describe("cleanUp", () => {
  it("refuses when days would be lost, names them all, and touches nothing", async () => {
    const { clean, statements, store } = prepare([
      "2026-11-01_bids",
      "2026-11-01_offers",
      "2026-11-03_offers",
    ]);
    await expect(clean).rejects.toThrow(RefusedError);
    await expect(clean).rejects.toThrow(
      "would be lost: 2026-11-01 (2026-11-01_bids, 2026-11-01_offers); 2026-11-03 (2026-11-03_offers).",
    );
    await expect(clean).rejects.toMatchObject({ exitCode: 3 });
    expect(statements).toEqual([]);
    expect(store.objects.size).toBe(1);
  });

  it("does not take a store that fails for a day without files", async () => {
    const { clean, store } = prepare(["everything"]);
    await expect(clean).rejects.toThrow(StorageError);
    expect(store.objects.size).toBe(1);
  });

  it("removes nothing when it is told not to at the last moment", async () => {
    const { clean, store } = prepare([], {
      beforeRemoval: () => Promise.reject(new Error("another is at it")),
    });
    await expect(clean).rejects.toThrow("another is at it");
    expect(store.objects.size).toBe(1);
  });

  it("removes files even when there are no tables", async () => {
    const { clean, store } = prepare([]);
    await expect(clean).resolves.toEqual({ tables: [], objects: 1 });
    expect(store.objects.size).toBe(0);
  });

  describe("of a runner that may lose its days", () => {
    /** A clean-up by run 7, and whether each question for its locks is answered with yes. */
    const removing = (answers: (question: number) => boolean) => {
      let questions = 0;
      const prepared = prepare([], {
        beforeRemoval: async () => ({
          day: "2026-11-01",
          runId: 7,
          held: async () => answers(questions++),
        }),
      });
      prepared.store.objects.set("data/db/non-pii/bids/run=000008-0a0b0c0d/b", Buffer.from("y"));
      return prepared;
    };

    it("keeps what later runs have staged or published", async () => {
      const { clean, store } = removing(() => true);
      await expect(clean).resolves.toMatchObject({ objects: 1 });
      expect([...store.objects.keys()]).toEqual(["data/db/non-pii/bids/run=000008-0a0b0c0d/b"]);
    });

    it("removes no file once a day is lost", async () => {
      const { clean, store } = removing(() => false);
      await expect(clean).rejects.toMatchObject({ code: "SUPERSEDED", exitCode: 3 });
      expect(store.objects.size).toBe(2);
    });
  });
});
