import type { Command } from "commander";

/** The commands that people and pipelines run, in contrast to the cluster's step. */
export const TOOL_COMMANDS: readonly string[] = ["generate-test-data", "cluster"];

/** Names of the original that are no longer ours but for hyphens. */
const RENAMED: Readonly<Record<string, string>> = { "--module-name": "--module" };

/**
 * Arguments of a tool with every option in one spelling: `--start_dt`, as the original writes it, is `--start-dt`, and
 * `--module_name` is `--module`. Values stay as they are.
 */
export function hyphenated(argv: readonly string[]): string[] {
  return argv.map((argument) => {
    const [, name, rest = ""] = /^(--[A-Za-z0-9_-]+)(=.*)?$/s.exec(argument) ?? [];
    if (name === undefined) return argument;
    const spelled = name.replaceAll("_", "-");
    return `${RENAMED[spelled] ?? spelled}${rest}`;
  });
}

/** The step's arguments as the original writes them, which is with underscores; hyphens, as tools have them, do as well. */
const STEP_ARGUMENTS = new Set([
  "--module_name",
  "--start_dt",
  "--end_dt",
  "--clean_up_flg",
  "--e2e_test_flg",
  "--accept_schema_change",
]);

/** Arguments of the step in the original's spelling. What is none of its own stays as it is. */
export function underscored(argv: readonly string[]): string[] {
  return argv.map((argument) => {
    const [, name = "", rest = ""] = /^(--[a-z0-9-]+)(=.*)?$/s.exec(argument) ?? [];
    const spelled = underscore(name);
    return STEP_ARGUMENTS.has(spelled) ? `${spelled}${rest}` : argument;
  });
}

/** An option's name in the original's spelling: `--start-dt` is `--start_dt`. */
export function underscore(name: string): string {
  return name.startsWith("--") ? `--${name.slice(2).replaceAll("-", "_")}` : name;
}

/** Takes an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** What all tools share. */
export function withOutput(command: Command): Command {
  return command
    .option("--config <file>", "configuration file of the runner (default: $ADG_CONFIG)")
    .option("--json", "one JSON document on stdout, for programs");
}
