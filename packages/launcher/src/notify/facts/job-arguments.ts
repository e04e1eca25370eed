import { argument } from "../../launch/job-args.ts";
import { moduleNamed } from "../../modules.ts";
import { isDay } from "../../payload/day.ts";
import type { JobArguments } from "./facts.ts";

/** Reads a step's arguments; nothing for a step that runs no module. */
export function jobArguments(args: readonly string[]): JobArguments | undefined {
  const module = moduleNamed(argument(args, "--module_name"));
  if (module === undefined) return undefined;
  const flag = (name: string): boolean => argument(args, name)?.toLowerCase() === "true";
  return {
    module,
    start: day(argument(args, "--start_dt")),
    end: day(argument(args, "--end_dt")),
    cleanUp: flag("--clean_up_flg"),
    e2e: flag("--e2e_test_flg"),
  };
}

/** A day, as a command may be given it; nothing for what is none. */
export function day(text: string | undefined): string | undefined {
  return text !== undefined && isDay(text) ? text : undefined;
}
