import { isExpected } from "../errors.ts";

/** Plain facts that errors of ours, of the SDK and of the Spark client carry; everything else stays out of the log. */
const FACTS = [
  "code",
  "exitCode",
  "errorClass",
  "sqlState",
  "operationId",
  "syscall",
  "address",
  "port",
] as const;

/** An error as a log line has it: never the request it came from, which may hold credentials. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: ErrorFields | undefined;
  readonly [fact: string]: unknown;
}

/** What a log line says of an error and its causes. A fault of the data or of what was asked has no stack: it is no fault of this program. */
export function errorFields(error: unknown, depth = 5): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const facts = Object.fromEntries(
    FACTS.flatMap((name) => {
      const value: unknown = Reflect.get(error, name);
      return isPlain(value) ? [[name, value]] : [];
    }),
  );
  return {
    type: error.name,
    message: error.message,
    ...facts,
    ...(error.stack === undefined || isExpected(error) ? {} : { stack: error.stack }),
    ...(error.cause === undefined || depth === 0 ? {} : { cause: errorFields(error.cause, depth - 1) }),
  };
}

function isPlain(value: unknown): boolean {
  return (
    ["string", "number", "boolean"].includes(typeof value) || (Array.isArray(value) && value.every(isPlain))
  );
}
