import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EMR } from "@aws-sdk/client-emr";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNS } from "@aws-sdk/client-sns";
import { slackDispatcher } from "../notify/delivery/slack.ts";
import { NotDeliveredError } from "../notify/errors.ts";
import { type Delivered, notify, type NotifyDeps } from "../notify/notify.ts";
import { DynamoClaims } from "../once/dynamo-claims.ts";
import { logLevelOf, notifyEnvironment, type Variables } from "./environment.ts";
import type { LambdaContext } from "./launch.ts";
import { createLogger } from "./logger.ts";
import { type BatchAnswer, batchAnswer, messageIds } from "./sqs-batch.ts";

export interface NotifyHandlerOptions {
  /** Default: the process's. */
  readonly variables?: Variables;
  /** Takes log lines. Default: stdout. */
  readonly write?: (line: string) => void;
  /** In place of what the notifier works with otherwise. */
  readonly deps?: Partial<NotifyDeps>;
}

/** Lambda tries again a minute after a failure: what died by then must be free. */
const LEASE_MS = 55_000;
/** Kept back to give claims back and to say what was not delivered. */
const FOR_ENDING_MS = 8_000;
/** Shorter than a lease: nothing is sent under a claim that may be another's. */
const LONGEST_MS = 45_000;
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** What Lambda is answered: what was told, in its order; of an SQS batch, also what failed. */
export interface NotifyHandlerResult extends Partial<BatchAnswer> {
  readonly delivered: readonly Delivered[];
}

/**
 * Says how runs ended: events of EMR and the launcher's notices, each bare, from SNS or from SQS.
 *
 * @throws NotDeliveredError, so that Lambda tries again: what was delivered is not sent again.
 */
export async function notifyHandler(
  event: unknown,
  context: LambdaContext,
  { variables = process.env, write, deps }: NotifyHandlerOptions = {},
): Promise<NotifyHandlerResult> {
  const log = createLogger({
    level: logLevelOf(variables),
    fields: { request_id: context.awsRequestId, environment: variables["ENVIRONMENT"] },
    ...(write === undefined ? {} : { write }),
  });
  const left = context.getRemainingTimeInMillis() - FOR_ENDING_MS;
  const ids = messageIds(event);
  try {
    const { stateTable, ...environment } = notifyEnvironment(variables);
    await using clients = createClients();
    const delivered = await notify(event, {
      ...clients,
      ...environment,
      claims: new DynamoClaims(clients.dynamo, { table: stateTable, leaseMs: LEASE_MS }),
      owner: `${context.functionName} ${context.awsRequestId}`,
      log,
      signal: AbortSignal.timeout(Math.min(Math.max(left, 1), LONGEST_MS)),
      ...deps,
    });
    return { delivered, ...batchAnswer(ids, []) };
  } catch (error) {
    log.error({ err: error }, "not everything was told");
    if (!(error instanceof NotDeliveredError) || ids === undefined) throw error;
    const failed = ids.filter((_id, place) => error.records.includes(place));
    const answer = batchAnswer(ids, failed);
    if (answer === undefined) throw error;
    return { delivered: error.delivered, ...answer };
  }
}

/** What Lambda calls. */
export const handler = (event: unknown, context: LambdaContext): Promise<NotifyHandlerResult> =>
  notifyHandler(event, context);

/** Endpoint, region and keys are the environment's. */
function createClients() {
  const aws = {
    dynamo: new DynamoDB({ requestHandler: TIMEOUTS }),
    emr: new EMR({ requestHandler: TIMEOUTS }),
    secrets: new SecretsManager({ requestHandler: TIMEOUTS }),
    sns: new SNS({ requestHandler: TIMEOUTS }),
  };
  const slack = slackDispatcher();
  return {
    ...aws,
    slack,
    [Symbol.asyncDispose]: async () => {
      for (const client of Object.values(aws)) client.destroy();
      await slack.destroy();
    },
  };
}
