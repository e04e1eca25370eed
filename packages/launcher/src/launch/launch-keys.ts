import { createHash } from "node:crypto";
import type { ClusterConfig, Step } from "../cluster-config/cluster-config.ts";
import type { Environment } from "../environment.ts";
import { ClusterConfigError } from "../errors.ts";
import { type ModuleName, moduleNamed, MODULES } from "../modules.ts";
import { isDay } from "../payload/day.ts";
import type { LaunchRequest } from "../payload/parse-payload.ts";
import { argument, jobSteps } from "./job-args.ts";

/** What of a launch is done once: one key a module and its days. */
export interface LaunchKeys {
  /** In the order of the steps, none twice; at least one. */
  readonly keys: readonly string[];
  readonly modules: readonly string[];
  /** `2026-11-20` or `2026-11-20..2026-11-21`; of several modules the first one's. */
  readonly days: string;
}

/**
 * `{environment}/{module}/{days}[/{again}][/{message id}]` for each step that runs the job, `{environment}/{name}/…` for
 * a cluster that has none. Days that are not given depend on the day of the launch, so that stands in their place.
 *
 * @throws ClusterConfigError for a step whose arguments the job would refuse.
 */
export function launchKeys(
  environment: Environment,
  config: ClusterConfig,
  { payload, launchDay, s3Trigger }: Pick<LaunchRequest, "payload" | "launchDay" | "s3Trigger">,
): LaunchKeys {
  const steps = jobSteps(config).map((step) => ({ module: moduleOf(step), days: daysOf(step, launchDay) }));
  const things = steps.length > 0 ? steps : [{ module: forTag(config.Name), days: launchDay }];
  const { correlationId, record } = s3Trigger ?? {};
  const message = correlationId === undefined ? [] : [record ? `${correlationId}.${record}` : correlationId];
  const again = payload.again === undefined ? [] : [payload.again];
  const keys = things.map(({ module, days }) =>
    [environment, module, days, ...again, ...message.map(forTag)].join("/"),
  );
  return {
    keys: [...new Set(keys)],
    modules: [...new Set(steps.map(({ module }) => module))],
    days: things[0]?.days ?? launchDay,
  };
}

/** EMR's limit for the value of a tag, in characters. */
const LONGEST_TAG = 256;

/** The value of the tag `Launch_Key`: the keys joined with `+`, or where they are too long for a tag, their digest. */
export function launchTag(keys: readonly string[]): string {
  const joined = keys.join("+");
  return joined.length <= LONGEST_TAG ? joined : `sha256:${digest(joined)}`;
}

/** Which of the keys a tag names. */
export function keysInTag(tag: string, keys: readonly string[]): readonly string[] {
  if (tag === launchTag(keys)) return keys;
  const tagged = new Set(tag.split("+"));
  return keys.filter((key) => tagged.has(key));
}

/** SHA-256, hexadecimal. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function moduleOf({ Name, HadoopJarStep: { Args = [] } }: Step): ModuleName {
  const name = argument(Args, "--module_name");
  const module = moduleNamed(name);
  if (module !== undefined) return module;
  const found = name === undefined ? "is missing" : `${JSON.stringify(name)} is not a module`;
  throw wrong(Name, `--module_name ${found}: give one of ${MODULES.join(", ")}`);
}

function daysOf({ Name, HadoopJarStep: { Args = [] } }: Step, launchDay: string): string {
  const [start, end] = ["--start_dt", "--end_dt"].map((name) => {
    const day = argument(Args, name);
    if (day !== undefined && !isDay(day)) {
      throw wrong(Name, `${name} ${JSON.stringify(day)} is not a day that exists: give it as YYYY-MM-DD`);
    }
    return day;
  });
  if (start === undefined && end === undefined) return launchDay;
  if (start === undefined || end === undefined) return `${launchDay}/${start ?? ""}..${end ?? ""}`;
  if (start > end) throw wrong(Name, `--start_dt ${start} is after --end_dt ${end}`);
  return `${start}..${end}`;
}

/** What the value of a tag may not have, or what stands between keys there. */
function forTag(text: string): string {
  return text.replace(/[^\p{L}\p{N} _.:=@-]/gu, "_");
}

function wrong(step: string, problem: string): ClusterConfigError {
  return new ClusterConfigError(
    "INVALID_CONFIG",
    `Step ${step}: ${problem}.`,
    "Correct steps.yaml, or the payload's additional_step_args.",
  );
}
