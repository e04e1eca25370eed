import { describe, expect, it } from "@jest/globals";
import { parseCommandLine } from "../../src/args/command-line.ts";
import { launchPlaces, payloadOf, startRequest } from "../../src/cluster/start-request.ts";
import { InvalidArgumentError } from "../../src/errors.ts";

type Variables = Readonly<Record<string, string>>;

function raw(line: string) {
  const invocation = parseCommandLine(["cluster", "start", ...line.split(" ").filter(Boolean)], "1");
  if (invocation.kind !== "cluster start") throw new Error(`took it for ${invocation.kind}`);
  return invocation.raw;
}
const request = (line: string, variables: Variables = {}) => startRequest(raw(line), variables);
const STEPS = ["start-spark-connect", "submit-job-vacancy", "submit-job-application", "submit-job-payment"];
const DATES = ["--start_dt", "2026-11-20", "--end_dt", "2026-11-21"];

describe("what a cluster is told", () => {
  it.each<[string, Variables, readonly string[]]>([
    ["--module vacancy", {}, []],
    ["--module vacancy --start-dt 2026-11-20 --end-dt 2026-11-21", {}, DATES],
    ["--module_name vacancy --start_dt 2026-11-20 --end_dt=2026-11-21", {}, DATES],
    ["--module vacancy", { START_DT: "2026-11-20", END_DT: "2026-11-21" }, DATES],
    ["--module vacancy --start-dt 2026-11-20", { START_DT: "2026-01-01", END_DT: "2026-11-21" }, DATES],
    ["--module vacancy", { START_DT: "", END_DT: "", CLEAN_UP_FLG: "", E2E_TEST_FLG: "" }, []],
    [
      "--module vacancy",
      { CLEAN_UP_FLG: "True", E2E_TEST_FLG: "TRUE" },
      ["--clean_up_flg", "true", "--e2e_test_flg", "true"],
    ],
    [
      "--module vacancy --clean-up-flg false --e2e_test_flg False",
      { CLEAN_UP_FLG: "true", E2E_TEST_FLG: "true" },
      [],
    ],
    ["--module vacancy --correlation-id a-b", {}, ["--correlation_id", "a-b"]],
  ])("%s, with %j", (line, variables, stepArgs) => {
    expect(request(line, variables).stepArgs).toEqual(stepArgs);
  });

  it.each<[string, Variables, string]>([
    ["", {}, "--module is missing"],
    ["--module grants", {}, '--module "grants" is not a module'],
    ["--module vacancy --start-dt 20-11-2026", {}, "--start-dt: "],
    ["--module vacancy", { START_DT: "yesterday" }, "START_DT: "],
    ["--module vacancy", { END_DT: "2026-02-30" }, "END_DT: "],
    [
      "--module vacancy --start-dt 2026-11-21",
      { END_DT: "2026-11-20" },
      "--start-dt 2026-11-21 is after END_DT 2026-11-20",
    ],
    ["--module vacancy", { CLEAN_UP_FLG: "yes" }, 'CLEAN_UP_FLG "yes" is neither true nor false'],
    ["--module vacancy --e2e-test-flg 1", {}, '--e2e-test-flg "1" is neither true nor false'],
    ["--module vacancy --again=", {}, "--again is empty"],
    ["--module vacancy --force", {}, "Unknown option --force."],
    ["--module vacancy payment", {}, "Did you mean --module payment?"],
  ])("refuses %j with %j", (line, variables, message) => {
    expect(() => request(line, variables)).toThrow(InvalidArgumentError);
    expect(() => request(line, variables)).toThrow(message);
  });
});

describe("the launcher's payload", () => {
  it.each([
    ["--module all", {}],
    ["--module payment", { only_steps: ["start-spark-connect", "submit-job-payment"] }],
    [
      "--module payment --module vacancy --start-dt 2026-11-20 --end-dt 2026-11-21 --again monday",
      {
        only_steps: ["start-spark-connect", "submit-job-vacancy", "submit-job-payment"],
        additional_step_args: { "submit-job-vacancy": DATES, "submit-job-payment": DATES },
        again: "monday",
      },
    ],
  ])("of %s", (line, payload) => {
    expect(payloadOf(request(line), STEPS)).toEqual(payload);
  });

  it.each([
    [
      "--module payment",
      ["connect", "submit-job-vacancy"],
      "no step submit-job-payment, but connect, submit-job-vacancy",
    ],
    [
      "--module all",
      [],
      "no step submit-job-vacancy, submit-job-application, submit-job-payment, but none at all",
    ],
  ])("of %s is refused where the files have %j", (line, steps, message) => {
    expect(() => payloadOf(request(line), steps)).toThrow(InvalidArgumentError);
    expect(() => payloadOf(request(line), steps)).toThrow(message);
  });
});

describe("where the cluster's files are", () => {
  const S3 = { EMR_LAUNCHER_CONFIG_S3_BUCKET: "config", EMR_LAUNCHER_CONFIG_S3_FOLDER: "emr/other/" };
  it.each<[string, Variables, object]>([
    [
      "--config-s3-bucket b",
      {},
      {
        configPlace: { kind: "s3", bucket: "b", folder: "emr/kickstart-adg" },
        stateTable: "kickstart-adg-launcher-state",
      },
    ],
    ["", S3, { configPlace: { kind: "s3", bucket: "config", folder: "emr/other" } }],
    [
      "--config_s3_bucket b --config-s3-folder /f/",
      S3,
      { configPlace: { kind: "s3", bucket: "b", folder: "f" } },
    ],
    ["", { ...S3, EMR_LAUNCHER_CONFIG_DIR: "/d" }, { configPlace: { kind: "directory", path: "/d" } }],
    ["--config-dir d", S3, { configPlace: { kind: "directory", path: "d" } }],
    [
      "--config-s3-bucket b",
      { EMR_LAUNCHER_CONFIG_DIR: "/d" },
      { configPlace: { kind: "s3", bucket: "b", folder: "emr/kickstart-adg" } },
    ],
    ["--config-dir d --state-table t", { EMR_LAUNCHER_STATE_TABLE: "u" }, { stateTable: "t" }],
    ["--config-dir d", { EMR_LAUNCHER_STATE_TABLE: "u" }, { stateTable: "u" }],
  ])("%s, with %j", (line, variables, expected) => {
    expect(launchPlaces(raw(line), variables)).toMatchObject(expected);
  });

  it("must be said", () => {
    expect(() => launchPlaces(raw(""), { EMR_LAUNCHER_CONFIG_S3_BUCKET: "" })).toThrow(
      "Give --config-s3-bucket",
    );
  });
});
