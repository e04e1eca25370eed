import { describe, expect, it } from "@jest/globals";
import { ReleaseQueue } from "../../src/execution/release-queue.ts";

/** Sends that the test completes by hand. */
function manual() {
  const sent: string[] = [];
  const aborted: string[] = [];
  let finish: (() => void) | undefined;
  const queue = new ReleaseQueue(async (release, signal) => {
    const name = release.kind === "all" ? "all" : release.responseId;
    sent.push(name);
    await new Promise<void>((resolve) => {
      finish = resolve;
      signal.addEventListener("abort", () => {
        aborted.push(name);
        resolve();
      });
    });
  }, 10);
  const finishOne = async (): Promise<void> => {
    finish?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, sent, aborted, finishOne };
}

describe("ReleaseQueue", () => {
  it("sends nothing below the threshold, and then the last response consumed", () => {
    const { queue, sent } = manual();
    queue.consumed("a", 4);
    queue.consumed("b", 5);
    expect(sent).toEqual([]);
    queue.consumed("c", 1);
    expect(sent).toEqual(["c"]);
  });

  it("has one call on its way, and of those that wait sends the last", async () => {
    const { queue, sent, finishOne } = manual();
    for (const id of ["a", "b", "c", "d"]) queue.consumed(id, 10);
    expect(sent).toEqual(["a"]);
    await finishOne();
    expect(sent).toEqual(["a", "d"]);
    await finishOne();
    expect(sent).toEqual(["a", "d"]);
  });

  it("lets the end overtake what waits or is stuck, once", async () => {
    const { queue, sent, aborted, finishOne } = manual();
    queue.consumed("a", 10);
    queue.consumed("b", 10);
    const done = queue.releaseAll();
    void queue.releaseAll();
    queue.consumed("c", 10);
    await new Promise((resolve) => setImmediate(resolve));
    expect(aborted).toEqual(["a"]);
    expect(sent).toEqual(["a", "all"]);
    await finishOne();
    await done;
    await queue.releaseAll();
    expect(sent).toEqual(["a", "all"]);
  });
});
