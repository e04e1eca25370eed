import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { names } from "../src/names.ts";
import { type Call, evaluate, type Verdict } from "./support/evaluate.ts";
import { policiesOf, policyOf, type StatementJson } from "./support/policies.ts";
import { exampleOf, synthesise, type Synthesised } from "./support/synth.ts";
import { Resolver } from "./support/template.ts";

const account = "111111111111";
const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const bucket = "example-development-published";
const object = (key: string): string => `arn:aws:s3:::${bucket}/${key}`;

/** A reader whose own policy opens the whole bucket: what is refused is the bucket's doing. */
const readAll: StatementJson = {
  Effect: "Allow",
  Action: ["s3:GetObject*", "s3:PutObjectTagging", "s3:DeleteObjectTagging", "s3:ListBucket"],
  Resource: ["arn:aws:s3:::*"],
};

let made: Synthesised;
let bucketPolicy: readonly StatementJson[];
let jobPolicy: readonly StatementJson[];

beforeAll(() => {
  made = synthesise(exampleOf("development"));
  const templates = [made.state, made.job];
  const policies = policiesOf(templates, new Resolver(made.parameters, templates));
  bucketPolicy = policyOf(policies, "bucket", bucket).statements;
  jobPolicy = policyOf(policies, "role", names.jobRole).statements;
});
afterAll(() => made[Symbol.dispose]());

const readers = {
  "an analyst": { principal: roleArn("analyst"), own: () => [readAll] },
  "an analyst on the list": { principal: roleArn("example-pii-analyst"), own: () => [readAll] },
  "an analyst tagged pii=true": {
    principal: roleArn("analyst"),
    own: () => [readAll],
    context: { "aws:PrincipalTag/pii": "true" },
  },
  "an analyst tagged pii=false": {
    principal: roleArn("analyst"),
    own: () => [readAll],
    context: { "aws:PrincipalTag/pii": "false" },
  },
  "another account's role of a listed name": {
    principal: "arn:aws:iam::666666666666:role/example-pii-analyst",
    own: () => [readAll],
  },
  "the account's root": { principal: `arn:aws:iam::${account}:root`, own: () => [readAll] },
  "the job": { principal: roleArn(names.jobRole), own: () => jobPolicy },
} satisfies Record<
  string,
  { principal: string; own: () => readonly StatementJson[]; context?: Call["context"] }
>;
type Reader = keyof typeof readers;

function verdict(reader: Reader, call: Pick<Call, "action" | "resource" | "context">): Verdict {
  const { principal, own, ...rest } = readers[reader];
  const context = {
    "aws:SecureTransport": "true",
    ...("context" in rest ? rest.context : {}),
    ...call.context,
  };
  return evaluate([...bucketPolicy, ...own()], { ...call, principal, context });
}

const keys = {
  pii: "data/uc_kickstart/pii/bids/date_uploaded=2026-11-20/run=000001-abcdef01/part-0.parquet",
  "non-pii": "data/uc_kickstart/non-pii/bids/date_uploaded=2026-11-20/run=000001-abcdef01/part-0.parquet",
  staging: "staging/uc_kickstart/bids/2026-11-20/run=000001-abcdef01/part-0.json",
  elsewhere: "somebody-elses/file.csv",
};
type Folder = keyof typeof keys;
const folders = Object.keys(keys) as Folder[];
const tags = { "pii=true": "true", "pii=True": "True", "pii=false": "false", "no tag": undefined };
type Tag = keyof typeof tags;

const without: Reader[] = [
  "an analyst",
  "an analyst tagged pii=false",
  "another account's role of a listed name",
  "the account's root",
];
const granted: Reader[] = ["an analyst on the list", "an analyst tagged pii=true"];

/** What those without the grant get of each folder, by tag. */
const refusal: Record<Folder, Record<Tag, Verdict>> = {
  pii: { "pii=true": "denied", "pii=True": "denied", "pii=false": "denied", "no tag": "denied" },
  "non-pii": { "pii=true": "denied", "pii=True": "denied", "pii=false": "allowed", "no tag": "allowed" },
  staging: { "pii=true": "denied", "pii=True": "denied", "pii=false": "denied", "no tag": "denied" },
  elsewhere: { "pii=true": "denied", "pii=True": "denied", "pii=false": "allowed", "no tag": "allowed" },
};

const cases = (all: Reader[]): [Reader, Folder, Tag, string][] =>
  all.flatMap((reader) =>
    folders.flatMap((folder) =>
      (Object.keys(tags) as Tag[]).flatMap((tag) =>
        ["s3:GetObject", "s3:GetObjectVersion"].map((action): [Reader, Folder, Tag, string] => [
          reader,
          folder,
          tag,
          action,
        ]),
      ),
    ),
  );

const read = (reader: Reader, folder: Folder, tag: Tag, action: string): Verdict => {
  const value = tags[tag];
  return verdict(reader, {
    action,
    resource: object(keys[folder]),
    ...(value !== undefined && { context: { "s3:ExistingObjectTag/pii": value } }),
  });
};

describe("reading what is published", () => {
  it.each(cases(without))("%s, of %s, %s, by %s", (reader, folder, tag, action) => {
    expect(read(reader, folder, tag, action)).toBe(refusal[folder][tag]);
  });

  it.each(cases(granted))("with the grant: %s, of %s, %s, by %s", (reader, folder, tag, action) => {
    expect(read(reader, folder, tag, action)).toBe(folder === "staging" ? "denied" : "allowed");
  });

  it.each<[Folder, Verdict]>([
    ["pii", "allowed"],
    ["non-pii", "allowed"],
    ["staging", "allowed"],
    ["elsewhere", "not allowed"],
  ])("the job reads %s: %s", (folder, expected) => {
    for (const tag of Object.keys(tags) as Tag[]) {
      expect(read("the job", folder, tag, "s3:GetObject")).toBe(expected);
    }
  });
});

describe("the grant cannot be walked around", () => {
  it.each<[Reader, Verdict]>([
    ["an analyst", "denied"],
    ["an analyst on the list", "denied"],
    ["an analyst tagged pii=true", "denied"],
    ["the job", "allowed"],
  ])("tagging objects anew: %s is %s", (reader, expected) => {
    const call = { action: "s3:PutObjectTagging", resource: object(keys.pii) };
    expect(verdict(reader, call)).toBe(expected);
  });

  it.each(Object.keys(readers) as Reader[])("nothing is read over plain HTTP: %s", (reader) => {
    const context = { "aws:SecureTransport": "false", "s3:ExistingObjectTag/pii": "false" };
    expect(verdict(reader, { action: "s3:GetObject", resource: object(keys["non-pii"]), context })).toBe(
      "denied",
    );
  });

  it("the bucket's policy opens nothing by itself", () => {
    expect(bucketPolicy.filter(({ Effect }) => Effect !== "Deny")).toEqual([]);
  });
});

describe("the job's own policy", () => {
  const job = (action: string, resource: string, context?: Call["context"]): Verdict =>
    evaluate(jobPolicy, { action, resource, principal: roleArn(names.jobRole), ...(context && { context }) });
  const table = `arn:aws:dynamodb:eu-west-2:${account}:table/data_pipeline_metadata`;

  it.each<[string, Verdict]>([
    ["kickstart_vacancy_analytical_dataset_generation", "allowed"],
    ["kickstart_vacancy_analytical_dataset_generation_17", "allowed"],
    ["kickstart_payment_analytical_dataset_generation#lock#2026-11-20", "allowed"],
    ["kickstart_vacancy_analytical_dataset_generation#day#2026-11-20", "allowed"],
    ["kickstart_vacancy_analytical_dataset_generation#day#unsettled", "allowed"],
    ["kickstart_vacancy_analytical_dataset_generation#cluster#j-1", "allowed"],
    ["another_pipeline", "not allowed"],
    ["kickstart_vacancy_analytical_dataset_generation-copy", "not allowed"],
  ])("writes the audit item %s: %s", (key, expected) => {
    for (const action of ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"]) {
      expect(job(`dynamodb:${action}`, table, { "dynamodb:LeadingKeys": [key] })).toBe(expected);
    }
  });

  it("cannot touch two items of which one is another pipeline's, nor read the table whole", () => {
    const both = ["kickstart_vacancy_analytical_dataset_generation", "another_pipeline"];
    expect(job("dynamodb:PutItem", table, { "dynamodb:LeadingKeys": both })).toBe("not allowed");
    expect(job("dynamodb:GetItem", table)).toBe("not allowed");
    expect(job("dynamodb:Scan", table)).toBe("not allowed");
  });

  it.each<[string, string, Verdict]>([
    ["s3:PutObject", object(keys.pii), "allowed"],
    ["s3:PutObjectTagging", object(keys.staging), "allowed"],
    ["s3:AbortMultipartUpload", object(keys.staging), "allowed"],
    ["s3:ListBucketMultipartUploads", `arn:aws:s3:::${bucket}`, "allowed"],
    // S3A looks for a folder under its bare name.
    ["s3:GetObject", object("data"), "allowed"],
    ["s3:GetObject", object("kickstart-e2e-tests/2026-11-20_bids_1.csv"), "allowed"],
    ["s3:PutObject", object("kickstart-e2e-tests/2026-11-20_bids_1.csv"), "not allowed"],
    ["s3:PutObject", object("database/x"), "not allowed"],
    [
      "s3:PutObject",
      "arn:aws:s3:::example-development-config/component/kickstart-adg/1/adg.mjs",
      "not allowed",
    ],
    ["s3:GetObject", "arn:aws:s3:::example-development-config/component/kickstart-adg/1/adg.mjs", "allowed"],
    ["s3:GetObject", "arn:aws:s3:::example-development-config/emr/kickstart-adg/config.json", "allowed"],
    ["s3:GetObject", "arn:aws:s3:::example-development-config/emr/kickstart-adg/cluster.yaml", "not allowed"],
    ["s3:GetObject", "arn:aws:s3:::example-development-source/2026-11-20_bids_1.csv", "not allowed"],
    ["s3:PutBucketPolicy", `arn:aws:s3:::${bucket}`, "not allowed"],
    ["sts:AssumeRole", roleArn("kickstart_s3_readonly"), "allowed"],
    ["sts:AssumeRole", "arn:aws:iam::999999999999:role/dataworks-ksr", "not allowed"],
    ["elasticmapreduce:RunJobFlow", "*", "not allowed"],
  ])("%s on %s: %s", (action, resource, expected) => {
    expect(job(action, resource)).toBe(expected);
  });
});

describe("the launcher's own policy", () => {
  const launcher = (action: string, resource: string, context?: Call["context"]): Verdict => {
    const templates = [made.state, made.job];
    const policies = policiesOf(templates, new Resolver(made.parameters, templates));
    const { statements } = policyOf(policies, "role", names.launcherRole);
    return evaluate(statements, {
      action,
      resource,
      principal: roleArn(names.launcherRole),
      ...(context && { context }),
    });
  };
  const asked = (tag: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(tag).map(([key, value]) => [`elasticmapreduce:RequestTag/${key}`, value]),
    );
  const cluster = `arn:aws:elasticmapreduce:eu-west-2:${account}:cluster/j-1`;

  it.each<[string, Record<string, string>, Verdict]>([
    ["ours", { Application: "kickstart-adg", Environment: "development" }, "allowed"],
    ["of another environment", { Application: "kickstart-adg", Environment: "production" }, "not allowed"],
    ["of another application", { Application: "other", Environment: "development" }, "not allowed"],
    ["without tags", {}, "not allowed"],
  ])("starts clusters %s: %o → %s", (_what, tag, expected) => {
    expect(launcher("elasticmapreduce:RunJobFlow", "*", asked(tag))).toBe(expected);
  });

  it.each<[string, string, Verdict]>([
    [names.serviceRole, "elasticmapreduce.amazonaws.com", "allowed"],
    [names.jobRole, "ec2.amazonaws.com", "allowed"],
    [names.jobRole, "lambda.amazonaws.com", "not allowed"],
    ["administrator", "ec2.amazonaws.com", "not allowed"],
  ])("passes %s to %s: %s", (role, service, expected) => {
    expect(launcher("iam:PassRole", roleArn(role), { "iam:PassedToService": service })).toBe(expected);
  });

  it("cannot end clusters, nor read the job's secret", () => {
    expect(launcher("elasticmapreduce:TerminateJobFlows", cluster)).toBe("not allowed");
    expect(launcher("secretsmanager:GetSecretValue", made.parameters.secrets.jobArn)).toBe("not allowed");
  });
});
