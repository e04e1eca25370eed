import { describe, expect, it } from "@jest/globals";
import { CancelledError } from "../../src/errors.ts";
import type { ExecuteEvent } from "../../src/execution/events.ts";
import type { MetricsObserver } from "../../src/plan/relation.ts";
import { MetricsWatch } from "../../src/session/metrics-watch.ts";

/** Remembers what it is told. */
class Listener implements MetricsObserver {
  readonly name = "o";
  readonly told: unknown[] = [];
  started(): void {
    this.told.push("started");
  }
  received(values: Readonly<Record<string, unknown>>): void {
    this.told.push(values);
  }
  failed(error: Error): void {
    this.told.push(error);
  }
}

const batch: ExecuteEvent = {
  kind: "arrowBatch",
  data: new Uint8Array(),
  rowCount: 0,
  startOffset: undefined,
};

describe("MetricsWatch", () => {
  it("tells who waits when the reader leaves, and ends the action", async () => {
    const listener = new Listener();
    let ended = false;
    async function* events(): AsyncGenerator<ExecuteEvent, void, undefined> {
      try {
        yield batch;
        yield batch;
      } finally {
        ended = true;
      }
    }
    for await (const event of new MetricsWatch([listener]).over(async () => events())) {
      expect(event).toBe(batch);
      break;
    }
    expect(listener.told).toEqual(["started", expect.any(CancelledError)]);
    expect(ended).toBe(true);
  });

  it("tells of a malformed message instead of breaking the action", async () => {
    const listener = new Listener();
    async function* events(): AsyncGenerator<ExecuteEvent, void, undefined> {
      yield { kind: "observedMetrics", name: "o", planId: 1n, keys: ["a"], values: [], failure: undefined };
      yield batch;
    }
    const seen: ExecuteEvent[] = [];
    for await (const event of new MetricsWatch([listener]).over(async () => events())) {
      seen.push(event);
    }
    expect(seen).toEqual([batch]);
    expect(listener.told).toEqual(["started", expect.objectContaining({ code: "PROTOCOL" })]);
  });
});
