import { CONNECT_STEP, type Module, modules as allModules, stepOf } from "../names.ts";

/** What a schedule publishes: the launcher's payload. */
export interface ScheduleMessage {
  readonly additional_step_args: Readonly<Record<string, readonly string[]>>;
  readonly only_steps?: readonly string[];
}

/**
 * The message for one cluster that runs some of the modules. Where it is not all of them it names the steps to keep:
 * the cluster would run the others too, and their own schedule would find them launched.
 */
export function scheduleMessage(modules: readonly Module[]): ScheduleMessage {
  const chosen = allModules.filter((module) => modules.includes(module));
  const args = chosen.map((module) => [stepOf(module), ["--module_name", module]]);
  return {
    additional_step_args: Object.fromEntries(args),
    ...(chosen.length < allModules.length && { only_steps: [CONNECT_STEP, ...chosen.map(stepOf)] }),
  };
}
