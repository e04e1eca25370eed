import { randomUUID } from "node:crypto";
import { InvalidArgumentError } from "../errors.ts";
import type { MetricsObserver } from "../plan/relation.ts";

/** Values observed while a query ran, by name, as rows hold them. */
export type ObservedValues = Readonly<Record<string, unknown>>;

let observerInside: (observation: Observation) => Observer;

/** Puts an observation into a plan. Internal. */
export function observerForPlan(observation: Observation): MetricsObserver {
  const observer = observerInside(observation);
  observer.use();
  return observer;
}

/**
 * Values counted in passing: `df.observe(observation, count(lit(1)).as("rows"))` makes them come with the next action
 * that runs the DataFrame, be it a write, without reading anything twice.
 *
 * The action may run any DataFrame made from the observed one; read through a temporary view, it brings no values
 * (Spark does not send them). An observation belongs to one DataFrame, and keeps the values of the first action that ended well. When an action
 * fails, who waits is told; the next action may still bring values.
 */
export class Observation {
  readonly name: string;
  readonly #observer: Observer;

  static {
    observerInside = (observation) => observation.#observer;
  }

  /** @param name - Of the metrics in Spark; without one a random one is made. */
  constructor(name: string = randomUUID()) {
    if (name === "") {
      throw new InvalidArgumentError("The name of an observation cannot be empty");
    }
    this.name = name;
    this.#observer = new Observer(name);
  }

  /**
   * The values, by the names of the observed columns. Waits until an action has brought them.
   *
   * @throws The action's error when it fails; ExecutionError when it ended without them (Spark needed none of the
   *   DataFrame); CancelledError when its rows were not read to the end.
   */
  async get(): Promise<ObservedValues> {
    return this.#observer.values();
  }
}

/** The promise of the values, and its two ends. */
class Deferred {
  readonly promise: Promise<ObservedValues>;
  resolve: (values: ObservedValues) => void = () => undefined;
  reject: (error: Error) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Nobody may be waiting, and the action reports its failure itself: no unhandled rejection of it here.
    this.promise.catch(() => undefined);
  }
}

class Observer implements MetricsObserver {
  readonly name: string;
  #used = false;
  #state: "waiting" | "received" | "failed" = "waiting";
  #deferred = new Deferred();

  constructor(name: string) {
    this.name = name;
  }

  use(): void {
    if (this.#used) {
      throw new InvalidArgumentError(
        `The observation "${this.name}" observes a DataFrame already; make a new one`,
      );
    }
    this.#used = true;
  }

  values(): Promise<ObservedValues> {
    return this.#deferred.promise;
  }

  started(): void {
    if (this.#state === "failed") {
      this.#state = "waiting";
      this.#deferred = new Deferred();
    }
  }

  received(values: ObservedValues): void {
    // Of two actions at once the other may have failed meanwhile.
    this.started();
    if (this.#state === "waiting") {
      this.#state = "received";
      this.#deferred.resolve(values);
    }
  }

  failed(error: Error): void {
    if (this.#state === "waiting") {
      this.#state = "failed";
      this.#deferred.reject(error);
    }
  }
}
