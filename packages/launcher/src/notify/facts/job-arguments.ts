import { moduleNamed } from "../modules.ts";
import type { JobArguments } from "./facts.ts";

/** Reads a step's arguments; nothing for a step that runs no module. The last of an argument given twice counts. */
export function jobArguments(args: readonly string[]): JobArguments | undefined {
  const value = (name: string): string | undefined =>
    args.reduce<string | undefined>((found, arg, index) => {
      if (arg === name) return args[index + 1];
      return arg.startsWith(`${name}=`) ? arg.slice(name.length + 1) : found;
    }, undefined);
  const module = moduleNamed(value("--module_name"));
  if (module === undefined) return undefined;
  const flag = (name: string): boolean => value(name)?.toLowerCase() === "true";
  return {
    module,
    start: day(value("--start_dt")),
    end: day(value("--end_dt")),
    cleanUp: flag("--clean_up_flg"),
    e2e: flag("--e2e_test_flg"),
  };
}

/** A day, as a command may be given it; nothing for what is none. */
export function day(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text) ? text : undefined;
}
