import { PolicyDocument } from "aws-cdk-lib/aws-iam";

/** Condition operators, each with its keys: `{ StringEquals: { "aws:SourceAccount": "…" } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What a role may do, in IAM's own words, so that it reads as it will be. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Conditions;
}

/** A policy of those statements. Left out ones (`undefined`) are for what an environment does not have. */
export function policyOf(statements: readonly (Statement | undefined)[]): PolicyDocument {
  return PolicyDocument.fromJson({
    Version: "2012-10-17",
    Statement: statements.filter((statement) => statement !== undefined),
  });
}
