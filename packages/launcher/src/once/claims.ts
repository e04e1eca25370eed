import type { Claim, ClaimState, Reservation } from "./claim.ts";

/**
 * Things that are to be done once, by whoever comes first. The way of a claim: reserve, do it, complete; or release
 * when nothing was done. An owner that dies in between leaves the claim to the next after a lease, who is told so and
 * must find out what was done.
 */
export interface Claims {
  /**
   * Reserves all keys or none.
   *
   * @param keys - at least one, at most 100, none twice.
   * @param owner - who asks, for people to read.
   */
  reserve(keys: readonly string[], owner: string): Promise<Reservation>;
  /** What the keys say now. */
  look(keys: readonly string[]): Promise<ReadonlyMap<string, ClaimState>>;
  /**
   * Keeps what came of it, for all who ask later. The same result twice does no harm.
   *
   * @throws ClaimLostError when somebody else has taken it over.
   */
  complete(claim: Claim, result: string): Promise<void>;
  /** Gives the keys back. `false`: they were not ours any more, and nothing was changed. */
  release(claim: Claim): Promise<boolean>;
}
