import type { PublishCommandInput } from "@aws-sdk/client-sns";
import type { Environment } from "../environment.ts";
import { LauncherError, LaunchError } from "../errors.ts";
import { argument } from "../launch/job-args.ts";
import { digest } from "../launch/launch-keys.ts";
import { daysOfKeys, modulesOfKeys } from "../launch/read-keys.ts";
import type { LaunchRequest } from "../payload/parse-payload.ts";

/** What a launch that failed tells the notifier, in EventBridge's shape. */
export interface FailureNotice {
  readonly version: "1";
  readonly source: "kickstart-adg.launcher";
  readonly "detail-type": "Launch Failed";
  /** The same for every try of one message that fails alike: it is told once. */
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly detail: {
    readonly environment: Environment | "unknown";
    readonly modules: readonly string[];
    /** `2026-11-20` or `2026-11-20..2026-11-21`; null: not known. */
    readonly days: string | null;
    /** Stable, for programs. */
    readonly code: string;
    readonly error: string;
    readonly remedy: string;
    readonly launchKeys: readonly string[];
  };
}

/** The subset of the SDK's `SNS` client that is needed. */
export interface PublishPort {
  publish(input: PublishCommandInput): Promise<unknown>;
}

/** A launch that failed; without a request where the event could not be read. */
export interface LaunchFailure {
  readonly error: unknown;
  readonly request?: LaunchRequest | undefined;
  /** The SQS message's id, else Lambda's of the invocation: the same for every try. */
  readonly message: string;
}

/** SNS takes 256 KB, and nobody reads as much: a payload can be wrong in thousands of places. */
const LONGEST_TEXT = 10_000;

export function failureNotice(
  environment: Environment | "unknown",
  { error, request, message }: LaunchFailure,
  now: Date,
): FailureNotice {
  const launchKeys = error instanceof LaunchError ? error.launchKeys : [];
  const text = error instanceof LauncherError ? error.problem : String(error);
  const code = error instanceof LauncherError ? error.code : "FAILED";
  return {
    version: "1",
    source: "kickstart-adg.launcher",
    "detail-type": "Launch Failed",
    id: uuidOf([request?.requestId ?? message, request?.place ?? "", code].join("\n")),
    time: now.toISOString(),
    detail: {
      environment,
      modules: launchKeys.length > 0 ? modulesOfKeys(launchKeys) : modulesAsked(request),
      days: launchKeys.length > 0 ? daysOfKeys(launchKeys) : daysAsked(request),
      code,
      error: text.slice(0, LONGEST_TEXT).trimEnd(),
      remedy:
        error instanceof LauncherError && error.remedy !== "" ? error.remedy : "See the launcher's log.",
      launchKeys,
    },
  };
}

/** Puts a notice on the topic. */
export async function publishNotice(
  sns: PublishPort,
  topicArn: string,
  notice: FailureNotice,
): Promise<void> {
  await sns.publish({ TopicArn: topicArn, Subject: "Launch Failed", Message: JSON.stringify(notice) });
}

/** Where there are no keys yet, what the payload's steps say by their names. */
function modulesAsked(request: LaunchRequest | undefined): string[] {
  const { additional_step_args: args = {}, only_steps: only } = request?.payload ?? {};
  const names = only ?? Object.keys(args);
  return [...new Set(names.flatMap((name) => /^submit-job-(.+)$/.exec(name)?.[1] ?? []))];
}

function daysAsked(request: LaunchRequest | undefined): string | null {
  if (request === undefined) return null;
  for (const args of Object.values(request.payload.additional_step_args ?? {})) {
    const [start, end] = [argument(args, "--start_dt"), argument(args, "--end_dt")];
    if (start !== undefined || end !== undefined) return `${start ?? ""}..${end ?? ""}`;
  }
  return request.launchDay;
}

/** A UUID (version 8, RFC 9562) that a text makes. */
function uuidOf(text: string): string {
  const hex = digest(text);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
