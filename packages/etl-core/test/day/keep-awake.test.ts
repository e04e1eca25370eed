import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { keepAwake } from "../../src/day/keep-awake.ts";

const HOUR = 60 * 60 * 1000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it("uses the session several times an hour until the day is staged, whatever the answers", () => {
  const run = jest.fn(() => Promise.reject(new Error("busy")));
  {
    using _awake = keepAwake({ run });
    jest.advanceTimersByTime(3 * HOUR);
    expect(run.mock.calls.length).toBeGreaterThanOrEqual(9);
  }
  const calls = run.mock.calls.length;
  jest.advanceTimersByTime(HOUR);
  expect(run).toHaveBeenCalledTimes(calls);
});
