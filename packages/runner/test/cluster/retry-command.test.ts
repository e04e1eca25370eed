import { describe, expect, it } from "@jest/globals";
import { MODULES, parsePayload, type Retry, retryCommands } from "@dataworks/launcher";
import * as fc from "fast-check";
import { parseCommandLine } from "../../src/args/command-line.ts";
import { payloadOf, type StartRequest, startRequest } from "../../src/cluster/start-request.ts";

// What the notifier tells people to paste, as this command line reads it.

const STEPS = ["start-spark-connect", ...MODULES.map((module) => `submit-job-${module}`)];

/** A shell makes the same words of it: nothing in it means anything to one. */
function pasted(command: string): StartRequest {
  expect(command).toMatch(/^adg [A-Za-z0-9._ -]+$/);
  const invocation = parseCommandLine(command.split(" ").slice(1), "1");
  if (invocation.kind !== "cluster start") throw new Error(`${command} is ${invocation.kind}`);
  return startRequest(invocation.raw, {});
}

const day = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const retry = fc
  .record({
    module: fc.constantFrom(...MODULES),
    days: fc.tuple(day, day).map((both) => both.sort()),
    hasStart: fc.boolean(),
    hasEnd: fc.boolean(),
    cleanUp: fc.boolean(),
    e2e: fc.boolean(),
    again: fc.option(fc.stringMatching(/^after-j-[A-Z0-9]{1,13}$/), { nil: undefined }),
  })
  .map(
    ({ days: [first, last], hasStart, hasEnd, ...others }): Retry => ({
      ...others,
      start: hasStart ? first : undefined,
      end: hasEnd ? last : undefined,
    }),
  );
const retries = fc.uniqueArray(retry, { selector: ({ module }) => module, minLength: 1 });

describe("the command of a notice", () => {
  it("asks for what is to be done again, of every module once", () => {
    fc.assert(
      fc.property(retries, (wanted) => {
        const requests = retryCommands(wanted).map(pasted);
        const asked = requests.flatMap(({ modules, cleanUp, e2e, again, stepArgs }) =>
          modules.map((module) => ({ module, cleanUp, e2e, again, stepArgs })),
        );
        const expected = wanted.map(({ start, end, ...others }) => ({
          ...others,
          stepArgs: [
            ...(start === undefined ? [] : ["--start_dt", start]),
            ...(end === undefined ? [] : ["--end_dt", end]),
            ...(others.cleanUp ? ["--clean_up_flg", "true"] : []),
            ...(others.e2e ? ["--e2e_test_flg", "true"] : []),
          ],
        }));
        const byModule = (all: typeof asked) => new Map(all.map((each) => [each.module, each]));
        expect(asked).toHaveLength(wanted.length);
        expect(byModule(asked)).toEqual(byModule(expected));
        for (const request of requests) {
          expect(parsePayload(payloadOf(request, STEPS))).toHaveLength(1);
        }
      }),
    );
  });
});
