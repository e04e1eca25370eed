import { describe, expect, it } from "@jest/globals";
import { waitForCluster } from "@dataworks/launcher";
import { type AwaitedEntry, awaitCluster } from "../../src/cluster/await-cluster.ts";
import { ClusterFailedError } from "../../src/errors.ts";
import { Scrubber } from "../../src/log/scrubber.ts";
import { Terminal } from "../../src/report/terminal.ts";

interface Look {
  readonly state: string;
  readonly steps: Readonly<Record<string, string>>;
}

const DAYS = ["--start_dt", "2026-11-20", "--end_dt", "2026-11-21"];
const AGAIN = "--start-dt 2026-11-20 --end-dt 2026-11-21 --again after-j-1";

/** Waits for a cluster that looks so, one look after another. */
async function waited(...looks: readonly Look[]) {
  let look = 0;
  const now = (): Look => looks[Math.min(look, looks.length - 1)] ?? { state: "", steps: {} };
  const lines: string[] = [];
  const ends: AwaitedEntry[] = [];
  const emr = {
    describeCluster: async () => ({
      Cluster: {
        Id: "j-1",
        Name: "kickstart-adg",
        LogUri: "s3n://logs/emr/",
        Status: { State: now().state as "RUNNING", StateChangeReason: { Message: "what EMR says" } },
        Tags: [{ Key: "Launch_Key", Value: "qa/vacancy/2026-11-20" }],
      },
    }),
    listSteps: async () => {
      const { steps } = now();
      look += 1;
      // The newest first, as EMR lists them.
      const listed = Object.entries(steps).map(([Name, State], index) => ({
        Id: `s-${index + 1}`,
        Name,
        Config: { Args: Name === "connect" ? ["start"] : ["run", "--module_name", Name, ...DAYS] },
        Status: {
          State: State as "RUNNING",
          ...(State === "FAILED" ? { FailureDetails: { Reason: "Unknown Error", Message: "exit 4" } } : {}),
        },
      }));
      return { Steps: listed.reverse() };
    },
  };
  const terminal = new Terminal({ write: (line) => lines.push(line.trimEnd()) }, new Scrubber());
  const context = {
    terminal,
    environment: { ADG_CLUSTER_POLL_SECONDS: "0.001" },
    signal: new AbortController().signal,
  };
  const error = await awaitCluster(emr, { waitForCluster }, "j-1", context, (end) => ends.push(end)).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return { lines, ends, error };
}

describe("waiting for a cluster", () => {
  it("tells each change once, and that it is done", async () => {
    const { lines, ends, error } = await waited(
      { state: "STARTING", steps: { connect: "PENDING", vacancy: "PENDING" } },
      { state: "RUNNING", steps: { connect: "COMPLETED", vacancy: "RUNNING" } },
      { state: "RUNNING", steps: { connect: "COMPLETED", vacancy: "RUNNING" } },
      { state: "TERMINATED", steps: { connect: "COMPLETED", vacancy: "COMPLETED" } },
    );
    expect(error).toBeUndefined();
    expect(lines).toEqual([
      "j-1 is STARTING",
      "j-1 connect is PENDING",
      "j-1 vacancy is PENDING",
      "j-1 is RUNNING",
      "j-1 connect is COMPLETED",
      "j-1 vacancy is RUNNING",
      "j-1 is TERMINATED",
      "j-1 vacancy is COMPLETED",
      "j-1 has done its steps.",
    ]);
    expect(ends).toMatchObject([
      { succeeded: true, retry: [], steps: [{ step_id: "s-1" }, { step_id: "s-2" }] },
    ]);
  });

  it.each<[string, Look, string]>([
    [
      "a step that failed",
      { state: "TERMINATED", steps: { connect: "COMPLETED", vacancy: "FAILED", payment: "COMPLETED" } },
      "Cluster j-1 (vacancy, 2026-11-20): step vacancy is FAILED (Unknown Error: exit 4). " +
        `Its log: s3://logs/emr/j-1/steps/s-2/stderr.gz. When it is corrected: adg cluster start --module vacancy ${AGAIN}`,
    ],
    [
      "several, the first cause first",
      { state: "TERMINATED_WITH_ERRORS", steps: { connect: "FAILED", vacancy: "CANCELLED" } },
      "step connect is FAILED (Unknown Error: exit 4). Its log: s3://logs/emr/j-1/steps/s-1/stderr.gz. " +
        `Nor did these end well: vacancy. When it is corrected: adg cluster start --module vacancy ${AGAIN}`,
    ],
    [
      "a cluster that was stopped",
      { state: "TERMINATED", steps: { connect: "COMPLETED", vacancy: "CANCELLED" } },
      "step vacancy is CANCELLED. Its log:",
    ],
    [
      "a cluster that never came up",
      { state: "TERMINATED_WITH_ERRORS", steps: {} },
      "Cluster j-1 (vacancy, 2026-11-20) ended TERMINATED_WITH_ERRORS: what EMR says. Its logs: s3://logs/emr/j-1/. " +
        "When it is corrected: adg cluster start --module vacancy --again after-j-1",
    ],
  ])("names %s", async (_name, look, message) => {
    const { error, ends } = await waited(look);
    expect(error).toBeInstanceOf(ClusterFailedError);
    expect(error).toMatchObject({ exitCode: 4, message: expect.stringContaining(message) });
    expect(ends).toMatchObject([
      { succeeded: false, retry: [(error as Error).message.split(" corrected: ")[1]] },
    ]);
  });
});
