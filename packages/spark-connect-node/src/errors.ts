/**
 * What can go wrong, as one class hierarchy with stable codes.
 *
 * Everything this package throws on purpose is a {@link SparkConnectError}; gRPC's own errors are converted
 * at the boundary (see `execution/error-conversion.ts`) and kept as `cause` where they say something more.
 */

import { describeError, errorToJson } from "./error-text.ts";
import type { SparkConnectErrorJson } from "./error-text.ts";

/** Stable, documented codes: safe to switch on, never renamed. */
export type SparkConnectErrorCode =
  | "CONNECTION_FAILED"
  | "UNAUTHENTICATED"
  | "TIMEOUT"
  | "SESSION_LOST"
  | "CANCELLED"
  | "ANALYSIS"
  | "PARSE"
  | "EXECUTION"
  | "PROTOCOL"
  | "INVALID_ARGUMENT"
  | "UNSUPPORTED"
  | "STREAMING_QUERY"
  | "LOCAL_SERVER";

/** Where in the query text, or in the program, an error comes from. */
export interface QueryContext {
  /** `sql`: a place in an SQL text; `dataframe`: a call of the DataFrame API. */
  readonly contextType: "sql" | "dataframe";
  /** For SQL inside an object (a view, say): the kind of that object. Else empty. */
  readonly objectType: string;
  readonly objectName: string;
  /** First and last character of the fragment in the SQL text, from 0; -1 when unknown. */
  readonly startIndex: number;
  readonly stopIndex: number;
  /** The offending piece of the query. */
  readonly fragment: string;
  /** The line of the program, for DataFrame contexts. */
  readonly callSite: string;
  /** Spark's own rendering: the offending line with a marker below it. */
  readonly summary: string;
}

/** Everything an error can carry besides its message. All of it is optional: servers differ in what they send. */
export interface SparkConnectErrorDetails {
  readonly cause?: unknown;
  /** Spark's error class, such as `UNRESOLVED_COLUMN.WITH_SUGGESTION`. */
  readonly errorClass?: string | undefined;
  /** The five characters of SQLSTATE, such as `42703`. */
  readonly sqlState?: string | undefined;
  /** The values in Spark's message template. */
  readonly messageParameters?: Readonly<Record<string, string>> | undefined;
  readonly queryContexts?: readonly QueryContext[] | undefined;
  /** The server's Java stack trace with its causes, when the server sent one. */
  readonly serverStackTrace?: string | undefined;
  /** The Java exception's class and its superclasses, nearest first. */
  readonly serverClasses?: readonly string[] | undefined;
  /** The operation that failed, as the Spark UI and `interruptOperation` know it. */
  readonly operationId?: string | undefined;
  /** gRPC's status code by name, such as `UNAVAILABLE`, when the error came from a call. */
  readonly grpcStatus?: string | undefined;
}

/** Base of all errors of this package. */
export class SparkConnectError extends Error {
  // Literal, here and in the subclasses: minifiers rename classes.
  override readonly name: string = "SparkConnectError";
  readonly code: SparkConnectErrorCode;
  readonly errorClass: string | undefined;
  readonly sqlState: string | undefined;
  readonly messageParameters: Readonly<Record<string, string>> | undefined;
  readonly queryContexts: readonly QueryContext[] | undefined;
  readonly operationId: string | undefined;
  readonly grpcStatus: string | undefined;
  readonly serverClasses: readonly string[] | undefined;
  /** The server's Java stack trace. Not enumerable: printing an error does not print pages of Java. */
  declare readonly serverStackTrace: string | undefined;

  constructor(code: SparkConnectErrorCode, message: string, details: SparkConnectErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.errorClass = details.errorClass;
    this.sqlState = details.sqlState;
    this.messageParameters = details.messageParameters;
    this.queryContexts = details.queryContexts;
    this.operationId = details.operationId;
    this.grpcStatus = details.grpcStatus;
    Object.defineProperty(this, "serverStackTrace", { value: details.serverStackTrace, enumerable: false });
    this.serverClasses = details.serverClasses;
  }

  /**
   * All there is to say, for a person: the message, the offending line where Spark marked one, the ids by which an
   * operator finds it in the server's log, and the causes. The server's stack only when asked for: it is pages of Java.
   */
  describe(options: { readonly serverStackTrace?: boolean } = {}): string {
    return describeError(this, options.serverStackTrace === true);
  }

  /** What `JSON.stringify` makes of it: everything but the stacks, causes included. Holds no credentials. */
  toJSON(): SparkConnectErrorJson {
    return errorToJson(this);
  }

  /**
   * Whether the same call may succeed later without any change: a server out of reach, a deadline passed.
   * The client has already retried by its own policy when such an error gets out.
   */
  get transient(): boolean {
    return this.code === "CONNECTION_FAILED" || this.code === "TIMEOUT";
  }
}

/** The query does not fit the data or the catalog: an unknown column or table, types that do not match. */
export class AnalysisError extends SparkConnectError {
  override readonly name: string = "AnalysisError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("ANALYSIS", message, details);
  }
}

/** A text is not SQL as Spark reads it. */
export class ParseError extends SparkConnectError {
  override readonly name: string = "ParseError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("PARSE", message, details);
  }
}

/** The query was valid and failed while it ran, or the server failed. */
export class ExecutionError extends SparkConnectError {
  override readonly name: string = "ExecutionError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("EXECUTION", message, details);
  }
}

/** The server cannot be reached, or the connection broke and did not come back within the retry policy. */
export class ConnectionError extends SparkConnectError {
  override readonly name: string = "ConnectionError";
  constructor(
    message: string,
    details?: SparkConnectErrorDetails,
    code: "CONNECTION_FAILED" | "UNAUTHENTICATED" = "CONNECTION_FAILED",
  ) {
    super(code, message, details);
  }
}

/** The server refused the credentials. */
export class AuthenticationError extends ConnectionError {
  override readonly name: string = "AuthenticationError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super(message, details, "UNAUTHENTICATED");
  }
}

/** A call took longer than its deadline. */
export class TimeoutError extends SparkConnectError {
  override readonly name: string = "TimeoutError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("TIMEOUT", message, details);
  }
}

/**
 * The session no longer exists on the server, mostly because the server was restarted. Temporary views,
 * session configuration, cached relations and running operations are gone; a new session works.
 */
export class SessionLostError extends SparkConnectError {
  override readonly name: string = "SessionLostError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("SESSION_LOST", message, details);
  }
}

/** The operation was cancelled: by its `AbortSignal`, by an interrupt, or because its client was closed. */
export class CancelledError extends SparkConnectError {
  override readonly name: string = "CancelledError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("CANCELLED", message, details);
  }
}

/** The server said something that the protocol does not allow; a result was dropped rather than trusted. */
export class ProtocolError extends SparkConnectError {
  override readonly name: string = "ProtocolError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("PROTOCOL", message, details);
  }
}

/** A caller's argument that cannot be right, found before anything was sent. */
export class InvalidArgumentError extends SparkConnectError {
  override readonly name: string = "InvalidArgumentError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("INVALID_ARGUMENT", message, details);
  }
}

/** Something this client or this server version cannot do. */
export class UnsupportedError extends SparkConnectError {
  override readonly name: string = "UnsupportedError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("UNSUPPORTED", message, details);
  }
}

/** A streaming query has ended with a failure: PySpark's StreamingQueryException. */
export class StreamingQueryError extends SparkConnectError {
  override readonly name: string = "StreamingQueryError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("STREAMING_QUERY", message, details);
  }
}

/** A Spark server could not be started on this machine: no Spark, no Java, or it ended at once. Or one that was started has ended. */
export class LocalServerError extends SparkConnectError {
  override readonly name: string = "LocalServerError";
  constructor(message: string, details?: SparkConnectErrorDetails) {
    super("LOCAL_SERVER", message, details);
  }
}
