import { ClusterConfigError } from "../errors.ts";
import type { S3Trigger } from "../payload/s3-event.ts";
import type { ClusterConfig, Step } from "./cluster-config.ts";

/**
 * The steps that a payload keeps, in the order of the file. All of them where it does not say.
 *
 * @throws ClusterConfigError listing the steps that there are.
 */
export function keptSteps(
  { Steps = [] }: ClusterConfig,
  only: readonly string[] | undefined,
): readonly Step[] {
  if (only === undefined) return Steps;
  refuseUnknown("only_steps", only, Steps, "Known are");
  return Steps.filter(({ Name }) => only.includes(Name));
}

/**
 * The configuration with these steps, arguments appended to those that are named.
 *
 * @throws ClusterConfigError listing the steps that there are; also for a name that two steps have.
 */
export function withStepArgs(
  config: ClusterConfig,
  kept: readonly Step[],
  args: Readonly<Record<string, readonly string[]>>,
): ClusterConfig {
  const all = config.Steps ?? [];
  const names = Object.keys(args);
  refuseUnknown("additional_step_args", names, all, "Known are");
  refuseUnknown("additional_step_args", names, kept, "It is not among only_steps, which keeps");
  for (const name of names) {
    if (kept.filter(({ Name }) => Name === name).length > 1) {
      throw new ClusterConfigError(
        "INVALID_CONFIG",
        `additional_step_args: two steps have the name ${JSON.stringify(name)}.`,
        "Give each step a name of its own in steps.yaml.",
      );
    }
  }
  if (config.Steps === undefined) return config;
  const own = new Map(Object.entries(args));
  return { ...config, Steps: kept.map((step) => withArgs(step, own.get(step.Name) ?? [])) };
}

/** For an S3 event: its arguments on every step, its tags on the cluster, as the original has them. */
export function withTrigger(config: ClusterConfig, trigger: S3Trigger | undefined): ClusterConfig {
  if (trigger === undefined) return config;
  const { correlationId, bucket, prefix, exportDate } = trigger;
  const args = ["--correlation_id", correlationId, "--s3_bucket_name", bucket];
  args.push("--s3_prefix", prefix, "--export_date", exportDate);
  const tagged = withTags(config, { Correlation_Id: correlationId, export_date: exportDate });
  return config.Steps === undefined
    ? tagged
    : { ...tagged, Steps: config.Steps.map((step) => withArgs(step, args)) };
}

/** The configuration with these tags; they take the place of tags of the same key. */
export function withTags(config: ClusterConfig, tags: Readonly<Record<string, string>>): ClusterConfig {
  const others = (config.Tags ?? []).filter(({ Key }) => !Object.hasOwn(tags, Key));
  return { ...config, Tags: [...others, ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))] };
}

function withArgs(step: Step, args: readonly string[]): Step {
  if (args.length === 0) return step;
  const { HadoopJarStep } = step;
  return { ...step, HadoopJarStep: { ...HadoopJarStep, Args: [...(HadoopJarStep.Args ?? []), ...args] } };
}

function refuseUnknown(
  where: string,
  names: readonly string[],
  steps: readonly Step[],
  introduction: string,
): void {
  const known = new Set(steps.map(({ Name }) => Name));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const list = known.size === 0 ? "none" : [...known].join(", ");
  throw new ClusterConfigError(
    "INVALID_CONFIG",
    `${where}: there is no step ${unknown.map((name) => JSON.stringify(name)).join(", ")}. ${introduction}: ${list}.`,
    "Correct the payload, or add the step to steps.yaml.",
  );
}
