import { arnOf } from "../arns.ts";
import { logGroupOf, names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import { keyThrough } from "../policy/own-keys.ts";
import type { Statement } from "../policy/statement.ts";

/** What every function does: write its own log, and leave behind what it could not do. */
export function functionBasics(
  parameters: Parameters,
  { functionName, failures, keyArn }: { functionName: string; failures: string; keyArn: string },
): (Statement | undefined)[] {
  const { region } = parameters;
  const actions = ["kms:Decrypt", "kms:GenerateDataKey"];
  return [
    {
      Sid: "WriteItsLog",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: arnOf(parameters, "logs", `log-group:${logGroupOf(functionName)}:log-stream:*`),
    },
    {
      Sid: "KeepWhatFailed",
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: arnOf(parameters, "sqs", failures),
    },
    keyThrough("EncryptForTheQueue", { key: keyArn, service: "sqs", region, actions }),
  ];
}

/** Claims: what is done once is reserved there first. */
export function claims(parameters: Parameters): Statement {
  return {
    Sid: "Claim",
    Effect: "Allow",
    Action: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    Resource: arnOf(parameters, "dynamodb", `table/${names.stateTable}`),
  };
}
