import type { WaitingPolicy } from "../launch/deps.ts";

/** What a launch needs of the function's time once its key is free, its notice included. */
const FOR_LAUNCH_MS = 40_000;

/**
 * How long the function waits for another launch of the same key: as long as its time allows. One that died holds the
 * key for its lease, and Lambda's third try is the last: were it to give up sooner, nobody would launch the day.
 *
 * @param leftMs - of the function's time.
 */
export function waitingFor(leftMs: number): WaitingPolicy {
  return { longestMs: Math.max(leftMs - FOR_LAUNCH_MS, 0), everyMs: 1_000 };
}
