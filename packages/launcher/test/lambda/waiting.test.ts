import { expect, it } from "@jest/globals";
import { waitingFor } from "../../src/lambda/waiting.ts";
import { LEASE_MS } from "../../src/once/dynamo-claims.ts";

/** The function's time, as the infrastructure has it. */
const TIMEOUT_MS = 120_000;
/** Lambda's pauses before the second and the third try of an event: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const PAUSES_MS = [60_000, 120_000];

it("the last try of an event waits until a launch that died at once has lost its key", () => {
  const { longestMs } = waitingFor(TIMEOUT_MS);
  let time = 0;
  for (const pause of PAUSES_MS) time += pause + longestMs;
  expect(time).toBeGreaterThan(LEASE_MS + 1_000);
});

it("nobody waits where no time is left to launch in", () => {
  expect(waitingFor(30_000).longestMs).toBe(0);
});
