import type { QueryContext, SparkConnectError, SparkConnectErrorCode } from "./errors.ts";

/** An error as JSON holds it. Fields that the server did not fill are left out. */
export interface SparkConnectErrorJson {
  readonly name: string;
  readonly code: SparkConnectErrorCode;
  readonly message: string;
  readonly transient: boolean;
  readonly errorClass?: string | undefined;
  readonly sqlState?: string | undefined;
  readonly messageParameters?: Readonly<Record<string, string>> | undefined;
  readonly queryContexts?: readonly QueryContext[] | undefined;
  readonly operationId?: string | undefined;
  readonly grpcStatus?: string | undefined;
  /** In the same form when it is one of this package's errors, else its name and message. */
  readonly cause?: SparkConnectErrorJson | { readonly name: string; readonly message: string } | undefined;
}

/** Longer chains are cut: a cause that leads back to its error would never end. */
const MAX_CAUSES = 32;

/** The error as plain data. `JSON.stringify` leaves out what is undefined. */
export function errorToJson(error: SparkConnectError, depth = 0): SparkConnectErrorJson {
  const { cause } = error;
  return {
    name: error.name,
    code: error.code,
    message: error.message,
    transient: error.transient,
    errorClass: error.errorClass,
    sqlState: error.sqlState,
    messageParameters: error.messageParameters,
    queryContexts: error.queryContexts,
    operationId: error.operationId,
    grpcStatus: error.grpcStatus,
    cause: cause === undefined || depth >= MAX_CAUSES ? undefined : causeToJson(cause, depth + 1),
  };
}

function causeToJson(cause: unknown, depth: number): SparkConnectErrorJson["cause"] {
  if (isOurs(cause)) return errorToJson(cause, depth);
  if (cause instanceof Error) return { name: cause.name, message: cause.message };
  // The reason of an aborted signal may be anything.
  return { name: typeof cause, message: String(cause) };
}

/** The error in full, for a terminal or a log. */
export function describeError(error: SparkConnectError, serverStackTrace: boolean): string {
  const parts = [error.message];
  for (const context of error.queryContexts ?? []) {
    const shown = showContext(context);
    // Errors of a query that failed while it ran repeat it in their message.
    if (shown !== "" && !error.message.includes(shown)) parts.push(shown);
  }
  if (error.operationId !== undefined) parts.push(`Operation ${error.operationId}`);
  for (const cause of causesOf(error)) {
    parts.push(
      `Caused by ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`.trim(),
    );
  }
  if (serverStackTrace && error.serverStackTrace !== undefined) parts.push(error.serverStackTrace);
  return parts.join("\n\n");
}

function showContext(context: QueryContext): string {
  if (context.summary.trim() !== "") return context.summary.trim();
  if (context.contextType === "dataframe" && context.fragment !== "") {
    return `== DataFrame ==\n${context.fragment}${context.callSite === "" ? "" : ` at ${context.callSite}`}`;
  }
  return context.fragment === ""
    ? ""
    : `== SQL ==\n${context.fragment}\n${"^".repeat(context.fragment.length)}`;
}

function causesOf(error: Error): unknown[] {
  const causes: unknown[] = [];
  for (let { cause } = error; cause !== undefined && causes.length < MAX_CAUSES; ) {
    causes.push(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}

/** By its shape: the class itself is defined by a module that needs this one. */
function isOurs(value: unknown): value is SparkConnectError {
  return value instanceof Error && "code" in value && "transient" in value;
}
