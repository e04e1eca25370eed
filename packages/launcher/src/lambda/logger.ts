import { type Logger, pino } from "pino";
import type { LogLevel } from "./environment.ts";

/** Names of fields whose value is a secret, wherever in a line's object they are. */
const SECRET_FIELDS = [
  "password",
  "SecretString",
  "secret",
  "token",
  "authorization",
  "Authorization",
  "secretAccessKey",
  "sessionToken",
  "javax.jdo.option.ConnectionPassword",
];

export interface LoggerOptions {
  readonly level: LogLevel;
  /** On every line. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Takes one whole line at a time. Default: stdout, which Lambda keeps. */
  readonly write?: (line: string) => void;
}

/** JSON lines of pino's, time as ISO 8601 and level as a word; fields known to hold a secret are redacted. */
export function createLogger({ level, fields, write }: LoggerOptions): Logger {
  const options = {
    level,
    base: fields,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => errorFields(error) },
    redact: {
      paths: SECRET_FIELDS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: "[redacted]",
    },
  };
  // A frozen Lambda writes nothing more: each line goes out at once.
  return pino(options, write === undefined ? pino.destination({ dest: 1, sync: true }) : { write });
}

/** What a log line says of an error and its causes: never the request it came from. */
function errorFields(error: unknown, depth = 5): object {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause } = error;
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    type: name,
    message,
    ...(typeof code === "string" ? { code } : {}),
    stack,
    ...(cause === undefined || depth === 0 ? {} : { cause: errorFields(cause, depth - 1) }),
  };
}
