import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { assert, jsonValue, property } from "fast-check";
import { InfrastructureError } from "../src/errors.ts";
import { environments } from "../src/names.ts";
import { parametersFileOf } from "../src/parameters/file-of.ts";
import { loadParameters, parseParameters } from "../src/parameters/load.ts";
import { exampleOf } from "./support/synth.ts";

const folder = mkdtempSync(join(tmpdir(), "adg-parameters-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An example with the value at a dotted path replaced; undefined removes it. */
function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(exampleOf("development")) as unknown as Record<string, unknown>;
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const parent = steps.reduce<Record<string, unknown>>(
    (at, step) => at[step] as Record<string, unknown>,
    copy,
  );
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

describe("the examples", () => {
  it.each(environments)("%s's is whole, and says which environment it is", (environment) => {
    expect(exampleOf(environment).environment).toBe(environment);
  });

  it("are of six accounts that nobody has", () => {
    const accounts = environments.map((environment) => exampleOf(environment).account);
    expect(accounts).toEqual([
      "123456789012",
      "111111111111",
      "222222222222",
      "333333333333",
      "444444444444",
      "555555555555",
    ]);
  });
});

describe("a file that is wrong", () => {
  it.each<[path: string, value: unknown, complaint: string]>([
    ["environment", "staging", "environment: "],
    ["account", "1234", "account: expected an account number of 12 digits"],
    ["account", 111_111_111_111, "account: "],
    ["region", "eu-west", "region: expected a region such as eu-west-2"],
    ["network.vpcId", "vpc-x", "network.vpcId: expected vpc-… in hexadecimal digits"],
    ["network.subnetIds", [], "network.subnetIds: "],
    ["buckets.published", "Has_Capitals", "buckets.published: expected a bucket's name"],
    ["buckets.published", "*", "buckets.published: expected a bucket's name"],
    [
      "secrets.jobArn",
      "arn:aws:secretsmanager:eu-west-2:111111111111:secret:*",
      "secrets.jobArn: expected arn:aws:secretsmanager",
    ],
    ["piiReaders.0", "*", "piiReaders.0: expected arn:aws:iam"],
    ["piiReaders.0", "arn:aws:iam::111111111111:role/*", "piiReaders.0: expected arn:aws:iam"],
    ["dks.url", "http://dks.example.internal", "dks.url: "],
    ["dks.caCertificatesKey", "tls/*", "dks.caCertificatesKey: "],
    ["schedules.0.cron", "rate(1 day)", "schedules.0.cron: expected cron("],
    ["schedules.0.cron", "cron(0 5 * * * *)", "schedules.0.cron: expected cron("],
    ["schedules.0.cron", "cron(0 25 * * ? *)", "schedules.0.cron: expected cron("],
    ["schedules.0.cron", "cron(0 5,17 * * ? *)", "schedules.0.cron: expected cron("],
    ["schedules.0.cron", "cron(* 5 * * ? *)", "schedules.0.cron: expected cron("],
    ["schedules.0.timeZone", "Europe/Atlantis", "schedules.0.timeZone: expected an IANA time zone"],
    ["schedules.0.modules", ["vacancies"], "schedules.0.modules.0: "],
    ["cluster.release", "emr-5", "cluster.release: "],
    ["logRetentionDays", 33, "logRetentionDays: expected one of CloudWatch's steps"],
    ["logRetentionDays", 9999, "logRetentionDays: expected an end"],
    ["metastore", undefined, "metastore: "],
    // What the cluster's templates would refuse only when the content is published, after the deployment.
    ["metastore.user", "a b", "metastore.user: expected the name of a user"],
    ["proxy.url", "http://proxy.example.internal", "proxy.url: expected http://host:port"],
    ["proxy.url", "http://me:word@proxy.example.internal:3128", "proxy.url: expected http://host:port"],
    ["proxy.noProxy.0", "a;b", "proxy.noProxy.0: expected a host"],
    ["node.version", "18.20.4", "node.version: expected a version such as 22.11.0, at least 20.19.0"],
    ["alerts", {}, "alerts"],
  ])("%s = %j is refused by name", (path, value, complaint) => {
    expect(() => parseParameters(withValue(path, value), "dev.json")).toThrow(
      expect.objectContaining({ code: "INVALID_PARAMETERS", message: expect.stringContaining(complaint) }),
    );
  });

  it.each<[what: string, path: string, value: unknown, complaint: string]>([
    [
      "another environment's secret",
      "secrets.slackArn",
      exampleOf("qa").secrets.slackArn,
      "secrets.slackArn: lies outside",
    ],
    [
      "another environment's key",
      "bucketKeys.config",
      exampleOf("qa").bucketKeys.config,
      "bucketKeys.config: lies outside",
    ],
    [
      "its own account as the source's",
      "source.account",
      "111111111111",
      "source.account: is the account deployed to",
    ],
    [
      "one bucket for two things",
      "buckets.logs",
      "example-development-config",
      "example-development-config is named twice",
    ],
    ["an alarm after the files are gone", "alarms.behindDays", 6, ""],
  ])("%s is refused", (what, path, value, complaint) => {
    const file = withValue(path, value) as { source: { retentionDays: number } };
    if (what.startsWith("an alarm")) file.source.retentionDays = 6;
    expect(() => parseParameters(file, "dev.json")).toThrow(
      complaint || /alarms\.behindDays: must be less than/,
    );
  });

  it("a module scheduled twice is refused: its second cluster would never start", () => {
    const [daily] = exampleOf("development").schedules;
    const schedules = [daily, { ...daily, name: "again", modules: ["payment"] }];
    expect(() => parseParameters(withValue("schedules", schedules), "dev.json")).toThrow(
      "payment is scheduled twice",
    );
  });

  it("all that is wrong is said at once, with the file's name and where to look", () => {
    const value = { ...(withValue("account", "1") as object), region: "x" };
    expect(() => parseParameters(value, "dev.json")).toThrow(
      /^dev\.json .*\n {2}account: .*\n {2}region: .*\n.*README/,
    );
  });

  it.each([
    ["is absent", undefined],
    ["is no JSON", "{"],
  ])("a file that %s is named", (_what, content) => {
    const file = join(folder, "environment.json");
    rmSync(file, { force: true });
    if (content !== undefined) writeFileSync(file, content);
    expect(() => loadParameters(file)).toThrow(`${file} cannot be read as JSON`);
  });

  it("whatever it holds, the answer is an error that says so", () => {
    assert(
      property(jsonValue(), (value) => {
        expect(() => parseParameters(value, "any.json")).toThrow(InfrastructureError);
      }),
    );
  });
});

describe("the command line", () => {
  it("means an example by its environment, or a file", () => {
    expect(parametersFileOf({ environment: "qa" })).toMatch(/environments\/qa\.json$/);
    expect(parametersFileOf({ parameters: "/etc/adg.json" })).toBe("/etc/adg.json");
  });

  it.each([
    [{}, "Give either"],
    [{ environment: "staging" }, "got --environment staging"],
    [{ environment: "qa", parameters: "x" }, "with --parameters"],
    [{ environment: "../../etc/passwd" }, "got --environment"],
  ])("%j is refused", (values, complaint) => {
    expect(() => parametersFileOf(values)).toThrow(complaint);
  });
});
