import { readFile } from "node:fs/promises";
import { InvalidConfigError } from "../errors.ts";
import { describeIssues } from "./issues.ts";
import { parseOrderedJson, plainJson, RepeatedNameError } from "./ordered-json.ts";
import { type RunnerConfig, runnerConfigSchema } from "./runner-config.ts";

/**
 * Reads and checks the configuration file.
 *
 * @param file - what `--config` says.
 * @param environment - where `ADG_CONFIG` is looked up when `file` is undefined.
 * @throws InvalidConfigError naming the file, each path in it that is wrong, and what is expected there.
 */
export async function loadConfig(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RunnerConfig> {
  const path = file ?? environment["ADG_CONFIG"];
  if (path === undefined || path === "") {
    throw new InvalidConfigError("No configuration file is named. Give --config FILE or set ADG_CONFIG.");
  }
  return parseConfig(path, await read(path));
}

/**
 * As {@link loadConfig}, for commands that can do without: undefined where no file is named.
 *
 * @throws InvalidConfigError
 */
export async function loadConfigIfNamed(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RunnerConfig | undefined> {
  const named = file ?? environment["ADG_CONFIG"] ?? "";
  return named === "" ? undefined : loadConfig(file, environment);
}

/**
 * Checks the text of a configuration file.
 *
 * @throws InvalidConfigError
 */
export function parseConfig(path: string, text: string): RunnerConfig {
  const result = runnerConfigSchema.safeParse(parseJson(path, text));
  if (result.success) return result.data;
  throw new InvalidConfigError(
    `The configuration file ${path} is not right:\n${describeIssues(result.error)}`,
  );
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const why = isMissing(cause) ? "does not exist" : `cannot be read (${String(cause)})`;
    throw new InvalidConfigError(`The configuration file ${path} ${why}. Check --config or ADG_CONFIG.`, {
      cause,
    });
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return plainJson(parseOrderedJson(text));
  } catch (cause) {
    if (cause instanceof RepeatedNameError) {
      throw new InvalidConfigError(`In the configuration file ${path}, ${cause.message}.`);
    }
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidConfigError(`The configuration file ${path} is not JSON: ${why}`, { cause });
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
}
