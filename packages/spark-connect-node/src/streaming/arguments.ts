import { InvalidArgumentError } from "../errors.ts";
import type { StreamTrigger } from "../plan/commands/write-stream.ts";

/** When a query looks for new data. Intervals are as Spark reads them: `"5 seconds"`. */
export type Trigger =
  /** A batch each interval; `"0 seconds"`, the default of Spark, is one after another. */
  | { readonly processingTime: string }
  /** One batch with all data there is, then the query ends. Spark advises `availableNow`. */
  | { readonly once: true }
  /** All data there is, in as many batches as it takes, then the query ends. */
  | { readonly availableNow: true }
  /** Row by row, with a checkpoint each interval. */
  | { readonly continuous: string }
  /** Row by row, in batches of this duration (Spark 4.2 and later). */
  | { readonly realTime: string };

const TRIGGERS = ["processingTime", "once", "availableNow", "continuous", "realTime"] as const;

/** Reads a trigger. Whoever writes plain JavaScript may give anything. */
export function readTrigger(trigger: Trigger): StreamTrigger {
  const given = Object.entries(trigger as Readonly<Record<string, unknown>>).filter(
    ([, v]) => v !== undefined,
  );
  const [first] = given;
  const kind = TRIGGERS.find((name) => name === first?.[0]);
  if (first === undefined || given.length > 1 || kind === undefined) {
    throw new InvalidArgumentError(
      `A trigger is exactly one of ${TRIGGERS.join(", ")}, not {${given.map(([name]) => name).join(", ")}}`,
    );
  }
  const value = first[1];
  if (kind === "once" || kind === "availableNow") {
    if (value !== true) {
      throw new InvalidArgumentError(
        `The trigger ${kind} takes true, not ${String(value)}: leave it out instead`,
      );
    }
    return { kind };
  }
  if (typeof value !== "string") {
    throw new InvalidArgumentError(`The trigger ${kind} takes a text like "5 seconds", not ${String(value)}`);
  }
  return { kind, interval: notEmpty(`The interval of the trigger ${kind}`, value).trim() };
}

/** @throws InvalidArgumentError for a text of nothing or blanks. */
export function notEmpty(what: string, value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError(`${what} cannot be empty`);
  return value;
}
