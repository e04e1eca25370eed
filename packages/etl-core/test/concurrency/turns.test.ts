import { describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { Turns } from "../../src/concurrency/turns.ts";

describe("Turns", () => {
  it("lets one at a time through, in order, whatever becomes of each", async () => {
    const turns = new Turns();
    const told: string[] = [];
    const work = (name: string, ms: number, fails = false) =>
      turns.take(async () => {
        told.push(`${name} begins`);
        await sleep(ms);
        told.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const all = await Promise.allSettled([work("a", 20), work("b", 1, true), work("c", 5)]);
    expect(told).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});
