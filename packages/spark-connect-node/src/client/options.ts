import type { QueryProgress } from "../execution/progress.ts";

/** What every action takes as its last parameter. */
export interface ActionOptions {
  /** Aborting it interrupts the operation on the server and rejects with a `CancelledError`. */
  readonly signal?: AbortSignal | undefined;
  /** Tags of this operation, besides those of the session: `interruptTag` finds it by them. */
  readonly tags?: readonly string[] | undefined;
  /** Told about progress while the query runs. What it throws is ignored: it cannot break the query. */
  readonly onProgress?: ((progress: QueryProgress) => void) | undefined;
}
