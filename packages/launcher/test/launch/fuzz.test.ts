import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import {
  type ClusterConfig,
  launch,
  type LaunchDeps,
  LauncherError,
  type LaunchOutcome,
  parsePayload,
} from "../../src/index.ts";
import { FILES } from "../support/cluster-files.ts";

// Whatever comes in: either a clear error and nothing asked of EMR, or a cluster that is what it should be.

const RUNS = { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) };

/** A launch on ports that count: what reaches RunJobFlow is kept. */
function counting(files: Readonly<Record<string, string>> = FILES) {
  const asked: ClusterConfig[] = [];
  const other: string[] = [];
  const deps: LaunchDeps = {
    environment: "production",
    configPlace: { kind: "s3", bucket: "b", folder: "f" },
    s3: {
      getObject: ({ Key = "" }) => {
        const text = files[Key.replace(/^.*\//, "").replace(".yaml", "")] ?? "";
        return Promise.resolve({ Body: { transformToString: () => Promise.resolve(text) } });
      },
    },
    secrets: { getSecretValue: () => Promise.resolve({ SecretString: "a-password" }) },
    emr: {
      listClusters: () => Promise.resolve({ Clusters: [], Marker: undefined }),
      describeCluster: () => Promise.resolve({ Cluster: undefined }),
      runJobFlow: (input) => {
        asked.push(input as unknown as ClusterConfig);
        return Promise.resolve({ JobFlowId: "j-1" });
      },
      describeSecurityConfiguration: () => Promise.resolve({ SecurityConfiguration: "{}" }),
      createSecurityConfiguration: () => Promise.resolve(other.push("created")),
      deleteSecurityConfiguration: () => Promise.resolve(other.push("deleted")),
    },
    claims: {
      reserve: (keys, owner) => {
        other.push("reserved");
        const claim = { keys, owner, token: "t", until: new Date(Date.now() + 300_000) };
        return Promise.resolve({ kind: "reserved", claim, takenOverFrom: [] });
      },
      look: () => Promise.resolve(new Map()),
      complete: () => Promise.resolve(),
      release: () => Promise.resolve(true),
    },
    owner: "fuzz",
    log: { info: () => undefined, warn: () => undefined },
  };
  return { deps, asked, other };
}

/** As the Lambda does it: the whole event is read, then launched. */
async function launched(event: unknown, deps: LaunchDeps): Promise<LaunchOutcome[]> {
  const outcomes: LaunchOutcome[] = [];
  for (const request of parsePayload(event)) outcomes.push(await launch(request, deps));
  return outcomes;
}

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}

/** What may be asked of EMR, said once more and apart from the schema. */
function expectSound({ Name, Steps = [], Tags = [], Instances, ...others }: ClusterConfig): void {
  expect(Name).toMatch(/^kickstart-adg/);
  expect(typeof Instances).toBe("object");
  for (const step of Steps) {
    expect(typeof step.Name).toBe("string");
    for (const arg of step.HadoopJarStep.Args ?? []) expect(typeof arg).toBe("string");
    expect(step.HadoopJarStep.Args?.join(" ") ?? "").not.toMatch(/e2e_test_flg[ =]true/i);
  }
  const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
  expect(tags.get("Launch_Key")).toMatch(/^(production\/|sha256:)/);
  expect(tags.get("Environment")).toBe("production");
  expect(tags.get("Application")).toBe("kickstart-adg");
  expect(Object.keys(others).every((name) => /^[A-Z]/.test(name))).toBe(true);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

/** One of the ways an event comes in. */
const wrapping = fc.constantFrom<(text: string) => unknown>(
  (text) => ({
    Records: [{ Sns: { MessageId: "m", Timestamp: "2026-11-20T03:00:00.000Z", Message: text } }],
  }),
  (text) => ({ Records: [{ messageId: "m", body: text }] }),
  (text) => ({
    Records: [
      { messageId: "m", body: JSON.stringify({ Type: "Notification", MessageId: "n", Message: text }) },
    ],
  }),
);

const VALID = {
  overrides: { Name: "kickstart-adg-other", Instances: { Ec2SubnetId: "subnet-1" } },
  extend: { Tags: [{ Key: "a", Value: "b" }] },
  additional_step_args: {
    "submit-job-vacancy": ["--module_name", "vacancy", "--start_dt", "2026-11-01", "--end_dt", "2026-11-02"],
  },
  only_steps: ["start-spark-connect", "submit-job-vacancy"],
  copy_secconfig: true,
  again: "t",
  launch_day: "2026-11-20",
};

describe("any payload", () => {
  const names = [...Object.keys(VALID), "s3_overrides", "Records", "x", "__proto__"];
  const like = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      ...Object.values(VALID),
      null,
      true,
      "--e2e_test_flg",
      ["--e2e_test_flg", "true"],
      {
        polluted: true,
      },
    ),
    fc.dictionary(
      fc.constantFrom(
        "Name",
        "Steps",
        "Instances",
        "Tags",
        "submit-job-vacancy",
        "Steps.0",
        "__proto__",
        "constructor",
      ),
      fc.oneof(fc.jsonValue(), fc.array(fc.string()), fc.constant(["--e2e_test_flg", "TRUE"])),
    ),
  );
  const payload = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...names), like),
    fc.tuple(fc.constantFrom(...names), like).map(([name, value]) => ({ ...VALID, [name]: value })),
  );

  it("launches what it should, or nothing at all and says why", async () => {
    let sound = 0;
    await fc.assert(
      fc.asyncProperty(payload, wrapping, async (value, wrap) => {
        const { deps, asked, other } = counting();
        const error = await thrown(launched(wrap(JSON.stringify(value)), deps));
        if (error === undefined) {
          asked.forEach(expectSound);
          sound += asked.length;
          return;
        }
        expect(error).toBeInstanceOf(LauncherError);
        expect(asked).toEqual([]);
        expect(other).toEqual([]);
      }),
      RUNS,
    );
    // Else the property would hold of launches that never happen.
    expect(sound).toBeGreaterThan(0);
  });

  it("is refused as soon as one thing in it is wrong", async () => {
    const wrongs: ((value: fc.JsonValue) => object)[] = [
      (value) => ({ unknown: value }),
      (value) => ({ s3_overrides: { emr_launcher_config_s3_bucket: value, other: value } }),
      (value) => ({ copy_secconfig: JSON.stringify(value) }),
      (value) => ({ additional_step_args: { "submit-job-vacancy": JSON.stringify(value) } }),
      (value) => ({ additional_step_args: { [`no-${JSON.stringify(value)}`]: [] } }),
      (value) => ({ additional_step_args: { "submit-job-vacancy": ["--x", { value }] } }),
      (value) => ({
        additional_step_args: { "submit-job-vacancy": ["--module_name", `no-${JSON.stringify(value)}`] },
      }),
      (value) => ({
        additional_step_args: { "submit-job-vacancy": ["--start_dt", `day-${JSON.stringify(value)}`] },
      }),
      () => ({ additional_step_args: { "submit-job-vacancy": ["--e2e_test_flg", "TrUe"] } }),
      (value) => ({ only_steps: [`no-${JSON.stringify(value)}`] }),
      (value) => ({ only_steps: { value } }),
      (value) => ({ overrides: { Unknown: value } }),
      (value) => ({ overrides: { Name: { value } } }),
      (value) => ({ overrides: { Name: `other-${JSON.stringify(value)}` } }),
      (value) => ({ extend: { Tags: { Key: "Environment", Value: `other-${JSON.stringify(value)}` } } }),
      (value) => ({ overrides: { Instances: JSON.stringify(value) } }),
      (value) => ({ overrides: { Steps: { value } } }),
      (value) => ({ extend: { Name: value } }),
      (value) => ({ extend: { "Instances.Ec2SubnetId.x": value } }),
      (value) => ({ extend: { [`Tags.0.${JSON.stringify(value)}`]: value } }),
      (value) => ({ again: `/${JSON.stringify(value)}` }),
      (value) => ({ launch_day: `2026-13-${JSON.stringify(value)}` }),
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...wrongs), fc.jsonValue(), wrapping, async (wrong, value, wrap) => {
        const { deps, asked, other } = counting();
        const { only_steps: _all, ...valid } = VALID;
        const error = await thrown(launched(wrap(JSON.stringify({ ...valid, ...wrong(value) })), deps));
        expect(error).toBeInstanceOf(LauncherError);
        expect(asked).toEqual([]);
        expect(other).toEqual([]);
      }),
      RUNS,
    );
  });

  it("cut or changed anywhere in its text", async () => {
    const text = JSON.stringify(VALID);
    await fc.assert(
      fc.asyncProperty(edit(text), wrapping, async (edited, wrap) => {
        const { deps, asked, other } = counting();
        const error = await thrown(launched(wrap(edited), deps));
        if (error === undefined) return asked.forEach(expectSound);
        expect(error).toBeInstanceOf(LauncherError);
        expect([asked, other]).toEqual([[], []]);
      }),
      RUNS,
    );
  });
});

describe("any files", () => {
  it("cut or changed anywhere", async () => {
    let sound = 0;
    const names = Object.keys(FILES);
    const edited = fc
      .constantFrom(...names)
      .chain((name) => edit(FILES[name] ?? "").map((text) => ({ ...FILES, [name]: text })));
    await fc.assert(
      fc.asyncProperty(edited, async (files) => {
        const { deps, asked, other } = counting(files);
        const error = await thrown(launched({}, deps));
        if (error === undefined) {
          asked.forEach(expectSound);
          sound += asked.length;
          return;
        }
        expect(error).toBeInstanceOf(LauncherError);
        expect([asked, other]).toEqual([[], []]);
      }),
      RUNS,
    );
    expect(sound).toBeGreaterThan(0);
  });
});

/** A text with a part of it taken out, and something else in its place. */
function edit(text: string): fc.Arbitrary<string> {
  const pieces = [
    "",
    "\n",
    "  ",
    ":",
    "- ",
    "[",
    "{",
    "]",
    "}",
    '"',
    "'",
    "&a",
    "*a",
    "null",
    "5",
    "true",
    "\t",
    "#",
    "|",
    "---\n",
  ];
  return fc
    .tuple(fc.nat(text.length), fc.nat(12), fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })))
    .map(([at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length));
}
