import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  type IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { names } from "../config/names.ts";
import { StackError } from "../errors.ts";
import type { Keys } from "../state/info.ts";
import {
  adminPolicy,
  clusterPolicy,
  clusterRolePolicy,
  clusterRoleTrust,
  type PolicyDocument,
  sourceRolePolicy,
  sourceRoleTrust,
} from "./policies.ts";

async function createUser(iam: IAMClient, user: string, document: PolicyDocument): Promise<Keys> {
  await iam.send(new CreateUserCommand({ UserName: user }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: user,
      PolicyName: user,
      PolicyDocument: JSON.stringify(document),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: user }));
  if (AccessKey?.AccessKeyId === undefined || AccessKey.SecretAccessKey === undefined) {
    throw new StackError("SETUP_FAILED", `moto gave ${user} no access key`);
  }
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
}

async function createRole(
  iam: IAMClient,
  role: string,
  trust: PolicyDocument,
  document: PolicyDocument,
): Promise<void> {
  await iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: role, PolicyName: role, PolicyDocument: JSON.stringify(document) }),
  );
}

/** The administrator, the cluster, and the two roles it chains to reach the source. */
export async function createIdentities(iam: IAMClient): Promise<{ admin: Keys; cluster: Keys }> {
  const admin = await createUser(iam, names.adminUser, adminPolicy);
  const cluster = await createUser(iam, names.clusterUser, clusterPolicy);
  await createRole(iam, names.clusterRole, clusterRoleTrust, clusterRolePolicy);
  await createRole(iam, names.sourceRole, sourceRoleTrust, sourceRolePolicy);
  return { admin, cluster };
}
