import { mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { LogLevel, RunnerConfig } from "../config/runner-config.ts";
import { InvalidConfigError } from "../errors.ts";
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
  if (log.file !== null) return { level, write: appendTo(log.file) };
  const toStderr = (text: string): void => terminal.around(() => stderr.write(text));
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

function appendTo(file: string): (line: string) => void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(file, "a");
    return (line) => void writeSync(handle, line);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidConfigError(
      `The log file ${file} cannot be written: ${why}. Check log.file in the configuration.`,
      {
        cause,
      },
    );
  }
}
