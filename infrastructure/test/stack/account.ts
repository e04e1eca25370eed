import { randomInt } from "node:crypto";
import { CloudFormation, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { STS } from "@aws-sdk/client-sts";
import { readInfo, type StackInfo } from "@dataworks/local-stack";
import type { TemplateJson } from "../support/template.ts";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The running instance of the stack. */
export async function stackInfo(): Promise<StackInfo> {
  const info = await readInfo(process.env["ADG_STACK_INFO"] ?? "");
  if (info === undefined) throw new Error('no stack runs here; run: eval "$(pnpm --silent stack env)"');
  return info;
}

/** Twelve digits that no test before this one had: names then clash with nothing that is there. */
export const freshAccount = (): string => String(randomInt(100_000_000_000, 1_000_000_000_000));

/** Takes a role on. Moto gives a foreign account's keys to who asks for a role there, even one that does not exist. */
export async function assume(info: StackInfo, keys: Keys, roleArn: string): Promise<Keys> {
  const sts = new STS({ region: info.region, endpoint: info.moto.endpoint, credentials: { ...keys } });
  try {
    const { Credentials } = await sts.assumeRole({ RoleArn: roleArn, RoleSessionName: "test" });
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
  } finally {
    sts.destroy();
  }
}

/** An account of moto's own and its services, as somebody of that account. */
export class Account implements Disposable {
  readonly cloudFormation: CloudFormation;
  readonly dynamo: DynamoDB;
  readonly iam: IAM;
  readonly s3: S3;
  readonly sns: SNS;

  constructor(info: StackInfo, credentials: Keys) {
    const settings = { region: info.region, endpoint: info.moto.endpoint, credentials: { ...credentials } };
    this.cloudFormation = new CloudFormation(settings);
    this.dynamo = new DynamoDB(settings);
    this.iam = new IAM(settings);
    this.s3 = new S3({ ...settings, forcePathStyle: true });
    this.sns = new SNS(settings);
  }

  /** Deploys a template and waits for it. @returns physical ids by logical ids */
  async deploy(name: string, template: TemplateJson): Promise<Map<string, string>> {
    await this.cloudFormation.createStack({
      StackName: name,
      TemplateBody: JSON.stringify(template),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
    });
    await waitUntilStackCreateComplete(
      { client: this.cloudFormation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { StackName: name },
    );
    const { StackResources } = await this.cloudFormation.describeStackResources({ StackName: name });
    return new Map(
      StackResources?.map((one): [string, string] => [
        one.LogicalResourceId ?? "",
        one.PhysicalResourceId ?? "",
      ]),
    );
  }

  [Symbol.dispose](): void {
    for (const client of [this.cloudFormation, this.dynamo, this.iam, this.s3, this.sns]) client.destroy();
  }
}
