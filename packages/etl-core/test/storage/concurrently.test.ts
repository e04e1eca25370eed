import { describe, expect, it } from "@jest/globals";
import { concurrently } from "../../src/storage/concurrently.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("concurrently", () => {
  it("keeps the order and the limit", async () => {
    let running = 0;
    let most = 0;
    const doubled = await concurrently([1, 2, 3, 4, 5], 2, async (n) => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      return n * 2;
    });
    expect(doubled).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
  });

  it("begins nothing after a failure, and ends when what runs has ended", async () => {
    const ended: number[] = [];
    const work = concurrently([1, 2, 3, 4], 2, async (n) => {
      await turn();
      if (n === 1) {
        throw new Error("one");
      }
      await turn();
      ended.push(n);
    });
    await expect(work).rejects.toThrow("one");
    expect(ended).toEqual([2]);
  });

  it("has nothing to do for no items", async () => {
    await expect(concurrently([], 4, turn)).resolves.toEqual([]);
  });
});
