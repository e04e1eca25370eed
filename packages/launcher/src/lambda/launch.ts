import { SNS } from "@aws-sdk/client-sns";
import type { Logger } from "pino";
import { type Environment, ENVIRONMENTS } from "../environment.ts";
import { LaunchError } from "../errors.ts";
import { createLaunchDeps } from "../launch/create-deps.ts";
import { launch } from "../launch/launch.ts";
import type { LaunchOutcome } from "../launch/outcome.ts";
import { type LaunchRequest, parsePayload, parseRecord } from "../payload/parse-payload.ts";
import { type LaunchEnvironment, launchEnvironment, logLevelOf, type Variables } from "./environment.ts";
import { failureNotice, type LaunchFailure, publishNotice } from "./failure-notice.ts";
import { createLogger } from "./logger.ts";
import { type BatchAnswer, batchAnswer, messageIds } from "./sqs-batch.ts";
import { waitingFor } from "./waiting.ts";

/** The subset of Lambda's context that is needed. */
export interface LambdaContext {
  /** The same for Lambda's own retries of an event. */
  readonly awsRequestId: string;
  readonly functionName: string;
  getRemainingTimeInMillis(): number;
}

/** What Lambda's caller is told: one outcome for each message, in their order; of an SQS batch, also what failed. */
export interface LaunchHandlerResult extends Partial<BatchAnswer> {
  readonly outcomes: readonly LaunchOutcome[];
}

export interface LaunchHandlerOptions {
  /** Default: the process's. */
  readonly variables?: Variables;
  /** Takes log lines. Default: stdout. */
  readonly write?: (line: string) => void;
}

/** Kept back for the notice of a failure, when the function's time is nearly up. */
const FOR_NOTICE_MS = 10_000;
const SNS_TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/**
 * Launches what an event asks for. The whole event is checked before anything of it is launched; of an SQS batch, each
 * message by itself. Each failure is logged and told the notifier; then it is thrown, or answered for its message, so
 * that Lambda tries again, which does no harm.
 *
 * @throws LauncherError
 */
export async function launchHandler(
  event: unknown,
  context: LambdaContext,
  { variables = process.env, write }: LaunchHandlerOptions = {},
): Promise<LaunchHandlerResult> {
  const log = createLogger({
    level: logLevelOf(variables),
    fields: { request_id: context.awsRequestId, environment: variables["ENVIRONMENT"] },
    ...(write === undefined ? {} : { write }),
  });
  const ids = messageIds(event);
  const failures: LaunchFailure[] = [];
  const outcomes: LaunchOutcome[] = [];
  try {
    const environment = launchEnvironment(variables);
    const asked = ids === undefined ? whole(event, context) : apart(event, ids, context);
    const done = await launchAll(asked.requests, { environment, context, log });
    outcomes.push(...done.outcomes);
    failures.push(...asked.failures, ...done.failures);
  } catch (error) {
    failures.push({ error, message: context.awsRequestId });
  }
  for (const failure of failures) {
    log.error({ err: failure.error, place: failure.request?.place }, "the launch failed");
    await tell(failure, variables, log);
  }
  const answer = batchAnswer(
    ids,
    failures.map(({ message }) => message),
  );
  if (failures.length > 0 && answer === undefined) throw asOne(failures);
  return { outcomes, ...answer };
}

/** What Lambda calls. */
export const handler = (event: unknown, context: LambdaContext): Promise<LaunchHandlerResult> =>
  launchHandler(event, context);

/** A launch that is asked for, and the id of what a failure of it is the failure of. */
interface Asked {
  readonly request: LaunchRequest;
  readonly message: string;
}

interface Read {
  readonly requests: readonly Asked[];
  readonly failures: readonly LaunchFailure[];
}

/** @throws InvalidPayloadError where any of it is wrong. */
function whole(event: unknown, { awsRequestId }: LambdaContext): Read {
  const requests = parsePayload(event, { requestId: awsRequestId });
  return { requests: requests.map((request) => ({ request, message: awsRequestId })), failures: [] };
}

/** A batch: a message that cannot be read does not keep the others from being launched. */
function apart(event: unknown, ids: readonly string[], { awsRequestId }: LambdaContext): Read {
  const requests: Asked[] = [];
  const failures: LaunchFailure[] = [];
  for (const [index, message] of ids.entries()) {
    try {
      const found = parseRecord(event, index, { requestId: awsRequestId });
      requests.push(...found.map((request) => ({ request, message })));
    } catch (error) {
      failures.push({ error, message });
    }
  }
  return { requests, failures };
}

/** One after the other; one that fails does not keep the others from it. */
async function launchAll(
  all: readonly Asked[],
  { environment, context, log }: { environment: LaunchEnvironment; context: LambdaContext; log: Logger },
): Promise<{ outcomes: LaunchOutcome[]; failures: LaunchFailure[] }> {
  using time = timeLeft(context);
  using deps = createLaunchDeps({
    ...environment,
    owner: `${context.functionName} ${context.awsRequestId}`,
    log,
    signal: time.signal,
    waiting: waitingFor(context.getRemainingTimeInMillis()),
  });
  const outcomes: LaunchOutcome[] = [];
  const failures: LaunchFailure[] = [];
  for (const asked of all) {
    const { place, requestId, launchDay, payload } = asked.request;
    // Names alone: what a payload overrides is nobody's business but EMR's.
    log.info(
      { place, message_id: requestId, launch_day: launchDay, payload: Object.keys(payload) },
      "asked to launch",
    );
    try {
      const outcome = await launch(asked.request, deps);
      log.info({ outcome }, outcome.kind);
      outcomes.push(outcome);
    } catch (error) {
      failures.push({ ...asked, error });
    }
  }
  return { outcomes, failures };
}

/** A notice that cannot be sent never hides what it was to tell. */
async function tell(failure: LaunchFailure, variables: Variables, log: Logger): Promise<void> {
  const topicArn = variables["NOTIFIER_SNS_TOPIC_ARN"] ?? "";
  if (topicArn === "") return log.error("no notice was sent: NOTIFIER_SNS_TOPIC_ARN is not set");
  const sns = new SNS({ requestHandler: SNS_TIMEOUTS });
  try {
    const notice = failureNotice(environmentOf(variables), failure, new Date());
    await publishNotice(sns, topicArn, notice);
    log.info({ notice_id: notice.id }, "sent a notice of the failure");
  } catch (error) {
    log.error({ err: error, topic: topicArn }, "no notice of the failure was sent");
  } finally {
    sns.destroy();
  }
}

function environmentOf(variables: Variables): Environment | "unknown" {
  return ENVIRONMENTS.find((name) => name === variables["ENVIRONMENT"]) ?? "unknown";
}

function timeLeft(context: LambdaContext): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const reason = new LaunchError(
    "LAUNCH_TOO_SLOW",
    [],
    "The function's time is nearly up.",
    "Give it more time.",
  );
  const ms = Math.max(context.getRemainingTimeInMillis() - FOR_NOTICE_MS, 0);
  const timer = setTimeout(() => controller.abort(reason), ms);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

function asOne(failures: readonly LaunchFailure[]): unknown {
  const [first, ...others] = failures;
  if (others.length === 0) return first?.error;
  const list = failures.map(({ error, request }) => `  ${request?.place ?? ""}: ${String(error)}`).join("\n");
  const keys = failures.flatMap(({ error }) => (error instanceof LaunchError ? error.launchKeys : []));
  return new LaunchError("LAUNCHES_FAILED", keys, `${failures.length} launches failed:\n${list}`, "");
}
