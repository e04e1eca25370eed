import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main } from "@dataworks/runner";
import { readYaml } from "../src/pipeline.ts";
import type { TaskConfig } from "../src/schema.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Text of a command's `--help`; empty where there is no such command. */
export async function helpOf(...command: string[]): Promise<string> {
  let text = "";
  const code = await main({
    argv: [...command, "--help"],
    environment: {},
    stdout: { write: (part: string) => (text += part) },
    stderr: { write: () => {} },
    signals: process,
    now: () => new Date(0),
    exitNow: () => {},
  });
  return code === 0 ? text : "";
}

/** The names of a package.json's scripts. */
export function scriptsIn(folder: string): string[] {
  const { scripts = {} } = JSON.parse(readFileSync(`${root}${folder}/package.json`, "utf8")) as {
    readonly scripts?: object;
  };
  return Object.keys(scripts);
}

export function taskNamed(name: string): TaskConfig {
  return readYaml(`ci/tasks/${name}.yml`) as TaskConfig;
}

/** A task's commands, one line each, continued lines joined. */
export function commandsOf({ run }: TaskConfig): string[] {
  const script = run.args?.at(-1) ?? "";
  return script
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
