import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { showWaiting } from "../../src/report/waiting.ts";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it("tells that it waits from the third second on, and no more once that is over", async () => {
  const printed: string[] = [];
  let arrive: (value: string) => void = () => {};
  const work = new Promise<string>((resolve) => {
    arrive = resolve;
  });
  const shown = showWaiting({ print: (text) => printed.push(text) }, "waiting for Spark", work);
  await jest.advanceTimersByTimeAsync(2_999);
  expect(printed).toEqual([]);
  await jest.advanceTimersByTimeAsync(20_001);
  expect(printed).toEqual([
    "waiting for Spark (3 s)",
    "waiting for Spark (13 s)",
    "waiting for Spark (23 s)",
  ]);
  arrive("there");
  expect(await shown).toBe("there");
  expect(jest.getTimerCount()).toBe(0);
});
