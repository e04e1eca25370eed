import type { Role } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { LambdaCode, LambdaName } from "./bundle.ts";
import { logGroupOf } from "../names.ts";

export interface NodeFunctionOptions {
  readonly functionName: string;
  readonly description: string;
  /** What runs, out of the bundled ones. */
  readonly name: LambdaName;
  readonly code: LambdaCode;
  readonly role: Role;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Gets the event when the last attempt failed. */
  readonly failures: IQueue;
}

/** A Lambda of ours. Its role is written by hand: nothing is added to it behind its back. */
export function nodeFunction(scope: Construct, id: string, options: NodeFunctionOptions): LambdaFunction {
  return new LambdaFunction(scope, id, {
    functionName: options.functionName,
    description: options.description,
    code: Code.fromAsset(options.code[options.name]),
    handler: `${options.name}.handler`,
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    timeout: Duration.seconds(options.timeoutSeconds),
    role: options.role.withoutPolicyUpdates(),
    environment: { ...options.environment },
    deadLetterQueue: options.failures,
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
    logGroup: LogGroup.fromLogGroupName(scope, `${id}Logs`, logGroupOf(options.functionName)),
  });
}
