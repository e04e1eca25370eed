import { describe, expect, it } from "@jest/globals";
import type { ClusterEvent } from "../../src/notify/event/event.ts";
import type { ClusterFacts } from "../../src/notify/facts/facts.ts";
import { clusterNotice, launchFailedNotice } from "../../src/notify/outcome/cluster-notice.ts";
import {
  connectStep,
  done,
  ended,
  facts,
  failedRun,
  interrupted,
  jobStep,
  missingFile,
  ran,
  unended,
} from "./support/facts.ts";

const tell = (event: ClusterEvent, known: ClusterFacts) => {
  const { verdict, severity, modules, causes, retry } = clusterNotice(event, known, "production");
  return {
    verdict,
    severity,
    modules: modules.map(({ module, verdict }) => `${module} ${verdict}`),
    causes: causes.map(({ where, code }) => `${where}: ${code}`),
    retry,
  };
};

const user = ["USER_REQUEST", "Terminated by user request"] as const;
const again = (days = "") => `adg cluster start --module vacancy${days} --again after-j-1ABCDEFGHIJKL`;

describe("a cluster that ended", () => {
  const cases: [string, ClusterEvent, ClusterFacts, object][] = [
    [
      "is done where all its steps are",
      ended(),
      facts([connectStep(), jobStep("vacancy"), jobStep("payment")], {
        vacancy: ran(done(7, "2026-11-20")),
        payment: ran(done(3, "2026-11-20")),
      }),
      {
        verdict: "done",
        severity: "success",
        modules: ["vacancy done", "payment done"],
        causes: [],
        retry: [],
      },
    ],
    [
      "is done where nothing was due",
      ended(),
      facts([connectStep(), jobStep("vacancy")]),
      { verdict: "done", severity: "success", modules: ["vacancy done"] },
    ],
    [
      "is done where EMR's list of steps is behind",
      ended(),
      facts([connectStep("RUNNING"), jobStep("vacancy", "PENDING")], { vacancy: ran(done(7, "2026-11-20")) }),
      { verdict: "done", retry: [] },
    ],
    [
      "failed where a step did and the others went on: once, for all",
      ended("TERMINATED", "ALL_STEPS_COMPLETED", "Steps completed with errors"),
      facts([connectStep(), jobStep("vacancy", "FAILED"), jobStep("payment")], {
        vacancy: ran(done(7, "2026-11-19"), failedRun(8, "2026-11-20")),
        payment: ran(done(3, "2026-11-20")),
      }),
      {
        verdict: "failed",
        severity: "failure",
        modules: ["vacancy failed", "payment done"],
        causes: ["vacancy 2026-11-20: SOURCE_FILE_MISSING"],
        retry: [again(" --start-dt 2026-11-20 --end-dt 2026-11-20")],
      },
    ],
    [
      "failed where the ledger alone says so",
      ended(),
      facts([connectStep(), jobStep("vacancy", "RUNNING")], { vacancy: ran(failedRun(8, "2026-11-20")) }),
      { verdict: "failed", causes: ["vacancy 2026-11-20: SOURCE_FILE_MISSING"] },
    ],
    [
      "failed where EMR's words alone say so",
      ended("TERMINATED", "ALL_STEPS_COMPLETED", "Steps completed with errors"),
      facts([connectStep(), jobStep("vacancy", "RUNNING")]),
      {
        verdict: "failed",
        modules: ["vacancy not done"],
        causes: ["cluster: ALL_STEPS_COMPLETED"],
        retry: [again()],
      },
    ],
    [
      "failed where no day was begun, and the ledger knows why",
      ended(),
      facts([connectStep(), jobStep("vacancy", "FAILED")], {
        vacancy: { runs: [], earlier: 0, failure: { ...missingFile, code: "SECRET_UNAVAILABLE" } },
      }),
      { verdict: "failed", causes: ["vacancy: SECRET_UNAVAILABLE"], retry: [again()] },
    ],
    [
      "failed where there is no report at all",
      ended(),
      facts([
        connectStep(),
        jobStep("vacancy", "FAILED", ["--start_dt", "2026-11-01", "--end_dt", "2026-11-03"]),
      ]),
      {
        verdict: "failed",
        causes: ["vacancy: STEP_FAILED"],
        retry: [again(" --start-dt 2026-11-01 --end-dt 2026-11-03")],
      },
    ],
    [
      "failed where the runner died",
      ended(),
      facts([connectStep(), jobStep("vacancy", "FAILED")], { vacancy: ran(unended(8, "2026-11-20")) }),
      {
        verdict: "failed",
        causes: ["vacancy 2026-11-20: UNKNOWN"],
        retry: [again(" --start-dt 2026-11-20 --end-dt 2026-11-20")],
      },
    ],
    [
      "failed with Spark's step, before what was cancelled for it",
      ended("TERMINATED_WITH_ERRORS", "STEP_FAILURE", "Shut down as step failed"),
      facts([connectStep("FAILED", "exit 1"), jobStep("vacancy", "CANCELLED")]),
      {
        verdict: "failed",
        modules: ["vacancy not done"],
        causes: ["step start-spark-connect: STEP_FAILED"],
        retry: [again()],
      },
    ],
    [
      "failed as a whole, for EMR's own reason",
      ended("TERMINATED_WITH_ERRORS", "BOOTSTRAP_FAILURE", "bootstrap action 1 returned 1"),
      facts([connectStep("CANCELLED"), jobStep("vacancy", "CANCELLED")]),
      { verdict: "failed", causes: ["cluster: BOOTSTRAP_FAILURE"], retry: [again()] },
    ],
    [
      "failed under a run, whose cause then is EMR's",
      ended("TERMINATED_WITH_ERRORS", "INSTANCE_FAILURE", "The master was lost"),
      facts([connectStep(), jobStep("vacancy", "INTERRUPTED")], { vacancy: ran(unended(8, "2026-11-20")) }),
      { verdict: "failed", causes: ["cluster: INSTANCE_FAILURE", "vacancy 2026-11-20: UNKNOWN"] },
    ],
    [
      "is not taken for done where nobody says what its steps did",
      ended(),
      facts(undefined),
      { verdict: "failed", severity: "failure", modules: ["vacancy not done"], retry: [again()] },
    ],
    [
      "is done where EMR does not list the steps but the ledger has the days",
      ended(),
      facts(undefined, { vacancy: ran(done(7, "2026-11-20")) }),
      { verdict: "done" },
    ],
    [
      "is not taken for done where one of two modules is silent and the steps cannot be read",
      ended(),
      facts(undefined, { vacancy: ran(done(7, "2026-11-20")) }, [
        "production/vacancy/2026-11-21",
        "production/payment/2026-11-21",
      ]),
      { verdict: "failed", modules: ["vacancy done", "payment not done"] },
    ],
    [
      "was stopped by a user before it was done: no failure",
      ended("TERMINATED", ...user),
      facts([connectStep(), jobStep("vacancy", "CANCELLED")], {
        vacancy: ran(failedRun(8, "2026-11-20", interrupted)),
      }),
      {
        verdict: "stopped",
        severity: "success",
        causes: [],
        retry: [again(" --start-dt 2026-11-20 --end-dt 2026-11-20")],
      },
    ],
    [
      "was stopped by a user while EMR still lists the step as running",
      ended("TERMINATED", ...user),
      facts([connectStep(), jobStep("vacancy", "RUNNING")]),
      { verdict: "stopped", severity: "success", modules: ["vacancy not done"] },
    ],
    [
      "was stopped by a user after it was done: done",
      ended("TERMINATED", ...user),
      facts([connectStep(), jobStep("vacancy")], { vacancy: ran(done(7, "2026-11-20")) }),
      { verdict: "done", severity: "success" },
    ],
    [
      "had failed already when a user stopped it: failed",
      ended("TERMINATED", ...user),
      facts([connectStep(), jobStep("vacancy", "FAILED"), jobStep("payment", "CANCELLED")], {
        vacancy: ran(failedRun(8, "2026-11-20")),
      }),
      { verdict: "failed", severity: "failure", modules: ["vacancy failed", "payment not done"] },
    ],
  ];

  it.each(cases)("%s", (_name, event, known, expected) => {
    expect(tell(event, known)).toMatchObject(expected);
  });

  it("is told with the last run of each day", () => {
    const known = facts([connectStep(), jobStep("vacancy")], {
      vacancy: ran(failedRun(7, "2026-11-20"), done(8, "2026-11-20", 12, 1, ["+ colour string"])),
    });
    expect(clusterNotice(ended(), known, "qa")).toMatchObject({
      verdict: "done",
      modules: [{ days: [{ day: "2026-11-20", rows: 12, badRows: 1, changes: ["bids: + colour string"] }] }],
    });
  });

  it("has one name, by which it is told once", () => {
    const known = facts([jobStep("vacancy")]);
    expect(clusterNotice(ended(), known, "qa").about).toBe("cluster/j-1ABCDEFGHIJKL");
    expect(clusterNotice({ ...ended(), id: "e-2" }, known, "qa").about).toBe("cluster/j-1ABCDEFGHIJKL");
  });
});

describe("the command that does it again", () => {
  const retryOf = (args: readonly string[], runs: Parameters<typeof ran>, keys?: readonly string[]) =>
    tell(ended(), facts([jobStep("vacancy", "FAILED", args)], { vacancy: ran(...runs) }, keys)).retry;

  it.each([
    [
      "goes on to the end that was asked for",
      ["--start_dt", "2026-11-01", "--end_dt", "2026-11-09"],
      [done(7, "2026-11-01"), failedRun(8, "2026-11-02")],
      undefined,
      again(" --start-dt 2026-11-02 --end-dt 2026-11-09"),
    ],
    [
      "goes on to the day before the schedule's launch",
      [],
      [failedRun(8, "2026-11-17")],
      undefined,
      again(" --start-dt 2026-11-17 --end-dt 2026-11-20"),
    ],
    [
      "has the failed day alone where no end is known",
      [],
      [failedRun(8, "2026-11-17")],
      ["sha256:abc"],
      again(" --start-dt 2026-11-17 --end-dt 2026-11-17"),
    ],
    [
      "asks for clean-up again where no day came after it",
      ["--start_dt", "2026-11-01", "--end_dt", "2026-11-02", "--clean_up_flg", "True"],
      [failedRun(8, "2026-11-01")],
      undefined,
      "adg cluster start --module vacancy --start-dt 2026-11-01 --end-dt 2026-11-02 --clean-up-flg true --again after-j-1ABCDEFGHIJKL",
    ],
    [
      "asks for no clean-up where days are done since: it would take them away",
      ["--start_dt", "2026-11-01", "--end_dt", "2026-11-02", "--clean_up_flg", "True"],
      [done(7, "2026-11-01"), failedRun(8, "2026-11-02")],
      undefined,
      again(" --start-dt 2026-11-02 --end-dt 2026-11-02"),
    ],
    [
      "keeps to the E2E folder",
      ["--start_dt", "2026-11-01", "--end_dt", "2026-11-01", "--e2e_test_flg=true"],
      [failedRun(8, "2026-11-01")],
      undefined,
      "adg cluster start --module vacancy --start-dt 2026-11-01 --end-dt 2026-11-01 --e2e-test-flg true --again after-j-1ABCDEFGHIJKL",
    ],
    [
      "has nothing in it that could not be pasted",
      ["--start_dt", "$(reboot)", "--end_dt", "`id`"],
      [],
      ["production/vacancy/; rm -rf ~"],
      again(),
    ],
  ] as const)("%s", (_name, args, runs, keys, expected) => {
    expect(retryOf(args, [...runs], keys)).toEqual([expected]);
  });
});

describe("a launch that came to nothing", () => {
  const event = {
    kind: "launch failed",
    id: "l-1",
    time: "2026-11-21T03:00:01Z",
    environment: "production",
    modules: ["vacancy", "payment"],
    days: "2026-11-20",
    code: "LAUNCH_THROTTLED",
    error: "RunJobFlow was throttled.",
    remedy: "Try again later.",
    launchKeys: ["production/vacancy/2026-11-21", "production/payment/2026-11-01..2026-11-02/token-1"],
  } as const;

  it("is told with the launcher's error and remedy, and how to launch the same again", () => {
    expect(launchFailedNotice(event, "qa")).toMatchObject({
      about: "launch/l-1",
      severity: "failure",
      verdict: "not launched",
      causes: [{ message: "RunJobFlow was throttled.", remedy: "Try again later." }],
      retry: [
        "adg cluster start --module vacancy",
        "adg cluster start --module payment --start-dt 2026-11-01 --end-dt 2026-11-02 --again token-1",
      ],
    });
  });

  it.each([
    ["production/vacancy/2026-11-21/2026-11-01..", "--start-dt 2026-11-01"],
    ["production/vacancy/2026-11-21/..2026-11-02", "--end-dt 2026-11-02"],
    ["production/vacancy/2026-11-21/token-2", "--again token-2"],
    ["production/vacancy/2026-11-21/..2026-11-02/token-2", "--end-dt 2026-11-02 --again token-2"],
    ["production/vacancy/2026-11-21/1d2e3f40-0000-4000-8000-123456789abc", ""],
  ])("is launched again as its key says: %s", (key, args) => {
    const { retry } = launchFailedNotice({ ...event, launchKeys: [key] }, "qa");
    expect(retry).toEqual([`adg cluster start --module vacancy ${args}`.trimEnd()]);
  });

  it("is launched again by one command where its modules are to be run alike", () => {
    const launchKeys = ["vacancy", "payment"].map((module) => `production/${module}/2026-11-21`);
    const { retry } = launchFailedNotice({ ...event, launchKeys }, "qa");
    expect(retry).toEqual(["adg cluster start --module vacancy --module payment"]);
  });

  it.each([
    ["2026-11-20", ""],
    ["2026-11-01..2026-11-02", " --start-dt 2026-11-01 --end-dt 2026-11-02"],
    ["2026-11-01..", " --start-dt 2026-11-01"],
    ["..$(id)", ""],
  ])("is launched again for the days that were asked for, where there are no keys: %s", (days, args) => {
    const { retry } = launchFailedNotice({ ...event, launchKeys: [], modules: ["payment"], days }, "qa");
    expect(retry).toEqual([`adg cluster start --module payment${args}`]);
  });

  it("wants a token where the key's cluster has ended: without one it would be refused again", () => {
    const id = "1d2e3f40-0000-4000-8000-123456789abc";
    const launchKeys = ["production/vacancy/2026-11-21/token-1"];
    const { retry } = launchFailedNotice({ ...event, id, code: "CLUSTER_ENDED", launchKeys }, "qa");
    expect(retry).toEqual(["adg cluster start --module vacancy --again after-1d2e3f40"]);
  });

  it("has no command where test data was refused: without the flag it would publish real data", () => {
    expect(launchFailedNotice({ ...event, code: "E2E_REFUSED" }, "production").retry).toEqual([]);
  });

  it("is told of modules alone where there are no keys, and nothing that is no module is pasted", () => {
    const { retry } = launchFailedNotice({ ...event, launchKeys: [], modules: ["vacancy", "$(id)"] }, "qa");
    expect(retry).toEqual(["adg cluster start --module vacancy"]);
  });
});
