import { describe, expect, it } from "@jest/globals";
import { collectionSpec } from "../../src/model/collection.ts";
import { findLeftovers, removeStaged } from "../../src/staging-area/leftovers.ts";
import { stagingFolder } from "../../src/staging-area/staging-layout.ts";
import { MemoryStore } from "../support/memory-store.ts";

const output = { bucket: "bucket", database: "Uc_Kickstart" };
const spec = (name: string, format: "csv" | "encrypted-json" = "encrypted-json") =>
  collectionSpec({ name, bucket: "source", format });
const specs = [spec("Applications"), spec("payments"), spec("bids", "csv")];
const prefix = "staging/uc_kickstart";
const [one, other] = ["2026-11-01/run=000041-0a1b2c3d/", "2026-11-02/run=1000000-00000000/"];

const find = (store: MemoryStore) => findLeftovers(store, output, specs);

describe("findLeftovers", () => {
  it("finds objects and uploads that never ended, by collection, day and run, each folder once", async () => {
    const store = new MemoryStore({
      [`${prefix}/applications/${one}part-00000.json`]: "",
      [`${prefix}/applications/${one}part-00001.json`]: "",
      [`${prefix}/payments/${other}part-00000.json`]: "",
      [`${prefix}/bids/${one}part-00000.csv`]: "",
    });
    store.unfinished = [
      `${prefix}/applications/${one}part-00002.json`,
      `${prefix}/payments/${one}part-00000.json`,
    ];
    expect(await find(store)).toEqual([
      {
        day: "2026-11-01",
        run: { runId: 41, token: "0a1b2c3d" },
        collection: "Applications",
        prefix: `${prefix}/applications/${one}`,
      },
      {
        day: "2026-11-02",
        run: { runId: 1_000_000, token: "00000000" },
        collection: "payments",
        prefix: `${prefix}/payments/${other}`,
      },
      {
        day: "2026-11-01",
        run: { runId: 41, token: "0a1b2c3d" },
        collection: "payments",
        prefix: `${prefix}/payments/${one}`,
      },
      {
        day: "2026-11-01",
        run: { runId: 41, token: "0a1b2c3d" },
        collection: "bids",
        prefix: `${prefix}/bids/${one}`,
      },
    ]);
  });

  it("finds what a run stages, by the folder it stages to", async () => {
    const folder = stagingFolder("Uc_Kickstart", "Applications", "2026-11-01", {
      runId: 7,
      token: "0a1b2c3d",
    });
    const [found] = await find(new MemoryStore({ [`${folder}part-00000.json`]: "" }));
    expect(found?.prefix).toBe(folder);
  });

  it.each([
    ["another collection", `${prefix}/applications_archive/${one}a`],
    ["another database", `staging/uc_kickstart_2/applications/${one}a`],
    ["published files", `data/uc_kickstart/pii/applications/run=000041-0a1b2c3d/date_uploaded=2026-11-01/a`],
    ["no day", `${prefix}/applications/tomorrow/run=000041-0a1b2c3d/a`],
    ["a day in another form", `${prefix}/applications/20261101/run=000041-0a1b2c3d/a`],
    ["no run", `${prefix}/applications/2026-11-01/notes/a`],
    ["a run without a token", `${prefix}/applications/2026-11-01/run=000041/a`],
    ["a run a level deeper", `${prefix}/applications/x/${one}a`],
    ["a file in the collection's folder", `${prefix}/applications/readme`],
  ])("ignores %s", async (_name, key) => {
    const store = new MemoryStore({ [key]: "" });
    store.unfinished = [`${key}-more`];
    expect(await find(store)).toEqual([]);
  });
});

describe("removeStaged", () => {
  it("gives uploads up before it deletes, and leaves everything else alone", async () => {
    const folder = `${prefix}/applications/${one}`;
    const store = new MemoryStore({
      [`${folder}part-00000.json`]: "",
      [`${folder}part-00001.json`]: "",
      [`${prefix}/applications/${other}part-00000.json`]: "",
    });
    store.unfinished = [`${folder}part-00002.json`, `${prefix}/payments/${one}part-00000.json`];
    const order: string[] = [];
    const { abortUploads, remove } = store;
    store.abortUploads = async (...given) => {
      order.push("abort");
      await abortUploads(...given);
    };
    store.remove = async (...given) => {
      order.push("delete");
      await remove(...given);
    };
    expect(await removeStaged(store, "bucket", folder)).toBe(2);
    expect([...store.objects.keys()]).toEqual([`${prefix}/applications/${other}part-00000.json`]);
    expect(store.unfinished).toEqual([`${prefix}/payments/${one}part-00000.json`]);
    expect(order).toEqual(["abort", "delete"]);
  });

  it("removes all that is found, so that nothing is found again", async () => {
    const store = new MemoryStore({
      [`${prefix}/applications/${one}a`]: "",
      [`${prefix}/payments/${one}a`]: "",
    });
    store.unfinished = [`${prefix}/payments/${other}a`];
    for (const { prefix: folder } of await find(store)) {
      await removeStaged(store, "bucket", folder);
    }
    expect([await find(store), store.objects.size]).toEqual([[], 0]);
  });
});
