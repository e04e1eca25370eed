import { execFile } from "node:child_process";
import { z } from "zod";
import { SparkUnavailableError } from "../../errors.ts";
import type { SessionToken } from "./fresh-token.ts";

/** Where a program that prints tokens comes in. */
export interface TokenCommand {
  /** The program and its arguments; no shell is between. */
  readonly command: readonly string[];
  /** The session's address, `sc://host:port/;use_ssl=true`. */
  readonly remote: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 64 * 1024;

const A_TIME = "expiresAt: expected a time such as 2026-11-23T12:00:00Z";

const output: z.ZodType<{ token: string; expiresAt: Date }> = z.object({
  token: z
    .string({ error: "token: expected a text" })
    .min(1, { error: "token: expected a text that is not empty" }),
  // A number would be taken for milliseconds, and a token that counts as expired be asked for before every call.
  expiresAt: z
    .string({ error: A_TIME })
    .transform((text) => new Date(text))
    .refine((time) => !Number.isNaN(time.getTime()), { error: A_TIME }),
});

/**
 * Runs a program that prints `{"token": "…", "expiresAt": "2026-11-23T12:00:00Z"}`, as kubectl's credential plugins do:
 * for endpoints whose tokens the SDK at hand cannot ask for.
 *
 * @throws SparkUnavailableError; nothing of what the program printed is in its message.
 */
export async function tokenByCommand({
  command,
  remote,
  environment,
  signal,
}: TokenCommand): Promise<SessionToken> {
  const [program = "", ...args] = command;
  const text = await new Promise<string>((resolve, reject) => {
    execFile(
      program,
      args,
      { env: { ...environment }, signal, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout) => {
        if (error === null) resolve(stdout);
        else reject(signal.aborted ? signal.reason : failed(program, whyOf(error)));
      },
    );
  });
  const result = output.safeParse(parse(text));
  if (!result.success) {
    throw failed(program, `it must print {"token": …, "expiresAt": …}: ${result.error.issues[0]?.message}`);
  }
  return { ...result.data, remote };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the token.
    return undefined;
  }
}

/** Not the error's own message: it holds the arguments and what was on stderr. */
function whyOf(error: { code?: number | string | null; killed?: boolean; signal?: string | null }): string {
  if (error.killed === true) return `it did not end within ${TIMEOUT_MS / 1000} s`;
  if (typeof error.code === "number") return `it ended with ${error.code}`;
  return `it could not be run to its end (${error.code ?? error.signal ?? "unknown"})`;
}

function failed(program: string, why: string): SparkUnavailableError {
  return new SparkUnavailableError(
    `No token for the Spark Connect endpoint: ${program}: ${why}. Run spark.managed.tokenCommand of the configuration by hand.`,
  );
}
