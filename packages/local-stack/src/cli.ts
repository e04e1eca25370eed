#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { addCommands } from "./commands.ts";
import { StackError } from "./errors.ts";

// This command line needs nothing of the SDK's later releases; the notice would drown its progress.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const interruption = new AbortController();
// Once to stop and clean up; whoever insists gets the default.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => interruption.abort());

const program = new Command("stack")
  .description("The embedded stack for development: Spark Connect, AWS by moto, and a Data Key Service")
  .exitOverride();

addCommands(program, {
  print: (text) => process.stdout.write(text),
  report: (line) => process.stderr.write(`${line}\n`),
  signal: interruption.signal,
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof StackError) {
    process.stderr.write(`stack: ${error.message}\n`);
    process.exitCode = error.code === "INVALID_ARGUMENT" ? 2 : error.code === "CANCELLED" ? 130 : 1;
  } else {
    throw error;
  }
}
