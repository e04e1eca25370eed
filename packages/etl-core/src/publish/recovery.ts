/** Which tables of a collection exist. */
export interface TableState {
  readonly table: boolean;
  /** `{t}__next` */
  readonly next: boolean;
  /** `{t}__prev` */
  readonly prev: boolean;
}

/** What has to be done before the table can be used. */
export type Recovery =
  /** Nothing was interrupted; there may be no table at all. */
  | { readonly kind: "none" }
  /** `{t}__next` was made and never swapped in: readers are on the table, and the next widening sees to it. */
  | { readonly kind: "leftover" }
  /** Interrupted between the two renames, when `{t}__next` has every partition: rename it to the table. */
  | { readonly kind: "complete" }
  /** The table is away and nothing is there to take its place: rename `{t}__prev` back. */
  | { readonly kind: "undo" };

/**
 * Decides from the tables alone how an interrupted pair of renames goes on.
 *
 * The steps of widening, and what exists when it is interrupted after each: an earlier `__prev` is put aside (table);
 * `__next` is made and given every partition (table, next); table → `__prev` (next, prev); `__next` → table
 * (table, prev). So the table is missing at one point only, and there `__next` is complete.
 */
export function decideRecovery({ table, next, prev }: TableState): Recovery {
  if (table) {
    return next ? { kind: "leftover" } : { kind: "none" };
  }
  if (next) {
    // Without a __prev no widening of ours came this far: whoever removed the table meant to, and __next may lack
    // partitions.
    return prev ? { kind: "complete" } : { kind: "leftover" };
  }
  return prev ? { kind: "undo" } : { kind: "none" };
}
