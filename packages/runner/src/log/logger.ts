import { type DestinationStream, type Logger, pino } from "pino";
import type { LogLevel } from "../config/runner-config.ts";
import { visibleJson } from "../report/visible.ts";
import { errorFields } from "./error-fields.ts";
import type { Scrubber } from "./scrubber.ts";

/** Names of fields whose value is a credential, wherever in a line's object they are. */
const SECRET_FIELDS = [
  "accessKeyId",
  "access_key_id",
  "secretAccessKey",
  "secret_access_key",
  "sessionToken",
  "session_token",
  "token",
  "authorization",
  "password",
  "SecretString",
];

/** pino hands a serializer more than the value; depth is not its to say. */
const asFields = (error: unknown): unknown => errorFields(error);

export interface LoggerOptions {
  readonly level: LogLevel | "silent";
  /** Takes one whole line at a time, its line feed included. */
  readonly write: (line: string) => void;
  readonly scrubber: Scrubber;
  /** On every line: correlation_id. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * JSON lines of pino's, time as ISO 8601 and level as a word. Credentials are kept out twice: fields known to hold one
 * are redacted by name, and known values are scrubbed out of the finished line.
 */
export function createLogger({ level, write, scrubber, fields }: LoggerOptions): Logger {
  const destination: DestinationStream = { write: (line) => write(visibleJson(scrubber.scrub(line))) };
  return pino(
    {
      level,
      base: fields,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: asFields, error: asFields },
      redact: {
        paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: "[redacted]",
      },
    },
    destination,
  );
}
