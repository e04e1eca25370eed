import { describe, expect, it } from "@jest/globals";
import { describeUnclaimed, unclaimedKeys, type UnclaimedRequest } from "../../src/locate/unclaimed-keys.ts";
import { type CollectionOptions, collectionSpec } from "../../src/model/collection.ts";
import { MemoryStore } from "../support/memory-store.ts";

const day = "2026-11-01";
const bids = (more: Partial<CollectionOptions> = {}) =>
  collectionSpec({ name: "bids", bucket: "source", ...more });

async function unclaimed(keys: readonly string[], more: Partial<UnclaimedRequest> = {}) {
  const store = new MemoryStore(Object.fromEntries(keys.map((key) => [key, "x"])));
  return unclaimedKeys(store, { day, collections: [bids()], ...more });
}

describe("files of a day that no collection reads", () => {
  it("are those that no collection takes by their names", async () => {
    const read = [`${day}_bids_1.csv`, `${day}_bids_2.csv`, `${day}_bids_3/part-0.csv`];
    const markers = [
      `${day}_bids_3/_SUCCESS`,
      `${day}_bids_3/.part-0.csv.crc`,
      `${day}_x/`,
      `${day}_x/_SUCCESS`,
    ];
    const nobodys = [`${day}_bids.CSV`, `${day}_bidz.csv`, `${day}_x/part-0.csv`];
    const others = ["2026-11-02_bidz.csv", "elsewhere/a.csv"];
    expect(await unclaimed([...read, ...markers, ...nobodys, ...others])).toEqual({ keys: nobodys, more: 0 });
  });

  it("are not those that other jobs read", async () => {
    const keys = [`${day}_payment-cards-1.json.enc`, `${day}_cards.csv`];
    expect(await unclaimed(keys, { elsewhere: ["{date}_payment-"] })).toEqual({
      keys: [`${day}_cards.csv`],
      more: 0,
    });
  });

  it("are looked for where the collections' keys begin with the day alone", async () => {
    const keys = [`in/${day}/x.csv`, `${day}_x.csv`];
    const pattern = String.raw`in/{date}/{collection}\.csv`;
    expect(await unclaimed(keys, { collections: [bids({ pattern })] })).toMatchObject({ keys: [keys[0]] });
    expect(await unclaimed(keys, { collections: [bids({ prefix: "{collection}/{date}" })] })).toMatchObject({
      keys: [],
    });
  });

  it("are counted where they are many", async () => {
    const many = await unclaimed(Array.from({ length: 25 }, (_, n) => `${day}_x${n}.csv`));
    expect(many).toMatchObject({ more: 5 });
    expect(describeUnclaimed(many)).toMatch(/^2026-11-01_x0\.csv, .* and 5 more$/u);
    expect(describeUnclaimed({ keys: [], more: 0 })).toBe("");
  });
});
