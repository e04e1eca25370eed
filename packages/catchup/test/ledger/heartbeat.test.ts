import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { type DayLease, keepAlive, LeaseLostError, LedgerError, parseDay } from "../../src/index.ts";

const day = parseDay("2021-04-12");

/** A lease whose renewals do as told, one instruction each, the last one for ever. */
function lease(
  script: (() => void)[],
  expiresAt = new Date(Date.now() + 60_000),
): DayLease & { renewals: number } {
  return {
    day,
    owner: "host-1:42",
    token: "t-1",
    expiresAt,
    renewals: 0,
    async renew() {
      script[Math.min(this.renewals++, script.length - 1)]?.();
    },
    release: async () => true,
  };
}

const ok = (): void => {};
const lose = (): void => {
  throw new LeaseLostError(day, "host-1:42");
};
const stumble = (): void => {
  throw new LedgerError("AUDIT_FAILED", "audit", "timeout");
};

/** What a heart tells while it beats, until what is awaited of it has come. */
async function beatUntil(
  held: ReturnType<typeof lease>,
  done: (seen: { lost: unknown[]; retries: number }) => boolean,
): Promise<{ lost: unknown[]; retries: number }> {
  const seen = { lost: [] as unknown[], retries: 0 };
  const heart = keepAlive(held, {
    intervalMs: 5,
    onLost: (error) => seen.lost.push(error),
    onRetry: () => seen.retries++,
  });
  while (!done(seen)) await sleep(5);
  await heart[Symbol.asyncDispose]();
  return seen;
}

describe("keepAlive", () => {
  it("renews until it is stopped, and not after", async () => {
    const held = lease([ok]);
    const { lost } = await beatUntil(held, () => held.renewals > 1);
    const atStop = held.renewals;
    await sleep(20);
    expect(held.renewals).toBe(atStop);
    expect(lost).toEqual([]);
  });

  it("says once that the lock is lost and stops renewing", async () => {
    const held = lease([ok, lose]);
    const renewals: number[] = [];
    const { lost } = await beatUntil(
      held,
      (seen) => seen.lost.length > 0 && renewals.push(held.renewals) > 4,
    );
    expect(lost).toEqual([expect.any(LeaseLostError)]);
    expect(new Set(renewals)).toEqual(new Set([2]));
  });

  it("tries again after a failure that says nothing about the lock", async () => {
    const held = lease([stumble, ok]);
    const { lost, retries } = await beatUntil(held, () => held.renewals > 1);
    expect(lost).toEqual([]);
    expect(retries).toBe(1);
  });

  it("counts the lock as lost when it expired before a renewal got through", async () => {
    const held = lease([stumble], new Date(Date.now() - 1));
    const { lost } = await beatUntil(held, (seen) => seen.lost.length > 0);
    expect(lost).toEqual([expect.any(LeaseLostError)]);
    expect(lost[0]).toHaveProperty("cause", expect.any(LedgerError));
  });
});
