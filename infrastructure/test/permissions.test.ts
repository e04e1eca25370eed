import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { AwsSolutionsChecks } from "cdk-nag";
import { environments, names } from "../src/names.ts";
import { allowedWildcards } from "../src/policy/wildcards.ts";
import { permissionsText } from "./support/permissions-text.ts";
import { listOf, type Policy, policiesOf, policyOf } from "./support/policies.ts";
import { exampleOf, synthesise, type Synthesised } from "./support/synth.ts";
import { Resolver } from "./support/template.ts";

const golden = fileURLToPath(new URL("golden/permissions.txt", import.meta.url));

let made: Synthesised;
let policies: Policy[];

beforeAll(() => {
  made = synthesise(exampleOf("development"));
  policies = policiesOf([made.state, made.job], new Resolver(made.parameters, [made.state, made.job]));
});
afterAll(() => made[Symbol.dispose]());

/** Every wildcard that a statement gives: `*` in an action, a resource or an allowed principal. */
function wildcardsGiven(): { holder: string; kind: string; sid: string; wildcard: string }[] {
  return policies.flatMap(({ holder, kind, statements }) =>
    statements
      // A Deny takes away: the more it covers the better.
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Sid: sid = "", Action, Resource, Principal }) =>
        [
          ...listOf(Action),
          ...listOf(Resource),
          ...(typeof Principal === "string" ? [Principal] : Object.values(Principal ?? {}).flatMap(listOf)),
        ]
          .filter((value) => value.includes("*") || value.includes("?"))
          .map((wildcard) => ({ holder, kind, sid, wildcard })),
      ),
  );
}

describe("least privilege", () => {
  it("gives no wildcard that is not on the list with its reason", () => {
    const listed = allowedWildcards(made.parameters).flatMap(({ holder, sid, wildcards }) =>
      wildcards.map((wildcard) => `${holder} ${sid} ${wildcard}`),
    );
    const given = wildcardsGiven().map(({ holder, sid, wildcard }) => `${holder} ${sid} ${wildcard}`);
    expect(given.filter((one) => !listed.includes(one))).toEqual([]);
    expect(listed.filter((one) => !given.includes(one))).toEqual([]);
  });

  it("says why of each", () => {
    for (const { reason } of allowedWildcards(made.parameters)) expect(reason.length).toBeGreaterThan(20);
  });

  it("gives none in a trust, topic, queue or bucket policy", () => {
    expect(wildcardsGiven().filter(({ kind }) => kind !== "role" && kind !== "key")).toEqual([]);
  });

  it("asks for a wildcard on resources other than buckets' folders only under a condition, or where AWS takes no resource", () => {
    const unconditional = policies
      .filter(({ kind }) => kind === "role")
      .flatMap(({ holder, statements }) =>
        statements
          .filter(({ Effect, Condition }) => Effect === "Allow" && Condition === undefined)
          .flatMap(({ Sid, Resource }) =>
            listOf(Resource)
              .filter(
                (one) =>
                  one.includes("*") && !one.startsWith("arn:aws:s3:::") && !one.includes(":log-stream:"),
              )
              .map(() => `${holder} ${Sid}`),
          ),
      );
    expect([...new Set(unconditional)].sort()).toEqual([
      "kickstart_adg_emr_ec2_role SessionManager",
      "kickstart_adg_emr_service_role LookAround",
      "kickstart_adg_emr_service_role WhatInstancesAreMadeOf",
      "kickstart_adg_launcher_role CopyTheSecurityConfiguration",
      "kickstart_adg_launcher_role FindOurClusters",
      "kickstart_adg_launcher_role ListClusters",
    ]);
  });

  it("names every statement, each name once a policy", () => {
    for (const { holder, kind, statements } of policies) {
      if (kind === "trust" || kind === "queue") continue;
      const sids = statements.map(({ Sid }) => Sid);
      expect([holder, sids.filter((sid) => sid === undefined)]).toEqual([holder, []]);
      expect(new Set(sids).size).toBe(sids.length);
    }
  });

  /** Regenerate: UPDATE_GOLDEN=1 pnpm test:unit infrastructure/test/permissions */
  it("gives exactly the permissions of the golden list", () => {
    const text = permissionsText(policies);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, "utf8"));
  });

  it("keeps within what IAM takes of a role's inline policies", () => {
    for (const { holder, kind, statements } of policies) {
      if (kind === "role")
        expect([holder, JSON.stringify(statements).length < 10_000]).toEqual([holder, true]);
    }
  });

  it("leaves cdk-nag nothing to say", () => {
    const { violations } = new AwsSolutionsChecks(made.app.app).validateScope(made.app.app);
    expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  });
});

describe.each(environments)("in %s", (environment) => {
  it("roles may do what they may everywhere, to that environment's own resources", () => {
    using other = synthesise(exampleOf(environment));
    const templates = [other.state, other.job];
    const theirs = policiesOf(templates, new Resolver(other.parameters, templates));
    const actions = (all: Policy[]): unknown =>
      all
        .filter(({ kind }) => kind === "role")
        .map(({ holder, statements }) => [
          holder,
          // An environment whose buckets have no key of their own has no grant on it.
          statements
            .filter(({ Sid }) => !Sid?.endsWith("BucketsKey"))
            .map(({ Sid, Action }) => [Sid, Action]),
        ]);
    expect(actions(theirs)).toEqual(actions(policies));
    const accounts = [...JSON.stringify(theirs).matchAll(/:(\d{12}):/g)].map(([, number]) => number);
    expect(new Set(accounts)).toEqual(new Set([other.parameters.account, other.parameters.source.account]));
  });
});

describe("the chain to the source", () => {
  /** Who may take a role on, and on which condition. */
  const trustOf = (role: string): unknown =>
    policyOf(policies, "trust", role).statements.map(({ Effect, Action, Principal, Condition }) => ({
      Effect,
      Action,
      Principal,
      ...(Condition !== undefined && { Condition }),
    }));
  const account = "111111111111";
  const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
  const allow = { Effect: "Allow", Action: "sts:AssumeRole" };

  it.each<[string, unknown[]]>([
    [
      names.sourceReaderRole,
      [names.serviceRole, names.jobRole].map((name) => ({ ...allow, Principal: { AWS: role(name) } })),
    ],
    [
      names.serviceRole,
      [
        {
          ...allow,
          Principal: { Service: "elasticmapreduce.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": `arn:aws:elasticmapreduce:eu-west-2:${account}:*` },
          },
        },
      ],
    ],
    [names.jobRole, [{ ...allow, Principal: { Service: "ec2.amazonaws.com" } }]],
    [names.launcherRole, [{ ...allow, Principal: { Service: "lambda.amazonaws.com" } }]],
    [names.notifierRole, [{ ...allow, Principal: { Service: "lambda.amazonaws.com" } }]],
    [
      names.schedulerRole,
      [
        {
          ...allow,
          Principal: { Service: "scheduler.amazonaws.com" },
          Condition: {
            StringEquals: {
              "aws:SourceAccount": account,
              "aws:SourceArn": `arn:aws:scheduler:eu-west-2:${account}:schedule-group/kickstart-adg`,
            },
          },
        },
      ],
    ],
  ])("%s is taken on by exactly those", (name, expected) => {
    expect(trustOf(name)).toEqual(expected);
  });

  it("has no role beside those", () => {
    const roles = policies.filter(({ kind }) => kind === "trust").map(({ holder }) => holder);
    expect(roles.sort()).toEqual(
      [
        names.serviceRole,
        names.jobRole,
        names.sourceReaderRole,
        names.launcherRole,
        names.notifierRole,
        names.schedulerRole,
      ].sort(),
    );
  });

  it("kickstart_s3_readonly may become dataworks-ksr of the source's account and nothing else", () => {
    expect(policyOf(policies, "role", names.sourceReaderRole).statements).toEqual([
      {
        Sid: "BecomeTheSourcesRole",
        ...allow,
        Resource: "arn:aws:iam::999999999999:role/dataworks-ksr",
      },
    ]);
  });

  it("only the cluster's two roles may become kickstart_s3_readonly, and no other role is ever taken on", () => {
    const assumed = policies
      .filter(({ kind }) => kind === "role")
      .flatMap(({ holder, statements }) =>
        statements
          .filter(({ Action }) => listOf(Action).some((action) => action.startsWith("sts:")))
          .flatMap(({ Resource }) =>
            listOf(Resource).map((resource) => `${holder} → ${resource.split("/").at(-1)}`),
          ),
      );
    expect(assumed.sort()).toEqual([
      "kickstart_adg_emr_ec2_role → kickstart_s3_readonly",
      "kickstart_adg_emr_service_role → kickstart_s3_readonly",
      "kickstart_s3_readonly → dataworks-ksr",
    ]);
  });

  it("roles are passed on only to the service that is meant to have them", () => {
    const passed = policies.flatMap(({ holder, statements }) =>
      statements
        .filter(({ Action }) => listOf(Action).includes("iam:PassRole"))
        .map(({ Resource, Condition }) => [
          holder,
          Resource,
          Condition?.["StringEquals"]?.["iam:PassedToService"],
        ]),
    );
    expect(passed).toEqual([
      [names.serviceRole, role(names.jobRole), "ec2.amazonaws.com"],
      [names.launcherRole, role(names.serviceRole), "elasticmapreduce.amazonaws.com"],
      [names.launcherRole, role(names.jobRole), "ec2.amazonaws.com"],
    ]);
  });
});
