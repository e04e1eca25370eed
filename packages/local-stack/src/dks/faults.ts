import { hashOf, randomFrom } from "@dataworks/test-data";

/**
 * What goes wrong: `status` is an answer of that status, `reset` a connection torn down, `nonsense` a 200 whose body
 * is not what a client expects, `delay` a right answer that comes late.
 */
export type DksFaultKind = "status" | "reset" | "nonsense" | "delay";

/** Faults that a test wants of decrypt calls. */
export interface DksFaults {
  readonly kind: DksFaultKind;
  /** How many of the calls, 0 to 1. Default 1. */
  readonly rate?: number;
  /** For kind `status`. Default 503. */
  readonly status?: number;
  /** For kind `status`: sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Before the fault (or, of kind `delay`, before the answer). Default 0. */
  readonly delayMs?: number;
  /** How many faults are given until all is well again. Default: no end. */
  readonly times?: number;
}

const kinds: readonly string[] = ["status", "reset", "nonsense", "delay"] satisfies DksFaultKind[];
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  rate: [0, 1],
  status: [200, 599],
  retryAfterSeconds: [0, 86_400],
  delayMs: [0, 600_000],
  times: [0, Number.MAX_SAFE_INTEGER],
};

/** Reads faults out of JSON. @throws TypeError that says what is wrong with it */
export function parseFaults(json: string): DksFaults {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new TypeError("faults are JSON");
  }
  if (typeof value !== "object" || value === null) throw new TypeError("faults are a JSON object");
  for (const [name, member] of Object.entries(value)) {
    if (name === "kind") continue;
    const range = ranges[name];
    if (range === undefined) throw new TypeError(`"${name}" is no setting of faults`);
    if (typeof member !== "number" || !(member >= range[0] && member <= range[1])) {
      throw new TypeError(`${name} is a number from ${range[0]} to ${range[1]}`);
    }
  }
  if (!("kind" in value && typeof value.kind === "string" && kinds.includes(value.kind))) {
    throw new TypeError(`kind is one of ${kinds.join(", ")}`);
  }
  return value as DksFaults;
}

/** Says, call by call, whether the next one gets a fault: the same calls every time for the same faults. */
export function faultPlan(faults: DksFaults): () => DksFaults | undefined {
  const random = randomFrom(hashOf("faults"));
  let left = faults.times ?? Number.POSITIVE_INFINITY;
  return () => {
    if (left <= 0 || !random.chance(faults.rate ?? 1)) return undefined;
    left -= 1;
    return faults;
  };
}
