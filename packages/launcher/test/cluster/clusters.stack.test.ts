import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  type ClusterProgress,
  createEmr,
  type EmrClient,
  launch,
  listClusters,
  stopClusters,
  waitForCluster,
} from "../../src/index.ts";
import { type Launchpad, launchpad } from "../support/launchpad.ts";

let pad: Launchpad;
let emr: EmrClient;

beforeEach(async () => {
  pad = await launchpad();
  emr = createEmr({ maxAttempts: 2 });
});

afterEach(async () => {
  emr[Symbol.dispose]();
  await pad.close();
});

/** A cluster that is none of this job's. */
async function foreign(): Promise<string> {
  const { JobFlowId = "" } = await pad.emr.runJobFlow({
    Name: "other",
    ReleaseLabel: "emr-7.9.0",
    Instances: { KeepJobFlowAliveWhenNoSteps: true },
    Tags: [{ Key: "Application", Value: pad.again }],
  });
  return JobFlowId;
}

describe("the clusters of this job", () => {
  it("are listed by their tags, with module, days and state", async () => {
    const first = await launch(pad.request({ only_steps: ["submit-job-vacancy"] }), pad.deps);
    const second = await launch(
      pad.request({
        only_steps: ["submit-job-application"],
        additional_step_args: {
          "submit-job-application": ["--start_dt", "2026-11-01", "--end_dt", "2026-11-02"],
        },
      }),
      pad.other({ environment: "qa" }),
    );
    const others = await foreign();
    const listed = await listClusters(emr);
    const facts = new Map(listed.map((each) => [each.clusterId, each]));
    expect(facts.get(first.clusterId)).toMatchObject({
      name: "kickstart-adg",
      environment: "development",
      modules: ["vacancy"],
      days: "2026-11-20",
      launchKeys: first.launchKeys,
      createdAt: expect.any(Date),
      terminationProtected: false,
    });
    expect(facts.get(second.clusterId)).toMatchObject({
      modules: ["application"],
      days: "2026-11-01..2026-11-02",
    });
    expect(facts.has(others)).toBe(false);
    const inQa = await listClusters(emr, { environment: "qa" });
    expect(inQa.map(({ clusterId }) => clusterId)).toContain(second.clusterId);
    expect(inQa.map(({ clusterId }) => clusterId)).not.toContain(first.clusterId);

    await stopClusters(emr, [first.clusterId]);
    const ids = async (since?: Date) =>
      (await listClusters(emr, { since })).map(({ clusterId }) => clusterId);
    expect(await ids()).not.toContain(first.clusterId);
    expect(await ids(new Date(Date.now() - 3_600_000))).toContain(first.clusterId);
    expect(await ids(new Date(Date.now() + 3_600_000))).not.toContain(first.clusterId);
    await pad.emr.terminateJobFlows({ JobFlowIds: [others] });
  });

  it("are stopped, once", async () => {
    const { clusterId } = await launch(pad.request(), pad.deps);
    expect(await stopClusters(emr, [clusterId, clusterId])).toMatchObject([{ kind: "stopping" }]);
    expect(await stopClusters(emr, [clusterId])).toMatchObject([{ kind: "already ended" }]);
    expect(pad.proxy.count("TerminateJobFlows")).toBe(1);
  });

  it("are not stopped where one is protected, unless its protection is to be taken off", async () => {
    const one = await launch(pad.request({ only_steps: ["submit-job-vacancy"] }), pad.deps);
    const overrides = { Instances: { TerminationProtected: true } };
    const two = await launch(pad.request({ only_steps: ["submit-job-application"], overrides }), pad.deps);
    const ids = [one.clusterId, two.clusterId];
    await expect(stopClusters(emr, ids)).rejects.toMatchObject({
      code: "TERMINATION_PROTECTED",
      message: expect.stringContaining(
        `${two.clusterId}: protected against termination. Nothing was stopped.`,
      ),
    });
    expect(pad.proxy.count("TerminateJobFlows")).toBe(0);
    expect(await stopClusters(emr, ids, { unprotect: true })).toMatchObject([
      { kind: "stopping" },
      { kind: "stopping" },
    ]);
    const { Cluster } = await pad.emr.describeCluster({ ClusterId: two.clusterId });
    expect(Cluster?.Status?.State).toMatch(/^TERMINAT/);
  });

  it("are all looked at before one is stopped: others' and unknown ones are refused", async () => {
    const { clusterId } = await launch(pad.request(), pad.deps);
    const others = await foreign();
    await expect(stopClusters(emr, [clusterId, others])).rejects.toMatchObject({
      code: "NO_SUCH_CLUSTER",
      message: expect.stringContaining(`No cluster of kickstart-adg is ${others}`),
    });
    await expect(stopClusters(emr, [clusterId, "j-NOSUCHCLUSTER"])).rejects.toMatchObject({
      code: "NO_SUCH_CLUSTER",
      message: expect.stringContaining("There is no cluster j-NOSUCHCLUSTER"),
    });
    expect(pad.proxy.count("TerminateJobFlows")).toBe(0);
    await pad.emr.terminateJobFlows({ JobFlowIds: [others] });
  });

  it("are waited for until they end", async () => {
    const { clusterId } = await launch(pad.request(), pad.deps);
    const seen: ClusterProgress[] = [];
    const end = await waitForCluster(emr, clusterId, {
      policy: { everyMs: 20 },
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.length === 1) void stopClusters(emr, [clusterId]);
      },
    });
    expect(end).toMatchObject({
      succeeded: false,
      cluster: { clusterId, state: expect.stringMatching(/^TERMINATED/) },
    });
    expect(end.steps.map(({ name }) => name)).toEqual([
      "start-spark-connect",
      "submit-job-vacancy",
      "submit-job-application",
    ]);
    expect(seen[0]).toMatchObject({ kind: "cluster", cluster: { clusterId } });
    expect(seen.filter(({ kind }) => kind === "step")).not.toHaveLength(0);
  });

  it("that there are not are not waited for", async () => {
    await expect(waitForCluster(emr, "j-NOSUCHCLUSTER")).rejects.toMatchObject({ code: "NO_SUCH_CLUSTER" });
  });
});
