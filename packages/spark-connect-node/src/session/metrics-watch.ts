import { CancelledError, ExecutionError, ProtocolError, SparkConnectError } from "../errors.ts";
import type { ExecuteEvent } from "../execution/events.ts";
import type { MetricsObserver } from "../plan/relation.ts";
import { fromLiteral } from "../values/index.ts";

type ObservedMetrics = Extract<ExecuteEvent, { kind: "observedMetrics" }>;

/** What an action sends back. */
export type Events = AsyncGenerator<ExecuteEvent, void, undefined>;

/** Brings the observed metrics of one action to those who wait for them, and the action's failure too. */
export class MetricsWatch {
  readonly #waiting: Map<string, MetricsObserver>;

  constructor(observers: readonly MetricsObserver[]) {
    this.#waiting = new Map(observers.map((observer) => [observer.name, observer]));
  }

  /** Begins the action, and passes its events on, except those that are for observers. */
  async *over(begin: () => Promise<Events>): Events {
    for (const observer of this.#waiting.values()) {
      observer.started();
    }
    let failure: Error = new CancelledError("The result was not read to its end, so its metrics never came");
    try {
      for await (const event of await begin()) {
        if (event.kind === "observedMetrics") {
          this.#receive(event);
        } else {
          yield event;
        }
      }
      failure = new ExecutionError(
        "The query ended without its observed metrics: nothing of the observed DataFrame was needed for its result",
      );
    } catch (error) {
      failure = error instanceof Error ? error : new ExecutionError(String(error), { cause: error });
      throw error;
    } finally {
      for (const observer of this.#waiting.values()) {
        observer.failed(failure);
      }
      this.#waiting.clear();
    }
  }

  #receive(event: ObservedMetrics): void {
    const observer = this.#waiting.get(event.name);
    if (observer === undefined) {
      return;
    }
    this.#waiting.delete(event.name);
    try {
      if (event.failure === undefined) {
        observer.received(valuesByName(event));
      } else {
        const root = event.failure.errors[event.failure.rootErrorIdx];
        observer.failed(new ExecutionError(root?.message ?? "Spark could not compute the observed metrics"));
      }
    } catch (error) {
      observer.failed(
        error instanceof SparkConnectError ? error : new ExecutionError(String(error), { cause: error }),
      );
    }
  }
}

function valuesByName(event: ObservedMetrics): Readonly<Record<string, unknown>> {
  if (event.keys.length !== event.values.length) {
    throw new ProtocolError(
      `The server sent ${event.keys.length} names for ${event.values.length} observed metrics`,
    );
  }
  return Object.fromEntries(event.values.map((value, index) => [event.keys[index], fromLiteral(value)]));
}
