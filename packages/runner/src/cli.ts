#!/usr/bin/env -S node --max-semi-space-size=4
import { createInterface } from "node:readline/promises";
import { main } from "./main.ts";

/** How long what is still open may take to close once everything is said. */
const LINGER_MS = 3_000;

// The SDK's version is pinned to one that supports this Node; its advice would stand between log lines on stderr.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

// What nobody caught is a failure. Node itself would answer 1, which says that a source file is missing.
process.on("uncaughtException", (error) => {
  process.stderr.write(`adg: ${error.stack ?? String(error)}\n`);
  process.exit(4);
});

// A reader that goes away (`adg run | head`) must not take the day with it: it goes on, unseen.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await main({
  argv: process.argv.slice(2),
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
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
