import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../src/config/load-config.ts";
import type { RunnerConfig } from "../../src/config/runner-config.ts";
import { InvalidArgumentError, TestDataRefusedError } from "../../src/errors.ts";
import { checkNoSource, dksOf, targetOf } from "../../src/generate/target.ts";
import { ENVIRONMENTS } from "../../src/modules/environment.ts";

function config(environment: string, overrides: object = {}): RunnerConfig {
  const role = "arn:aws:iam::123456789012:role/a";
  return parseConfig(
    "adg.json",
    JSON.stringify({
      environment,
      audit: { table: "t" },
      secretName: "s",
      published: { bucket: "output" },
      roles: { cluster: role, source: role },
      ...overrides,
    }),
  );
}

describe("where test data goes", () => {
  it.each([
    [
      "the E2E folder of the Output bucket",
      {},
      { bucket: "output", folder: "kickstart-e2e-tests/", e2e: true },
    ],
    [
      "a folder in it",
      { prefix: "kickstart-e2e-tests/mine/" },
      { folder: "kickstart-e2e-tests/mine/", e2e: false },
    ],
    ["the root of another bucket", { bucket: "scratch" }, { bucket: "scratch", folder: "", e2e: false }],
    ["a folder of another bucket", { bucket: "scratch", prefix: "/a/b" }, { folder: "a/b/" }],
    ["a bucket whose name only resembles production's", { bucket: "products" }, { bucket: "products" }],
  ])("%s", (_name, raw, expected) => {
    expect(targetOf(raw, config("development"))).toMatchObject({ environment: "development", ...expected });
  });

  it.each(ENVIRONMENTS.map((name) => [name, !["local", "development", "qa"].includes(name)] as const))(
    "%s: refused: %s",
    (environment, refused) => {
      const target = () => targetOf({}, config(environment));
      if (refused) expect(target).toThrow(TestDataRefusedError);
      else expect(target().environment).toBe(environment);
    },
  );

  it.each<[string, object, string | undefined, new (...args: never[]) => Error, string]>([
    ["no bucket", { environment: "local" }, undefined, InvalidArgumentError, "No bucket is named"],
    ["no environment", { bucket: "b" }, undefined, InvalidArgumentError, "ADG_CONFIG or --environment"],
    [
      "an unknown one",
      { bucket: "b", environment: "dev" },
      undefined,
      InvalidArgumentError,
      '--environment "dev" is none',
    ],
    [
      "one that contradicts",
      { environment: "local" },
      "qa",
      InvalidArgumentError,
      "not what the configuration says: qa",
    ],
    [
      "production by flag",
      { environment: "Production", bucket: "b" },
      undefined,
      TestDataRefusedError,
      "refused in production",
    ],
    [
      "production's bucket by its name",
      { bucket: "dw-prod-input" },
      "qa",
      TestDataRefusedError,
      "production's by its name",
    ],
    [
      "the Output bucket's root",
      { prefix: "" },
      "qa",
      TestDataRefusedError,
      "its folder kickstart-e2e-tests/",
    ],
    [
      "the published data",
      { prefix: "data/uc_kickstart" },
      "qa",
      TestDataRefusedError,
      "not into data/uc_kickstart/",
    ],
    [
      "a folder that only begins alike",
      { prefix: "kickstart-e2e-tests-2" },
      "qa",
      TestDataRefusedError,
      "Leave --prefix out",
    ],
  ])("refuses %s", (_name, raw, environment, kind, message) => {
    const target = () => targetOf(raw, environment === undefined ? undefined : config(environment));
    expect(target).toThrow(kind);
    expect(target).toThrow(message);
  });

  it("refuses a module's source bucket, but locally", () => {
    const secret = {
      collections: {},
      initial_spark_schema: new Map(),
      src_bucket_names: { vacancy: "a", payment: "source" },
    };
    const target = (environment: string) => targetOf({ bucket: "source" }, config(environment));
    expect(() => checkNoSource(target("qa"), secret)).toThrow("source is the source bucket of payment in qa");
    expect(() => checkNoSource(target("local"), secret)).not.toThrow();
    expect(() => checkNoSource(targetOf({ bucket: "other" }, config("qa")), secret)).not.toThrow();
  });
});

describe("the Data Key Service", () => {
  const dks = { url: "https://dks/datakey/actions/decrypt", certFile: "c", keyFile: "k", caFile: "a" };

  it("is the configuration's, option by option the arguments'", () => {
    expect(dksOf({}, config("qa", { dks }))).toEqual(dks);
    expect(dksOf({ dksCaFile: "other" }, config("qa", { dks }))).toEqual({ ...dks, caFile: "other" });
    expect(dksOf({ dksUrl: dks.url, dksCertFile: "c", dksKeyFile: "k", dksCaFile: "a" }, undefined)).toEqual(
      dks,
    );
  });

  it.each([
    [{}, "--dks-url is missing"],
    [{ dksUrl: dks.url, dksCertFile: "c", dksCaFile: "a" }, "--dks-key-file is missing"],
    [{ dksUrl: "http://dks", dksCertFile: "c", dksKeyFile: "k", dksCaFile: "a" }, "is no https:// URL"],
  ])("%j: %s", (raw, message) => {
    expect(() => dksOf(raw, undefined)).toThrow(message);
  });
});
