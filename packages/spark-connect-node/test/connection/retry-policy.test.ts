import { describe, expect, it } from "@jest/globals";
import {
  decideRetry,
  defaultRetryPolicy,
  isRetryable,
  patienceMs,
  retryPolicyOf,
  startRetries,
} from "../../src/connection/retry-policy.ts";
import type { RetryPolicy } from "../../src/connection/retry-policy.ts";
import { localFailure } from "../../src/connection/rpc-failure.ts";
import type { RpcFailure } from "../../src/connection/rpc-failure.ts";

const failed = (status: RpcFailure["status"], rest: Partial<RpcFailure> = {}): RpcFailure => ({
  ...localFailure("Config", status, "text"),
  ...rest,
});

describe("isRetryable", () => {
  it.each<[boolean, string, RpcFailure]>([
    [true, "UNAVAILABLE", failed("UNAVAILABLE")],
    [true, "a cursor taken over", failed("INTERNAL", { message: "x [INVALID_CURSOR.DISCONNECTED] y" })],
    [true, "a stream torn below gRPC", failed("INTERNAL", { message: "Received RST_STREAM with code 2" })],
    [true, "RetryInfo", failed("RESOURCE_EXHAUSTED", { retryDelayMs: 0 })],
    [false, "INTERNAL", failed("INTERNAL")],
    [
      false,
      "a server's error about streams",
      failed("INTERNAL", { message: "Received RST_STREAM", errorInfo: {} }),
    ],
    [false, "DEADLINE_EXCEEDED", failed("DEADLINE_EXCEEDED")],
    [false, "UNAUTHENTICATED", failed("UNAUTHENTICATED")],
    [false, "CANCELLED", failed("CANCELLED")],
    [true, "a stream reset with CANCEL", failed("CANCELLED", { message: "Call cancelled" })],
    [
      true,
      "a stream reset with ENHANCE_YOUR_CALM",
      failed("RESOURCE_EXHAUSTED", { message: "Bandwidth exhausted or memory limit exceeded" }),
    ],
    [
      false,
      "a message that is too large",
      failed("RESOURCE_EXHAUSTED", { message: "Received message larger than max (5 vs 4)" }),
    ],
    [false, "UNKNOWN", failed("UNKNOWN")],
    [false, "UNIMPLEMENTED", failed("UNIMPLEMENTED")],
  ])("says %s to %s", (retryable, _name, failure) => {
    expect(isRetryable(failure)).toBe(retryable);
  });
});

describe("decideRetry", () => {
  const connected = { everConnected: true, nowMs: 1e9, refreshable: false };
  const delays = (
    policy: RetryPolicy,
    failure: RpcFailure,
    random: number,
    situation = connected,
  ): number[] => {
    const all: number[] = [];
    let state = startRetries(policy);
    for (;;) {
      const decision = decideRetry(policy, state, failure, situation, () => random);
      if (!decision.retry) return all;
      all.push(decision.delayMs);
      state = decision.state;
    }
  };

  it("waits 50 ms, four times longer each time, a minute at most, fifteen times", () => {
    const minute = Array.from({ length: 9 }, () => 60_000);
    expect(delays(defaultRetryPolicy, failed("UNAVAILABLE"), 0)).toEqual([
      50,
      200,
      800,
      3200,
      12_800,
      51_200,
      ...minute,
    ]);
  });

  it("adds jitter to waits of two seconds and more", () => {
    const jittered = delays({ ...defaultRetryPolicy, maxRetries: 5 }, failed("UNAVAILABLE"), 0.5);
    expect(jittered).toEqual([50, 200, 800, 3450, 13_050]);
  });

  it.each([
    ["longer than its own wait", 5_000, [5_000, 5_000, 5_000, 5_000]],
    ["shorter", 100, [100, 200, 800, 3_200]],
    ["too long", 3_600_000, [600_000, 600_000, 600_000, 600_000]],
  ])("heeds a delay asked for by the server: %s", (_name, retryDelayMs, expected) => {
    const policy = { ...defaultRetryPolicy, maxRetries: 4 };
    expect(delays(policy, failed("UNAVAILABLE", { retryDelayMs }), 0)).toEqual(expected);
  });

  it("looks for a lost connection every five seconds at least, as long as the retries would take", () => {
    const lost = failed("UNAVAILABLE", { connectionLost: true });
    let state = startRetries(defaultRetryPolicy);
    let nowMs = 1e6;
    const waits: number[] = [];
    for (;;) {
      const situation = { ...connected, nowMs };
      const decision = decideRetry(defaultRetryPolicy, state, lost, situation, () => 0);
      if (!decision.retry) break;
      waits.push(decision.delayMs);
      nowMs += decision.delayMs;
      ({ state } = decision);
    }
    expect(waits.slice(0, 6)).toEqual([50, 200, 800, 3200, 5000, 5000]);
    expect(nowMs - 1e6).toBeGreaterThan(600_000);
    expect(nowMs - 1e6).toBeLessThan(620_000);
  });

  it("stops sooner where no server has ever answered", () => {
    const state = { ...startRetries(defaultRetryPolicy), failingSinceMs: 1_000 };
    const decide = (nowMs: number): boolean =>
      decideRetry(
        defaultRetryPolicy,
        state,
        failed("UNAVAILABLE"),
        { ...connected, everConnected: false, nowMs },
        () => 0,
      ).retry;
    expect([1_000, 5_999, 6_000].map(decide)).toEqual([true, true, false]);
  });

  it("looks a last time when the time for a first connection ends, and not long before or after", () => {
    const refusedAt = failed("UNAVAILABLE", { connectionLost: true });
    let state = startRetries(defaultRetryPolicy);
    const waits: number[] = [];
    for (let nowMs = 1e6; ; nowMs += waits.at(-1) ?? 0) {
      const situation = { ...connected, everConnected: false, nowMs };
      const decision = decideRetry(defaultRetryPolicy, state, refusedAt, situation, () => 0);
      if (!decision.retry) break;
      waits.push(decision.delayMs);
      ({ state } = decision);
    }
    expect(waits).toEqual([50, 200, 800, 3200, 750]);
  });

  it.each<[string, boolean, RpcFailure, boolean[]]>([
    ["once where credentials are made for each call", true, failed("UNAUTHENTICATED"), [true, false]],
    ["once where a proxy says 403", true, failed("PERMISSION_DENIED"), [true, false]],
    ["never where they are always the same", false, failed("UNAUTHENTICATED"), [false]],
    ["never where Spark itself denies", true, failed("PERMISSION_DENIED", { errorInfo: {} }), [false]],
  ])("tries a refusal again %s", (_name, refreshable, refused, expected) => {
    const situation = { ...connected, refreshable };
    const seen: boolean[] = [];
    let state = startRetries(defaultRetryPolicy);
    for (let i = 0; i < 2; i += 1) {
      const decision = decideRetry(defaultRetryPolicy, state, refused, situation, () => 0);
      seen.push(decision.retry);
      if (!decision.retry) break;
      expect(decision.delayMs).toBe(0);
      ({ state } = decision);
    }
    expect(seen).toEqual(expected);
  });

  it("does not try again what was tried to the end", () => {
    const final = failed("UNAVAILABLE", { tried: { attempts: 1, forMs: 5_000 } });
    const state = startRetries(defaultRetryPolicy);
    expect(decideRetry(defaultRetryPolicy, state, final, connected, () => 0)).toMatchObject({ retry: false });
  });

  it("has no end when told so", () => {
    const patient = retryPolicyOf({ maxRetries: Infinity });
    const state = { ...startRetries(patient), retries: 1e6, failingSinceMs: 0 };
    for (const connectionLost of [true, false]) {
      const failure = failed("UNAVAILABLE", { connectionLost });
      expect(decideRetry(patient, state, failure, connected, () => 0)).toMatchObject({ retry: true });
    }
  });

  it("says why not", () => {
    const state = { retries: 15, nextBackoffMs: 50, failingSinceMs: 0, refreshed: false };
    expect(decideRetry(defaultRetryPolicy, state, failed("UNAVAILABLE"), connected, () => 0)).toEqual({
      retry: false,
      why: "exhausted",
    });
    expect(decideRetry(defaultRetryPolicy, state, failed("UNKNOWN"), connected, () => 0)).toEqual({
      retry: false,
      why: "not-retryable",
    });
  });
});

describe("retryPolicyOf", () => {
  it("takes the default where nothing else is said", () => {
    const given = { maxRetries: 3, jitterMs: undefined } as unknown as Partial<RetryPolicy>;
    expect(retryPolicyOf(given)).toEqual({ ...defaultRetryPolicy, maxRetries: 3 });
  });

  it.each<[object, RegExp]>([
    [{ maxRetries: Number.NaN }, /retryPolicy: maxRetries takes a number from 0 on, not NaN/],
    [{ maxBackoffMs: -1 }, /maxBackoffMs/],
    [{ backoffMultiplier: 0.5 }, /backoffMultiplier takes a number from 1 on/],
    [{ connectTimeoutMs: "5s" }, /connectTimeoutMs .* not 5s/],
  ])("refuses %j", (given, message) => {
    expect(() => retryPolicyOf(given)).toThrow(message);
  });
});

describe("patienceMs", () => {
  it.each<[Partial<RetryPolicy>, number]>([
    [{}, 50 + 200 + 800 + 3_200 + 12_800 + 51_200 + 9 * 60_000],
    [{ maxRetries: 0 }, 0],
    [{ maxRetries: 1e9, backoffMultiplier: 1 }, 5e10],
    [{ maxRetries: Infinity }, Infinity],
    [{ maxRetries: Infinity, initialBackoffMs: 0 }, 0],
    [{ maxRetries: 2, initialBackoffMs: 100_000 }, 120_000],
  ])("%j: %d", (given, expected) => {
    expect(patienceMs(retryPolicyOf(given))).toBe(expected);
  });
});
