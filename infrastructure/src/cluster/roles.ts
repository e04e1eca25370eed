import {
  ArnPrincipal,
  CfnInstanceProfile,
  CompositePrincipal,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { arnOf, roleArnOf } from "../arns.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { policyOf } from "../policy/statement.ts";
import { jobPermissions } from "./job-permissions.ts";
import { servicePermissions } from "./service-permissions.ts";

/** The cluster's roles, and the chain to the source: service or job → `kickstart_s3_readonly` → the source's role. */
export function clusterRoles(scope: Construct, parameters: Parameters, keyArn: string): void {
  const service = serviceRole(scope, parameters, keyArn);
  const job = jobRole(scope, parameters, keyArn);
  const reader = new Role(scope, "SourceReaderRole", {
    roleName: names.sourceReaderRole,
    description: "Reads the source: becomes the role that the source's account made for it, and nothing else",
    assumedBy: new CompositePrincipal(new ArnPrincipal(service.roleArn), new ArnPrincipal(job.roleArn)),
    inlinePolicies: {
      source: policyOf([
        {
          Sid: "BecomeTheSourcesRole",
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Resource: roleArnOf(parameters.source, parameters.source.roleName),
        },
      ]),
    },
  });
  // A trust policy may name only roles that exist.
  reader.node.addDependency(service, job);
}

/** What EMR works as. */
function serviceRole(scope: Construct, parameters: Parameters, keyArn: string): Role {
  return new Role(scope, "ServiceRole", {
    roleName: names.serviceRole,
    description: "EMR makes and ends clusters by it",
    assumedBy: new ServicePrincipal("elasticmapreduce.amazonaws.com", {
      conditions: {
        StringEquals: { "aws:SourceAccount": parameters.account },
        ArnLike: { "aws:SourceArn": arnOf(parameters, "elasticmapreduce", "*") },
      },
    }),
    inlinePolicies: { emr: policyOf(servicePermissions(parameters, keyArn)) },
  });
}

/** What runs on a cluster's instances works as: the job among it. */
function jobRole(scope: Construct, parameters: Parameters, keyArn: string): Role {
  const role = new Role(scope, "JobRole", {
    roleName: names.jobRole,
    description: "The job, Spark and the agents on a cluster's instances",
    assumedBy: new ServicePrincipal("ec2.amazonaws.com"),
    inlinePolicies: { job: policyOf(jobPermissions(parameters, keyArn)) },
  });
  instanceProfile(scope, role);
  return role;
}

/** EC2 knows roles by profiles; EMR expects the profile to bear the role's name. */
function instanceProfile(scope: Construct, role: Role): CfnInstanceProfile {
  return new CfnInstanceProfile(scope, "JobProfile", {
    instanceProfileName: names.jobRole,
    roles: [role.roleName],
  });
}
