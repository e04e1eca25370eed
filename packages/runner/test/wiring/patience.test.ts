import { describe, expect, it } from "@jest/globals";
import { patienceOf, tryUntil } from "../../src/wiring/patience.ts";
import { faultOf } from "../../src/wiring/whole-answers.ts";

/** Asks for another try again and again as time passes: when each would be made, in ms. */
async function tries(
  errorType: "THROTTLING" | "TRANSIENT" | "SERVER_ERROR" | "CLIENT_ERROR",
  patienceMs: number,
  retryAfterMs?: number,
): Promise<number[]> {
  let now = 0;
  const strategy = tryUntil(patienceMs, { now: () => now, random: () => 1 });
  const at: number[] = [];
  let token = await strategy.acquireInitialRetryToken("");
  for (;;) {
    const hint = retryAfterMs === undefined ? {} : { retryAfterHint: new Date(now + retryAfterMs) };
    try {
      token = await strategy.refreshRetryTokenForRetry(token, { errorType, ...hint });
    } catch {
      return at;
    }
    now += token.getRetryDelay();
    at.push(now);
  }
}

describe("a call that fails", () => {
  it.each([
    ["TRANSIENT", 6_000, [200, 600, 1_400, 3_000, 6_000]],
    ["SERVER_ERROR", 1_000, [200, 600, 1_000]],
    ["THROTTLING", 20_000, [1_000, 3_000, 7_000, 12_000, 17_000, 20_000]],
    ["CLIENT_ERROR", 60_000, []],
  ] as const)("%s, is tried again for %d ms and once more at their end", async (type, ms, expected) => {
    expect(await tries(type, ms)).toEqual(expected);
  });

  it("is told of after some seconds, once", async () => {
    let now = 0;
    const told: unknown[] = [];
    const strategy = tryUntil(60_000, {
      now: () => now,
      random: () => 1,
      onWaiting: (error, left) => told.push([now, String(error), left]),
    });
    let token = await strategy.acquireInitialRetryToken("");
    for (let tries = 0; tries < 10; tries++) {
      token = await strategy.refreshRetryTokenForRetry(token, {
        errorType: "TRANSIENT",
        error: new Error("ECONNREFUSED") as never,
      });
      now += token.getRetryDelay();
    }
    expect(told).toEqual([[3_000, "Error: ECONNREFUSED", 57_000]]);
  });

  it("waits as long as the service asks, but not beyond its time", async () => {
    expect(await tries("THROTTLING", 10_000, 8_000)).toEqual([8_000, 10_000]);
  });

  it("gives a renewal of a lock that began in time its answer while the lock is ours", () => {
    const lockMs = 120_000;
    expect(lockMs / 4 + patienceOf(lockMs).ledger).toBeLessThan(lockMs);
  });
});

it.each([
  ["", undefined],
  ['{"Item":{}}', undefined],
  ['{"Item":{', "cut short"],
  ['<?xml version="1.0"?>\n<ListBucketResult xmlns="x"><Name>b</Name></ListBucketResult>', undefined],
  ["<ListBucketResult/>", undefined],
  ["<ListBucketResult><Contents/>", "cut short"],
  ["<html><body></body></html>", "neither XML nor JSON of the service's"],
  ["<!DOCTYPE html><html></html>", "neither XML nor JSON of the service's"],
  ["Bad Gateway", "neither XML nor JSON of the service's"],
])("takes %j for an answer, or says what is wrong", (text, wrong) => {
  expect(faultOf(text)).toBe(wrong);
});
