import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Claims, DynamoClaims, launch, LaunchError } from "../../src/index.ts";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { type Launchpad, launchpad, PASSWORD } from "../support/launchpad.ts";

let pad: Launchpad;

beforeEach(async () => {
  pad = await launchpad();
});

afterEach(() => pad.close());

/** Tags and all that EMR has of a cluster. */
async function described(id: string) {
  const { Cluster } = await pad.emr.describeCluster({ ClusterId: id });
  const tags = Object.fromEntries((Cluster?.Tags ?? []).map(({ Key = "", Value }) => [Key, Value]));
  return { cluster: Cluster, tags };
}

async function keysOf(): Promise<Record<string, string | undefined>[]> {
  const dynamo = new DynamoDB({});
  const { Items = [] } = await dynamo.scan({ TableName: pad.table });
  dynamo.destroy();
  return Items.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value.S ?? value.N])),
  );
}

describe("a launch", () => {
  it("launches the cluster of the files, tagged with its keys, password and all", async () => {
    const outcome = await launch(pad.request(), pad.deps);
    const keys = ["vacancy", "application"].map((module) => `development/${module}/2026-11-20/${pad.again}`);
    expect(outcome).toMatchObject({
      kind: "launched",
      clusterId: expect.stringMatching(/^j-/),
      launchKeys: keys,
      modules: ["vacancy", "application"],
      days: "2026-11-20",
      steps: ["start-spark-connect", "submit-job-vacancy", "submit-job-application"],
    });
    const { cluster, tags } = await described(outcome.clusterId);
    expect(tags).toEqual({
      Persistence: "Ignore",
      Launch_Key: keys.join("+"),
      Environment: "development",
      Application: "kickstart-adg",
    });
    expect(cluster?.Configurations?.map(({ Properties }) => Properties)).toEqual([
      { "javax.jdo.option.ConnectionPassword": PASSWORD },
      {
        "javax.jdo.option.ConnectionUserName": "hive",
        "javax.jdo.option.ConnectionPassword": PASSWORD,
      },
    ]);
    const state = await keysOf();
    expect(new Map(state.map(({ Claim, Status }) => [Claim, Status]))).toEqual(
      new Map(keys.map((key) => [key, "Completed"])),
    );
    expect(JSON.stringify([state, pad.lines])).not.toContain(PASSWORD);
  });

  it("happens once, of twenty identical events at once", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => launch(pad.request({}, "the same message"), pad.other())),
    );
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
    expect(new Set(outcomes.map(({ clusterId }) => clusterId)).size).toBe(1);
    expect(outcomes.filter(({ kind }) => kind === "launched")).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === "already launched")).toHaveLength(19);
  });

  it("gives a later request the cluster that lives", async () => {
    const first = await launch(pad.request(), pad.deps);
    const second = await launch(pad.request(), pad.deps);
    expect(second).toMatchObject({ kind: "already launched", clusterId: first.clusterId });
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
  });

  it("is refused where the cluster has ended, save to the message that launched it", async () => {
    const { clusterId } = await launch(pad.request({}, "first"), pad.deps);
    await pad.emr.terminateJobFlows({ JobFlowIds: [clusterId] });

    await expect(launch(pad.request({}, "second"), pad.deps)).rejects.toMatchObject({
      code: "CLUSTER_ENDED",
      message: expect.stringMatching(new RegExp(`${clusterId}, which is TERMINAT.*--again TOKEN`, "s")),
    });
    expect(await launch(pad.request({}, "first"), pad.deps)).toMatchObject({
      kind: "already launched",
      clusterId,
      state: expect.stringMatching(/^TERMINAT/),
    });
    const again = await launch(pad.request({ again: `${pad.again}-2` }, "second"), pad.deps);
    expect(again.kind).toBe("launched");
    expect(pad.proxy.count("RunJobFlow")).toBe(2);
  });

  it("is refused for some modules of a cluster and others, naming which", async () => {
    const { clusterId } = await launch(
      pad.request({ only_steps: ["start-spark-connect", "submit-job-vacancy"] }),
      pad.deps,
    );
    await expect(launch(pad.request(), pad.deps)).rejects.toMatchObject({
      code: "PARTLY_LAUNCHED",
      launchKeys: [`development/application/2026-11-20/${pad.again}`],
      message: expect.stringContaining(
        `Already launched: development/vacancy/2026-11-20/${pad.again} by ${clusterId}. ` +
          `Not launched yet: development/application/2026-11-20/${pad.again}.`,
      ),
    });
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
  });

  it("finds by its tag the cluster of an owner that died before it could say so", async () => {
    const time = { now: new Date() };
    const claims = new DynamoClaims(new DynamoDB({}), { table: pad.table, clock: () => time.now });
    const dying: Claims = {
      reserve: (keys, owner) => claims.reserve(keys, owner),
      look: (keys) => claims.look(keys),
      release: (claim) => claims.release(claim),
      complete: () => Promise.reject(new Error("the process ended here")),
    };
    const first = await launch(pad.request(), pad.other({ claims: dying, clock: () => time.now }));

    // The lease still runs: the retry must not wait for it.
    const soon = await launch(pad.request(), pad.other({ claims, clock: () => time.now }));
    expect(soon).toMatchObject({ kind: "already launched", clusterId: first.clusterId });

    time.now = new Date(time.now.getTime() + 10 * 60_000);
    const later = await launch(pad.request(), pad.other({ claims, clock: () => time.now }));
    expect(later).toMatchObject({ kind: "already launched", clusterId: first.clusterId });
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
    expect((await keysOf()).map(({ Status }) => Status)).toEqual(["Completed", "Completed"]);
  });

  /** A launch that died after RunJobFlow, ten minutes ago; its cluster. */
  async function died(...keys: string[]) {
    const time = { now: new Date() };
    const claims = new DynamoClaims(new DynamoDB({}), { table: pad.table, clock: () => time.now });
    await claims.reserve(keys, "who died");
    const { JobFlowId = "" } = await pad.emr.runJobFlow({
      Name: "kickstart-adg",
      Instances: {},
      ReleaseLabel: "emr-7.9.0",
      Tags: [{ Key: "Launch_Key", Value: keys.join("+") }],
    });
    time.now = new Date(time.now.getTime() + 10 * 60_000);
    return { clusterId: JobFlowId, deps: pad.other({ claims, clock: () => time.now }), time };
  }
  const vacancy = () => `development/vacancy/2026-11-20/${pad.again}`;
  const only = { only_steps: ["submit-job-vacancy"] };

  it("finds it, too, where that cluster has ended since, and never launches another", async () => {
    const { clusterId, deps } = await died(vacancy());
    await pad.emr.terminateJobFlows({ JobFlowIds: [clusterId] });
    for (const _each of [1, 2]) {
      await expect(launch(pad.request(only), deps)).rejects.toMatchObject({
        code: "CLUSTER_ENDED",
        message: expect.stringContaining(clusterId),
      });
    }
    expect(pad.proxy.count("RunJobFlow")).toBe(0);
  });

  it("does not forget that somebody died where it cannot look what that one did", async () => {
    const { clusterId, deps, time } = await died(vacancy());
    await pad.emr.terminateJobFlows({ JobFlowIds: [clusterId] });
    const denied = { kind: "error", status: 400, name: "AccessDeniedException", message: "no" } as const;
    pad.proxy.fault("ListClusters", denied);
    await expect(launch(pad.request(only), deps)).rejects.toMatchObject({ code: "EMR_DENIED" });
    time.now = new Date(time.now.getTime() + 10 * 60_000);
    await expect(launch(pad.request(only), deps)).rejects.toMatchObject({ code: "CLUSTER_ENDED" });
    expect(pad.proxy.count("RunJobFlow")).toBe(0);
  });

  it("gives back the keys that the found cluster is not for: the rest can be launched at once", async () => {
    const { clusterId, deps } = await died(vacancy());
    await expect(launch(pad.request(), deps)).rejects.toMatchObject({
      code: "PARTLY_LAUNCHED",
      message: expect.stringContaining(`Already launched: ${vacancy()} by ${clusterId}`),
    });
    const rest = { only_steps: ["start-spark-connect", "submit-job-application"] };
    const soon = { ...deps, waiting: { longestMs: 0, everyMs: 1 } };
    expect(await launch(pad.request(rest), soon)).toMatchObject({ kind: "launched" });
    await pad.emr.terminateJobFlows({ JobFlowIds: [clusterId] });
  });
});

describe("EMR's failures", () => {
  it("throttled: tried again, then a clear error, and the key is free", async () => {
    const throttled = {
      kind: "error",
      status: 400,
      name: "ThrottlingException",
      message: "Rate exceeded",
    } as const;
    pad.proxy.fault("RunJobFlow", throttled, throttled);
    await expect(launch(pad.request(), pad.deps)).rejects.toMatchObject({
      code: "LAUNCH_THROTTLED",
      message: expect.stringContaining("Rate exceeded"),
    });
    expect(pad.proxy.count("RunJobFlow")).toBe(2);
    expect(await keysOf()).toEqual([]);
    expect(await launch(pad.request(), pad.deps)).toMatchObject({ kind: "launched" });
  });

  it("throttled once: launched all the same", async () => {
    pad.proxy.fault("RunJobFlow", {
      kind: "error",
      status: 400,
      name: "ThrottlingException",
      message: "Rate exceeded",
    });
    expect(await launch(pad.request(), pad.deps)).toMatchObject({ kind: "launched" });
  });

  it("refused: not tried again, the password kept out of what EMR says, and the key is free", async () => {
    pad.proxy.fault("RunJobFlow", {
      kind: "error",
      status: 400,
      name: "ValidationException",
      message: `Invalid property ${PASSWORD}`,
    });
    const error: unknown = await launch(pad.request({ copy_secconfig: true }), pad.deps).catch(
      (each: unknown) => each,
    );
    expect(error).toBeInstanceOf(LaunchError);
    expect(error).toMatchObject({
      code: "LAUNCH_REFUSED",
      message: expect.stringContaining("ValidationException: Invalid property [redacted]"),
    });
    const { message, stack, cause } = error as Error;
    expect(JSON.stringify([message, stack, cause, String(cause), pad.lines])).not.toContain(PASSWORD);
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
    expect(await keysOf()).toEqual([]);
    // The copy of the security configuration is gone again.
    expect(pad.proxy.count("DeleteSecurityConfiguration")).toBe(1);
  });

  it("no answer though it launched: found by its tag, not launched again", async () => {
    pad.proxy.fault("RunJobFlow", { kind: "answer lost" });
    const first = await launch(pad.request(), pad.deps);
    expect(first.kind).toBe("launched");
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
    expect(await launch(pad.request(), pad.deps)).toMatchObject({
      kind: "already launched",
      clusterId: first.clusterId,
    });
  });

  it("no answer and no cluster to be seen: an error, the key held for its lease, then another try", async () => {
    const time = { now: new Date() };
    const claims = new DynamoClaims(new DynamoDB({}), { table: pad.table, clock: () => time.now });
    const deps = pad.other({ claims, clock: () => time.now, waiting: { longestMs: 100, everyMs: 20 } });
    pad.proxy.fault("RunJobFlow", { kind: "request lost" });
    await expect(launch(pad.request(), deps)).rejects.toMatchObject({ code: "LAUNCH_UNKNOWN" });
    await expect(launch(pad.request(), deps)).rejects.toMatchObject({
      code: "LAUNCH_UNDER_WAY",
      message: expect.stringContaining("is being launched by test"),
    });
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
    time.now = new Date(time.now.getTime() + 6 * 60_000);
    expect(await launch(pad.request(), deps)).toMatchObject({ kind: "launched" });
    expect(pad.proxy.count("RunJobFlow")).toBe(2);
  });

  it("a server's error: not sent again by itself", async () => {
    pad.proxy.fault("RunJobFlow", {
      kind: "error",
      status: 500,
      name: "InternalServerException",
      message: "oops",
    });
    await expect(launch(pad.request(), pad.deps)).rejects.toMatchObject({ code: "LAUNCH_UNKNOWN" });
    expect(pad.proxy.count("RunJobFlow")).toBe(1);
  });

  it("clusters that cannot be listed: nothing launched, the key free", async () => {
    const denied = { kind: "error", status: 400, name: "AccessDeniedException", message: "no" } as const;
    pad.proxy.fault("ListClusters", denied);
    await expect(launch(pad.request(), pad.deps)).rejects.toMatchObject({
      code: "EMR_DENIED",
      message: expect.stringContaining("Grant elasticmapreduce:ListClusters"),
    });
    expect(pad.proxy.count("RunJobFlow")).toBe(0);
    expect(await keysOf()).toEqual([]);
  });
});

describe("copy_secconfig", () => {
  it("launches with a copy under a name of its own, the same for a second try", async () => {
    pad.proxy.fault("RunJobFlow", { kind: "request lost" });
    const time = { now: new Date() };
    const claims = new DynamoClaims(new DynamoDB({}), { table: pad.table, clock: () => time.now });
    const deps = pad.other({ claims, clock: () => time.now });
    await expect(launch(pad.request({ copy_secconfig: true }), deps)).rejects.toThrow(LaunchError);
    time.now = new Date(time.now.getTime() + 6 * 60_000);
    const outcome = await launch(pad.request({ copy_secconfig: true }), deps);
    if (outcome.kind !== "launched") throw new Error(outcome.kind);
    const { cluster } = await described(outcome.clusterId);
    expect(cluster?.SecurityConfiguration).toBe(outcome.securityConfiguration);
    expect(outcome.securityConfiguration).toMatch(/^security-.*_[0-9a-f]{16}$/);
    const copy = await pad.emr.describeSecurityConfiguration({ Name: outcome.securityConfiguration ?? "" });
    expect(copy.SecurityConfiguration).toBe('{"a":1}');
    const created = pad.proxy.bodies.filter(({ name }) => name === "CreateSecurityConfiguration");
    expect(new Set(created.map(({ body }) => body)).size).toBe(1);
  });

  it("that cannot be done: a clear error, nothing launched, the key free", async () => {
    const overrides = { SecurityConfiguration: "no-such-one" };
    await expect(launch(pad.request({ copy_secconfig: true, overrides }), pad.deps)).rejects.toMatchObject({
      code: "SECURITY_CONFIGURATION_FAILED",
      message: expect.stringContaining("The security configuration no-such-one could not be copied"),
    });
    expect(pad.proxy.count("RunJobFlow")).toBe(0);
    expect(await keysOf()).toEqual([]);
  });
});

describe("what is wrong before anything is reserved", () => {
  const args = (...more: string[]) => ({ additional_step_args: { "submit-job-vacancy": more } });

  it.each(["integration", "preprod", "production"] as const)("the E2E flag in %s", async (environment) => {
    for (const flag of [["--e2e_test_flg", "True"], ["--e2e_test_flg=true"]]) {
      await expect(launch(pad.request(args(...flag)), pad.other({ environment }))).rejects.toMatchObject({
        code: "E2E_REFUSED",
        message: expect.stringContaining(environment),
      });
    }
    expect(pad.proxy.calls).toEqual([]);
    expect(await keysOf()).toEqual([]);
  });

  it("takes the E2E flag elsewhere", async () => {
    expect(await launch(pad.request(args("--e2e_test_flg", "True")), pad.deps)).toMatchObject({
      kind: "launched",
    });
  });

  it.each([
    ["a module that there is not", args("--module_name", "vacancies"), /"vacancies" is not a module/],
    ["a day that there is not", args("--start_dt", "2026-02-30"), /--start_dt "2026-02-30" is not a day/],
    [
      "days the wrong way round",
      args("--start_dt=2026-02-02", "--end_dt", "2026-02-01"),
      /is after --end_dt/,
    ],
    [
      "a step that there is not",
      { only_steps: ["submit-job"] },
      /no step "submit-job"\. Known are: start-spark-connect/,
    ],
  ])("%s", async (_name, payload, message) => {
    await expect(launch(pad.request(payload), pad.deps)).rejects.toThrow(message);
    expect(pad.proxy.calls).toEqual([]);
    expect(await keysOf()).toEqual([]);
  });

  it("a secret that is absent", async () => {
    const name = `absent-${randomUUID()}`;
    const Configurations = [
      { Classification: "hive-site", Properties: { "javax.jdo.option.ConnectionPassword": name } },
    ];
    await expect(launch(pad.request({ overrides: { Configurations } }), pad.deps)).rejects.toMatchObject({
      code: "SECRET_UNAVAILABLE",
      message: expect.stringContaining(`There is no secret ${name}`),
    });
    expect(pad.proxy.calls).toEqual([]);
    expect(await keysOf()).toEqual([]);
  });

  it("a file that is absent, or that is not right", async () => {
    await pad.s3.deleteObject({ Bucket: pad.bucket, Key: "emr/kickstart-adg/cluster.yaml" });
    await expect(launch(pad.request(), pad.deps)).rejects.toMatchObject({
      code: "CONFIG_UNAVAILABLE",
      message: expect.stringContaining(`s3://${pad.bucket}/emr/kickstart-adg/cluster.yaml does not exist`),
    });
    await pad.put({ cluster: "Name: a\nReleaseLabel: 7\nAplications: []\n" });
    await expect(launch(pad.request(), pad.deps)).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      message: expect.stringMatching(
        /cluster\.yaml is not right:\n {2}line 2: ReleaseLabel: expected a text/,
      ),
    });
    expect(pad.proxy.calls).toEqual([]);
    expect(await keysOf()).toEqual([]);
  });
});
