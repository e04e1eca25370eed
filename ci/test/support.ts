import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Invocation, parseCommandLine } from "../../packages/runner/src/args/command-line.ts";
import { startRequest } from "../../packages/runner/src/cluster/start-request.ts";
import { generateRequest } from "../../packages/runner/src/generate/generate-request.ts";
import { readYaml } from "../src/pipeline.ts";
import type { TaskConfig } from "../src/schema.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * What adg would do with a command line: its own parser, and its own checks of what a cluster or test data shall be.
 *
 * @throws InvalidArgumentError
 */
export function understood(
  argv: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Invocation {
  const invocation = parseCommandLine(argv, "0");
  if (invocation.kind === "cluster start") startRequest(invocation.raw, variables);
  if (invocation.kind === "generate-test-data")
    generateRequest(invocation.raw, "2026-11-23" as Parameters<typeof generateRequest>[1]);
  return invocation;
}

/** The words of a command as Bash would split it. Quoted ones stay one word; variables stay as they are. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replaceAll(/["']/g, ""));
}

/** The folder and the script that a call of pnpm names; no script: one of pnpm's own commands. */
export function scriptOf(words: readonly string[]): { readonly folder: string; readonly script: string } {
  const rest = words.slice(words.indexOf("pnpm@12") + 1).filter((word) => word !== "--silent");
  const folder = rest[0] === "--dir" ? (rest[1] ?? "") : ".";
  const command = rest[0] === "--dir" ? rest.slice(2) : rest;
  return { folder, script: (command[0] === "run" ? command[1] : command[0]) ?? "" };
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
