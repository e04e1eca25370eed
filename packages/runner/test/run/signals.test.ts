import { EventEmitter } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { exitCodeOf } from "../../src/errors.ts";
import { abortOnSignals } from "../../src/run/signals.ts";

describe("abortOnSignals", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("aborts on %s, with the exit code the shell expects", (name, exitCode) => {
    const source = new EventEmitter();
    using interruption = abortOnSignals(source, { onFirst: () => {}, onAgain: () => {} });
    expect(interruption.signal.aborted).toBe(false);
    source.emit(name);
    expect(interruption.signal.aborted).toBe(true);
    expect(exitCodeOf(interruption.signal.reason)).toBe(exitCode);
  });

  it("ends at once the second time", () => {
    const source = new EventEmitter();
    const calls: string[] = [];
    using _interruption = abortOnSignals(source, {
      onFirst: ({ signal }) => calls.push(`first ${signal}`),
      onAgain: ({ signal }) => calls.push(`again ${signal}`),
    });
    source.emit("SIGINT");
    source.emit("SIGTERM");
    expect(calls).toEqual(["first SIGINT", "again SIGTERM"]);
  });

  it("listens no longer than it is used", () => {
    const source = new EventEmitter();
    abortOnSignals(source, { onFirst: () => {}, onAgain: () => {} })[Symbol.dispose]();
    expect([source.listenerCount("SIGINT"), source.listenerCount("SIGTERM")]).toEqual([0, 0]);
  });
});
