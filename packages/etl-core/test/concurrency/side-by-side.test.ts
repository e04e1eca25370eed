import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { sideBySide } from "../../src/concurrency/side-by-side.ts";

describe("sideBySide", () => {
  it("keeps the order and the limit", async () => {
    let running = 0;
    let most = 0;
    const results = await sideBySide([30, 1, 20, 1, 1], { concurrency: 2 }, async (ms, _signal, index) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(ms);
      running -= 1;
      return index;
    });
    expect(results).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  it("aborts what runs at the first failure, starts nothing more, and throws when all is at rest", async () => {
    const log: string[] = [];
    const day = sideBySide(["fails", "waits", "never"], { concurrency: 2 }, async (name, signal) => {
      log.push(`start ${name}`);
      if (name === "fails") {
        await sleep(5);
        throw new Error("the first");
      }
      try {
        await sleep(60_000, undefined, { signal });
      } finally {
        log.push(`end ${name}`);
      }
    });
    await expect(day).rejects.toThrow("the first");
    expect(log).toEqual(["start fails", "start waits", "end waits"]);
  });

  // Node takes more than ten listeners at one signal for a leak, and warns.
  it("gives each worker a signal of its own", async () => {
    const signals = new Set<AbortSignal>();
    await sideBySide(Array.from({ length: 30 }), { concurrency: 12 }, async (_item, signal) => {
      signals.add(signal);
      await sleep(1);
    });
    expect(signals.size).toBe(12);
  });

  it("throws the reason of an abort from outside", async () => {
    const controller = new AbortController();
    const day = sideBySide([1, 2], { concurrency: 2, signal: controller.signal }, async (_item, signal) =>
      sleep(60_000, undefined, { signal }),
    );
    controller.abort(new Error("Ctrl-C"));
    await expect(day).rejects.toThrow("Ctrl-C");
  });

  it("starts nothing when it is aborted already", async () => {
    let started = 0;
    const day = sideBySide(
      [1],
      { concurrency: 2, signal: AbortSignal.abort(new Error("too late")) },
      async () => {
        started += 1;
      },
    );
    await expect(day).rejects.toThrow("too late");
    expect(started).toBe(0);
  });

  it("does nothing with nothing", async () => {
    await expect(sideBySide([], { concurrency: 3 }, async () => 1)).resolves.toEqual([]);
  });
});
