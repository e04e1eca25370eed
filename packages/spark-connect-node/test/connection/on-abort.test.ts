import { getEventListeners } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { onAbort } from "../../src/connection/on-abort.ts";

describe("onAbort", () => {
  it("calls everyone once, through one listener", () => {
    const abort = new AbortController();
    const called: number[] = [];
    for (let i = 0; i < 30; i += 1) onAbort(abort.signal, () => called.push(i));
    expect(getEventListeners(abort.signal, "abort")).toHaveLength(1);
    abort.abort();
    abort.abort();
    expect(called).toEqual(Array.from({ length: 30 }, (_, i) => i));
  });

  it("calls nobody who has left, and the same function as often as it waits", () => {
    const abort = new AbortController();
    let calls = 0;
    const count = (): void => {
      calls += 1;
    };
    const stopListening = onAbort(abort.signal, count);
    onAbort(abort.signal, count);
    stopListening();
    abort.abort();
    expect(calls).toBe(1);
  });

  it("calls at once when the signal has aborted", () => {
    let calls = 0;
    onAbort(AbortSignal.abort(), () => {
      calls += 1;
    })();
    expect(calls).toBe(1);
  });
});
