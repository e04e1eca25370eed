import { ClusterConfigError } from "../errors.ts";
import type { Payload } from "../payload/payload.ts";
import type { S3Trigger } from "../payload/s3-event.ts";
import { inWords, problemsOf } from "../problems/issues.ts";
import type { ClusterConfig } from "./cluster-config.ts";
import { extended } from "./extend.ts";
import { overridden } from "./overrides.ts";
import { CLUSTER_CONFIG_NAMES, clusterConfigSchema } from "./schema.ts";
import { keptSteps, withStepArgs, withTrigger } from "./steps.ts";

/** What of a request changes the configuration. */
export interface MergeRequest {
  readonly payload: Pick<Payload, "overrides" | "extend" | "additional_step_args" | "only_steps">;
  readonly s3Trigger?: S3Trigger | undefined;
}

/**
 * What the files say, changed as the request asks: overrides, extensions, steps kept, arguments of steps, and for an
 * S3 event its arguments and tags. Neither the files' configuration nor the payload is changed.
 *
 * @throws ClusterConfigError for a place that cannot be extended, a step that is not known, or a result that RunJobFlow
 *   would not take.
 */
export function mergeConfig(
  files: Partial<ClusterConfig>,
  { payload, s3Trigger }: MergeRequest,
): ClusterConfig {
  const merged = Object.entries(payload.extend ?? {}).reduce<unknown>(
    (config, [path, items]) => extended(config, path, items),
    overridden(files, payload.overrides ?? {}),
  );
  const config = checked(merged, payload.overrides !== undefined || payload.extend !== undefined);
  const kept = keptSteps(config, payload.only_steps);
  return withTrigger(withStepArgs(config, kept, payload.additional_step_args ?? {}), s3Trigger);
}

function checked(merged: unknown, changed: boolean): ClusterConfig {
  const result = clusterConfigSchema.safeParse(structuredClone(merged));
  if (result.success) return result.data;
  const problems = problemsOf(result.error, { "": CLUSTER_CONFIG_NAMES });
  throw new ClusterConfigError(
    "INVALID_CONFIG",
    `The cluster's configuration${changed ? ", merged with the payload's overrides and extend," : ""} is not right:\n${problems.map((each) => `  ${inWords(each)}`).join("\n")}\n`,
    `Correct the files${changed ? " or the payload" : ""}; names and shapes are those of EMR's RunJobFlow.`,
  );
}
