#!/usr/bin/env -S node --max-semi-space-size=4
import { createInterface } from "node:readline/promises";
import { errorFields } from "./log/error-fields.ts";
import { Scrubber } from "./log/scrubber.ts";
import { lastLine, main } from "./main.ts";
import { processOutput } from "./output/process-output.ts";
import { visibleJson } from "./report/visible.ts";

/** How long what is still open may take to close once everything is said. */
const LINGER_MS = 3_000;

// The SDK's version is pinned to one that supports this Node; its advice would stand between log lines on stderr.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const stdout = processOutput(process.stdout);
const stderr = processOutput(process.stderr);
const scrubber = new Scrubber();

// What nobody caught is a failure. Node itself would answer 1, which says that a source file is missing.
process.on("uncaughtException", (error) => {
  const line = { level: "fatal", time: new Date().toISOString(), err: errorFields(error), msg: "not caught" };
  stderr.write(`${visibleJson(scrubber.scrub(JSON.stringify(line)))}\n`);
  stderr.write(lastLine(error, stderr, scrubber));
  process.exit(4);
});

// Its warnings go into the log: `main` listens to them.
process.removeAllListeners("warning");

process.exitCode = await main({
  argv: process.argv.slice(2),
  environment: process.env,
  stdout,
  stderr,
  scrubber,
  signals: process,
  now: () => new Date(),
  exitNow: (code) => process.exit(code),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { confirm } : {}),
});

/** Asks on stderr, so that a result on stdout stays whole. */
async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `, { signal })).trim());
  } finally {
    asking.close();
  }
}

// A connection that will not close must not keep the cluster's step open.
setTimeout(() => process.exit(), LINGER_MS).unref();
