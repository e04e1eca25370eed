/** What an item of the claims table says: attribute names to values, as DynamoDB has them. */
export type ClaimItem = Readonly<
  Record<string, { readonly S?: string | undefined; readonly N?: string | undefined }>
>;

/** What a claim says at an instant. */
export type ClaimState =
  /** Nobody has it, or what was kept of it has expired. */
  | { readonly kind: "free" }
  /** Its owner is at it, or has died less than a lease ago. */
  | { readonly kind: "held"; readonly owner: string; readonly until: Date; readonly token: string }
  /** Its owner held it longer than a lease and never said how it ended: it may be taken over. */
  | { readonly kind: "abandoned"; readonly owner: string; readonly since: Date }
  /** Done. `owner` is who did it, `result` what came of it. */
  | { readonly kind: "completed"; readonly owner: string; readonly token: string; readonly result: string };

/** Keys that are ours until `until`: all of them or none. */
export interface Claim {
  readonly keys: readonly string[];
  readonly owner: string;
  /** Tells two claims of one owner apart. */
  readonly token: string;
  /** From then on somebody else may take it over. */
  readonly until: Date;
}

/** What a reservation came to. */
export type Reservation =
  /** Ours. `takenOverFrom` lists the owners that left one of the keys behind: what they did is not known. */
  | { readonly kind: "reserved"; readonly claim: Claim; readonly takenOverFrom: readonly string[] }
  /** Every key is done, by one and the same doing. */
  | { readonly kind: "completed"; readonly owner: string; readonly result: string }
  /** At least one key is held by somebody else. */
  | { readonly kind: "held"; readonly key: string; readonly owner: string; readonly until: Date }
  /** Some keys are done and others are not, or they were done apart: no one answer fits them all. */
  | {
      readonly kind: "mixed";
      readonly results: ReadonlyMap<string, string>;
      readonly open: readonly string[];
    };

/** Seconds since 1970, the unit of DynamoDB's TTL, rounded up: nothing ends early. */
export function secondsAt(time: Date, plusMs = 0): number {
  return Math.ceil((time.getTime() + plusMs) / 1000);
}

/** Reads an item. Its times count, not its presence: DynamoDB removes expired items only days later. */
export function claimState(item: ClaimItem | undefined, now: Date): ClaimState {
  if (item === undefined || !isLater(item["Expires_At"]?.N, now)) return { kind: "free" };
  const owner = item["Owner"]?.S ?? "an unknown owner";
  const token = item["Token"]?.S ?? "";
  if (item["Status"]?.S === "Completed") {
    return { kind: "completed", owner, token, result: item["Result"]?.S ?? "" };
  }
  const until = new Date(Number(item["Lease_Until"]?.N ?? 0) * 1000);
  return until > now ? { kind: "held", owner, until, token } : { kind: "abandoned", owner, since: until };
}

/**
 * Makes one answer of the states of all keys, for a reservation that was refused. `undefined`: nothing stands in the
 * way any more, ask again.
 */
export function refusedBy(
  states: ReadonlyMap<string, ClaimState>,
): Exclude<Reservation, { kind: "reserved" }> | undefined {
  const results = new Map<string, string>();
  const doings = new Map<string, Extract<ClaimState, { kind: "completed" }>>();
  for (const [key, state] of states) {
    if (state.kind === "held") return { kind: "held", key, owner: state.owner, until: state.until };
    if (state.kind !== "completed") continue;
    results.set(key, state.result);
    doings.set(`${state.token} ${state.result}`, state);
  }
  const [doing, another] = doings.values();
  if (doing === undefined) return undefined;
  if (another === undefined && results.size === states.size) {
    return { kind: "completed", owner: doing.owner, result: doing.result };
  }
  return { kind: "mixed", results, open: [...states.keys()].filter((key) => !results.has(key)) };
}

function isLater(seconds: string | undefined, now: Date): boolean {
  return seconds !== undefined && Number(seconds) * 1000 > now.getTime();
}
