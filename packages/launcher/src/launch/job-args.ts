import type { ClusterConfig, Step } from "../cluster-config/cluster-config.ts";

/** Steps that run the job have names that begin so. */
const JOB_STEP = /^submit-job-/;

/** The steps of a configuration that run the job. */
export function jobSteps({ Steps = [] }: ClusterConfig): readonly Step[] {
  return Steps.filter(({ Name }) => JOB_STEP.test(Name));
}

/** The value of an argument, `--name value` or `--name=value`; the last one counts, as it does for the job. */
export function argument(args: readonly string[], name: string): string | undefined {
  return args.reduce<string | undefined>((found, arg, index) => {
    if (arg === name) return args[index + 1] ?? "";
    return arg.startsWith(`${name}=`) ? arg.slice(name.length + 1) : found;
  }, undefined);
}
