import { describe, expect, it } from "@jest/globals";
import { type ClusterConfig, launchKeys, launchTag } from "../../src/index.ts";
import { checkE2e } from "../../src/launch/check-e2e.ts";
import { keysInTag } from "../../src/launch/launch-keys.ts";
import { daysOfKeys, modulesOfKeys } from "../../src/launch/read-keys.ts";

const step = (Name: string, ...Args: string[]) => ({ Name, HadoopJarStep: { Jar: "j", Args } });
const config = (...Steps: ReturnType<typeof step>[]): ClusterConfig => ({
  Name: "a name+more",
  ReleaseLabel: "emr-7.9.0",
  Instances: {},
  Steps,
});
const vacancy = (...args: string[]) => step("submit-job-vacancy", "run", "--module_name", "vacancy", ...args);
const day = "2026-11-20";

describe("launch keys", () => {
  it.each<[string, ClusterConfig, object, string[], string]>([
    [
      "one a module",
      config(step("start"), vacancy(), step("submit-job-payment", "--module_name=PAYMENT")),
      {},
      [`qa/vacancy/${day}`, `qa/payment/${day}`],
      day,
    ],
    [
      "the last of an argument counts",
      config(vacancy("--module_name", "application")),
      {},
      [`qa/application/${day}`],
      day,
    ],
    ["a module twice is one", config(vacancy(), vacancy()), {}, [`qa/vacancy/${day}`], day],
    [
      "days that are given",
      config(vacancy("--start_dt", "2026-11-01", "--end_dt=2026-11-02")),
      {},
      ["qa/vacancy/2026-11-01..2026-11-02"],
      "2026-11-01..2026-11-02",
    ],
    [
      "one day",
      config(vacancy("--start_dt", day, "--end_dt", day)),
      {},
      [`qa/vacancy/${day}..${day}`],
      `${day}..${day}`,
    ],
    [
      "an open end depends on the day of the launch",
      config(vacancy("--start_dt", "2026-11-01")),
      {},
      [`qa/vacancy/${day}/2026-11-01..`],
      "2026-11-01..",
    ],
    [
      "an open beginning, too",
      config(vacancy("--end_dt", "2026-11-02")),
      {},
      [`qa/vacancy/${day}/..2026-11-02`],
      "..2026-11-02",
    ],
    ["again", config(vacancy()), { payload: { again: "t" } }, [`qa/vacancy/${day}/t`], day],
    [
      "an S3 event's message",
      config(vacancy()),
      { s3Trigger: { correlationId: "m", record: 0 } },
      [`qa/vacancy/${day}/m`],
      day,
    ],
    [
      "and its further records",
      config(vacancy()),
      { s3Trigger: { correlationId: "m", record: 1 } },
      [`qa/vacancy/${day}/m.1`],
      day,
    ],
    ["a cluster that runs no job, by its name", config(step("start")), {}, [`qa/a name_more/${day}`], day],
  ])("%s", (_name, cluster, more, keys, days) => {
    const request = { payload: {}, launchDay: day, ...more } as Parameters<typeof launchKeys>[2];
    expect(launchKeys("qa", cluster, request).keys).toEqual(keys);
    expect(daysOfKeys(keys)).toBe(days);
  });

  it.each<[string, string[], RegExp]>([
    [
      "no module",
      [],
      /Step submit-job-x: --module_name is missing: give one of vacancy, application, payment/,
    ],
    ["a module that there is not", ["--module_name", "x"], /"x" is not a module/],
    ["no value", ["--module_name"], /"" is not a module/],
    [
      "no day",
      ["--module_name", "vacancy", "--start_dt", "today"],
      /--start_dt "today" is not a day that exists/,
    ],
    [
      "days the wrong way round",
      ["--module_name", "vacancy", "--start_dt", "2026-11-02", "--end_dt", "2026-11-01"],
      /2026-11-02 is after --end_dt 2026-11-01/,
    ],
  ])("refuse %s", (_name, args, message) => {
    const request = { payload: {}, launchDay: day };
    expect(() => launchKeys("qa", config(step("submit-job-x", ...args)), request)).toThrow(message);
  });

  it("are joined in a tag, and found in it one by one", () => {
    const keys = ["qa/vacancy/1", "qa/payment/1"];
    expect(launchTag(keys)).toBe("qa/vacancy/1+qa/payment/1");
    expect(keysInTag(launchTag(keys), ["qa/payment/1", "qa/application/1"])).toEqual(["qa/payment/1"]);
    expect(keysInTag("qa/payment/12", ["qa/payment/1"])).toEqual([]);
    expect(modulesOfKeys(keys)).toEqual(["vacancy", "payment"]);
  });

  it("are digested where they are too long for a tag", () => {
    const keys = Array.from({ length: 10 }, (_, index) =>
      `production/application/${day}/${index}`.padEnd(60, "x"),
    );
    expect(launchTag(keys)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(keysInTag(launchTag(keys), keys)).toEqual(keys);
  });
});

describe("the E2E flag", () => {
  const flags = [
    ["--e2e_test_flg", "True"],
    ["--e2e_test_flg=TRUE"],
    ["--e2e_test_flg", "false", "--e2e_test_flg", "true"],
    ["bash", "-c", "run-step.sh --e2e_test_flg true"],
    ["bash", "-c", "run-step.sh --e2e-test-flg 'true'"],
    ["bash", "-c", "E2E_TEST_FLG=true run-step.sh"],
  ];

  it.each(flags)("is refused where real data lives: %s %s", (...args) => {
    for (const environment of ["integration", "preprod", "production"] as const) {
      expect(() => checkE2e(environment, config(step("x", ...args)))).toThrow(`refused in ${environment}`);
    }
    expect(() => checkE2e("qa", config(step("x", ...args)))).not.toThrow();
  });

  it.each([[["--e2e_test_flg", "False"]], [["--clean_up_flg", "true"]], [["--e2e_test_flg", "falsetrue"]]])(
    "is not seen in %j",
    (args) => {
      expect(() => checkE2e("production", config(step("x", ...args)))).not.toThrow();
    },
  );

  it("is seen in a bootstrap action", () => {
    const action = { Name: "b", ScriptBootstrapAction: { Path: "p", Args: ["E2E_TEST_FLG=true"] } };
    expect(() => checkE2e("production", { ...config(), BootstrapActions: [action] })).toThrow(
      "b: --e2e_test_flg",
    );
  });
});
