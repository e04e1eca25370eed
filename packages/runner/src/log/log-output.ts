import { mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { LogLevel, RunnerConfig } from "../config/runner-config.ts";
import { InvalidConfigError } from "../errors.ts";
import { writeWhole } from "../output/write-whole.ts";
import type { Terminal, TextStream } from "../report/terminal.ts";
import { visible } from "../report/visible.ts";

/** Where log lines go and how many of them. */
export interface LogOutput {
  readonly level: LogLevel | "silent";
  readonly write: (line: string) => void;
}

/**
 * Log lines go to the file of the configuration, else to stderr. On a terminal, with neither file nor level chosen,
 * people see warnings in words instead of JSON between their progress lines.
 *
 * @throws InvalidConfigError when the file cannot be written.
 */
export function logOutput(log: RunnerConfig["log"], stderr: TextStream, terminal: Terminal): LogOutput {
  const level = log.level ?? "info";
  const toStderr = (text: string): void => terminal.around(() => stderr.write(text));
  if (log.file !== null) return { level, write: appendTo(log.file, toStderr) };
  if (stderr.isTTY !== true || log.level !== null) return { level, write: toStderr };
  return { level: "warn", write: (line) => toStderr(inWords(line)) };
}

/** `warning: 2021-04-12 bids: message`; errors are left out, the command's last line says them. */
function inWords(line: string): string {
  const { level, msg, day, collection } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  if (level !== "warn") return "";
  const where = [day, collection].filter((part) => typeof part === "string").join(" ");
  return `warning: ${visible(`${where === "" ? "" : `${where}: `}${String(msg)}`)}\n`;
}

/** Lines go to a file, and from the first on that it does not take, to stderr: a full disk ends no day. */
function appendTo(file: string, toStderr: (line: string) => void): (line: string) => void {
  const handle = open(file);
  let write = (line: string): void => {
    try {
      writeWhole(handle, line);
    } catch (error) {
      write = toStderr;
      toStderr(`${JSON.stringify(lostFile(file, error))}\n`);
      toStderr(line);
    }
  };
  return (line) => write(line);
}

function lostFile(file: string, error: unknown): object {
  return {
    level: "warn",
    time: new Date().toISOString(),
    msg: `the log file ${file} cannot be written: ${messageOf(error)}; log lines go to stderr from here on`,
  };
}

function open(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, "a");
  } catch (cause) {
    throw new InvalidConfigError(
      `The log file ${file} cannot be written: ${messageOf(cause)}. Check log.file in the configuration.`,
      { cause },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
