import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "@jest/globals";
import { discardStaged } from "../../src/day/discard-staged.ts";
import type { CollectionSpec } from "../../src/model/collection.ts";
import { silentLog } from "../../src/model/log.ts";
import { MemoryStore } from "../support/memory-store.ts";

const run = { runId: 14, token: "0a0b0c0d" };
const folder = "data/db/non-pii/bids/run=000014-0a0b0c0d";
const bids = { name: "bids", pii: false } as CollectionSpec;

it.each([
  ["after an interrupt, what a task still writes goes too", true, []],
  ["without one, nobody waits for more", false, [`${folder}/late`]],
])("%s", async (_title, interrupted, left) => {
  const store = new MemoryStore({ [`${folder}/early`]: "" });
  const late = sleep(20).then(() => store.objects.set(`${folder}/late`, Buffer.of()));
  await discardStaged(store, { scheme: "s3a", database: "db", bucket: "bucket" }, run, [bids], silentLog, {
    interrupted,
    settleMs: 60,
  });
  await late;
  expect([...store.objects.keys()]).toEqual(left);
});
