import { CfnRole } from "aws-cdk-lib/aws-iam";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { Validations } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";
import type { Parameters } from "../parameters/parameters.ts";
import { allowedWildcards } from "./wildcards.ts";

/** What cdk-nag would say of a stack and need not, each with its reason. */
export function acknowledgeFindings(scope: IConstruct, parameters: Parameters): void {
  for (const construct of scope.node.findAll()) {
    if (construct instanceof CfnRole) acknowledgeWildcards(construct, parameters);
    if (construct instanceof CfnFunction) {
      Validations.of(construct).acknowledge({
        id: "AwsSolutions-L1",
        reason: "Node 22 is what the code is bundled for and the newest it is tested on",
      });
    }
  }
}

function acknowledgeWildcards(role: CfnRole, parameters: Parameters): void {
  const reasons = new Map<string, string[]>();
  for (const { holder, wildcards, reason } of allowedWildcards(parameters)) {
    if (holder !== role.roleName) continue;
    for (const wildcard of wildcards) reasons.set(wildcard, [...(reasons.get(wildcard) ?? []), reason]);
  }
  for (const [resource, all] of reasons) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason: all.join("; "),
    });
  }
}
