import type { ResourceJson, Resolver, TemplateJson } from "./template.ts";

type OneOrMore = string | readonly string[];

export interface StatementJson {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, OneOrMore>>;
  readonly Action: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** A policy of the templates: whose it is, and what kind it is. */
export interface Policy {
  readonly holder: string;
  readonly kind: "role" | "trust" | "key" | "queue" | "topic" | "bucket";
  readonly statements: readonly StatementJson[];
}

export const listOf = (value: OneOrMore | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

interface Document {
  readonly Statement: readonly StatementJson[];
}

/** Every property that holds a policy, by type. A type with a policy that is not here fails {@link policiesOf}. */
const readers: Readonly<Record<string, (properties: ResourceJson["Properties"]) => Policy[]>> = {
  "AWS::IAM::Role": (role) => {
    const holder = String(role["RoleName"]);
    const inline = (role["Policies"] ?? []) as readonly { readonly PolicyDocument: Document }[];
    if (role["ManagedPolicyArns"] !== undefined)
      throw new Error(`${holder} has managed policies, which are not looked into`);
    return [
      { holder, kind: "trust", statements: (role["AssumeRolePolicyDocument"] as Document).Statement },
      { holder, kind: "role", statements: inline.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) },
    ];
  },
  "AWS::KMS::Key": ({ KeyPolicy }) => [
    { holder: "key", kind: "key", statements: (KeyPolicy as Document).Statement },
  ],
  "AWS::SQS::QueuePolicy": ({ Queues, PolicyDocument }) => [
    {
      holder:
        String((Queues as string[])[0])
          .split("/")
          .at(-1) ?? "",
      kind: "queue",
      statements: (PolicyDocument as Document).Statement,
    },
  ],
  "AWS::SNS::TopicPolicy": ({ Topics, PolicyDocument }) => [
    {
      holder:
        String((Topics as string[])[0])
          .split(":")
          .at(-1) ?? "",
      kind: "topic",
      statements: (PolicyDocument as Document).Statement,
    },
  ],
  "AWS::S3::BucketPolicy": ({ Bucket, PolicyDocument }) => [
    { holder: String(Bucket), kind: "bucket", statements: (PolicyDocument as Document).Statement },
  ],
};

/** Every policy of every template, resolved. */
export function policiesOf(templates: readonly TemplateJson[], resolver: Resolver): Policy[] {
  return templates.flatMap(({ Resources }) =>
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
      const reader = readers[Type];
      if (reader !== undefined) return reader(resolver.resolve(Properties) as ResourceJson["Properties"]);
      if (JSON.stringify(Properties).includes('"Statement"'))
        throw new Error(`${id} (${Type}) has a policy that nobody reads`);
      return [];
    }),
  );
}

export function policyOf(policies: readonly Policy[], kind: Policy["kind"], holder: string): Policy {
  const found = policies.find((policy) => policy.kind === kind && policy.holder === holder);
  if (found === undefined) throw new Error(`no ${kind} policy of ${holder}`);
  return found;
}
