import { describe, expect, it } from "@jest/globals";
import { defaultRetryPolicy } from "../../src/connection/retry-policy.ts";
import { localFailure } from "../../src/connection/rpc-failure.ts";
import type { RpcFailure } from "../../src/connection/rpc-failure.ts";
import { afterStreamEnd, afterStreamFailure, startReattaching } from "../../src/execution/reattach-policy.ts";
import type { NextStep } from "../../src/execution/reattach-policy.ts";

const fresh = startReattaching(defaultRetryPolicy);

describe("after a stream without ResultComplete", () => {
  it.each<[string, number, number, number | "give-up"]>([
    ["reattaches at once when it brought something", 1, 0, 0],
    ["reattaches at once when it was open for a while", 0, 500, 0],
    ["waits when it ended at once", 0, 499, 20],
  ])("%s", (_name, responses, openMs, expected) => {
    expect(afterStreamEnd(fresh, { responses, openMs })).toMatchObject({
      step: "reattach",
      delayMs: expected,
    });
  });

  it("gives up after forty empty ones, and starts counting anew with a response", () => {
    const empty = { responses: 0, openMs: 0 };
    expect(afterStreamEnd({ ...fresh, emptyStreams: 39 }, empty).step).toBe("reattach");
    expect(afterStreamEnd({ ...fresh, emptyStreams: 40 }, empty).step).toBe("give-up");
    expect(afterStreamEnd({ ...fresh, emptyStreams: 40 }, { responses: 1, openMs: 0 })).toMatchObject({
      step: "reattach",
      state: { emptyStreams: 0 },
    });
  });
});

describe("after a broken stream", () => {
  const failed = (status: RpcFailure["status"], errorClass?: string): RpcFailure => ({
    ...localFailure("ExecutePlan", status, `[${errorClass}]`),
    errorClass,
  });
  const unknownOperation = failed("INTERNAL", "INVALID_HANDLE.OPERATION_NOT_FOUND");
  const unknownSession = failed("INTERNAL", "INVALID_HANDLE.SESSION_NOT_FOUND");
  const decide = (
    failure: RpcFailure,
    responded: boolean,
    pinned: boolean,
    retries = 0,
  ): NextStep["step"] => {
    const situation = { everConnected: true, refreshable: false, nowMs: 0, responded, pinned, openMs: 0 };
    const state = {
      ...fresh,
      repeats: retries,
      retries: { retries, nextBackoffMs: 50, failingSinceMs: 0, refreshed: false },
    };
    return afterStreamFailure(state, failure, situation, defaultRetryPolicy, () => 0).step;
  };

  it.each<[string, RpcFailure, boolean, boolean, NextStep["step"]]>([
    ["unreachable", failed("UNAVAILABLE"), false, false, "reattach"],
    ["unreachable after a response", failed("UNAVAILABLE"), true, true, "reattach"],
    ["deadline", failed("DEADLINE_EXCEEDED"), true, true, "reattach"],
    ["operation unknown, nothing received", unknownOperation, false, true, "reexecute"],
    ["operation unknown after a response", unknownOperation, true, true, "fail"],
    ["session unknown, never seen", unknownSession, false, false, "reexecute"],
    ["session unknown, seen before", unknownSession, false, true, "fail"],
    ["session changed", failed("INTERNAL", "INVALID_HANDLE.SESSION_CHANGED"), false, true, "fail"],
    ["operation abandoned", failed("INTERNAL", "INVALID_HANDLE.OPERATION_ABANDONED"), false, true, "fail"],
    [
      "another query under this id",
      failed("INTERNAL", "INVALID_HANDLE.OPERATION_ALREADY_EXISTS"),
      false,
      true,
      "fail",
    ],
    ["bad cursor", failed("INTERNAL", "INVALID_CURSOR.POSITION_NOT_FOUND"), true, true, "fail"],
    ["cursor released", failed("INTERNAL", "INVALID_CURSOR.POSITION_NOT_AVAILABLE"), true, true, "fail"],
    ["the query's own error", failed("INTERNAL", "DIVIDE_BY_ZERO"), true, true, "fail"],
  ])("%s", (_name, failure, responded, pinned, expected) => {
    expect(decide(failure, responded, pinned)).toBe(expected);
  });

  it.each([unknownOperation, failed("UNAVAILABLE"), failed("DEADLINE_EXCEEDED")])(
    "is bounded for $status",
    (failure) => {
      expect(decide(failure, false, true, 15)).toBe("fail");
    },
  );

  it.each<[string, RpcFailure["status"], number, NextStep["step"]]>([
    ["counts on while streams break early", "UNAVAILABLE", 59_999, "fail"],
    ["counts anew after a stream that was open for a minute", "UNAVAILABLE", 60_000, "reattach"],
    ["counts on where the minute was only waited for", "DEADLINE_EXCEEDED", 600_000, "fail"],
  ])("%s", (_name, status, openMs, expected) => {
    const state = {
      ...fresh,
      repeats: 15,
      retries: { retries: 15, nextBackoffMs: 50, failingSinceMs: 0, refreshed: false },
    };
    const situation = {
      everConnected: true,
      refreshable: false,
      nowMs: 0,
      responded: true,
      pinned: true,
      openMs,
    };
    const next = afterStreamFailure(state, failed(status), situation, defaultRetryPolicy, () => 0);
    expect(next.step).toBe(expected);
  });

  it("does not wait for a server that is back because it was away", () => {
    const state = {
      ...fresh,
      retries: { retries: 9, nextBackoffMs: 60_000, failingSinceMs: 0, refreshed: false },
    };
    const situation = {
      everConnected: true,
      refreshable: false,
      nowMs: 0,
      responded: false,
      pinned: true,
      openMs: 0,
    };
    expect(afterStreamFailure(state, unknownOperation, situation, defaultRetryPolicy, () => 0)).toMatchObject(
      {
        step: "reexecute",
        delayMs: 0,
      },
    );
  });

  it("goes on at once the first time, then ever slower", () => {
    const delays: number[] = [];
    let state = fresh;
    const situation = {
      everConnected: true,
      refreshable: false,
      nowMs: 0,
      responded: false,
      pinned: true,
      openMs: 0,
    };
    for (let i = 0; i < 5; i += 1) {
      const next = afterStreamFailure(state, unknownOperation, situation, defaultRetryPolicy, () => 0);
      if (next.step !== "reexecute") throw new Error(next.step);
      delays.push(next.delayMs);
      state = next.state;
    }
    expect(delays).toEqual([0, 50, 200, 800, 3200]);
  });
});
