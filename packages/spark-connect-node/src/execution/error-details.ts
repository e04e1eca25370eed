import type {
  FetchErrorDetailsResponse_Error,
  FetchErrorDetailsResponse_QueryContext,
} from "#gen/spark/connect/base_pb.js";
import { FetchErrorDetailsResponse_QueryContext_ContextType as ContextType } from "#gen/spark/connect/base_pb.js";
import type { QueryContext } from "../errors.ts";

/** A server's exception and what caused it, nearest first. */
export interface ServerError {
  readonly classes: readonly string[];
  readonly message: string;
  readonly errorClass: string | undefined;
  readonly sqlState: string | undefined;
  readonly messageParameters: Readonly<Record<string, string>>;
  readonly queryContexts: readonly QueryContext[];
  /** Of this exception and its causes, as Java prints it. Empty when the server sent none. */
  readonly stackTrace: string;
  readonly cause: ServerError | undefined;
}

/** Longer chains than this do not occur; a wrong index could make one endless. */
const MAX_CAUSES = 32;

/**
 * Reads the list of FetchErrorDetails (and of failed observations), whose causes are indexes into it. `redact`
 * takes secrets out of every text.
 */
export function readServerError(
  errors: readonly FetchErrorDetailsResponse_Error[],
  index: number | undefined,
  redact: (text: string) => string = (text) => text,
  depth = 0,
): ServerError | undefined {
  const error = index === undefined || depth >= MAX_CAUSES ? undefined : errors[index];
  if (error === undefined) return undefined;
  const cause = readServerError(errors, error.causeIdx, redact, depth + 1);
  const spark = error.sparkThrowable;
  return {
    classes: error.errorTypeHierarchy,
    message: redact(error.message),
    errorClass: spark?.errorClass,
    sqlState: spark?.sqlState,
    messageParameters: Object.fromEntries(
      Object.entries(spark?.messageParameters ?? {}).map(([key, value]) => [key, redact(value)]),
    ),
    queryContexts: spark?.queryContexts.map((context) => readContext(context, redact)) ?? [],
    stackTrace: redact(printStack(error, cause)),
    cause,
  };
}

function readContext(
  context: FetchErrorDetailsResponse_QueryContext,
  redact: (text: string) => string,
): QueryContext {
  const { objectType, objectName, startIndex, stopIndex, callSite } = context;
  const contextType = context.contextType === ContextType.DATAFRAME ? "dataframe" : "sql";
  const [fragment, summary] = [redact(context.fragment), redact(context.summary)];
  return { contextType, objectType, objectName, startIndex, stopIndex, fragment, callSite, summary };
}

function printStack(error: FetchErrorDetailsResponse_Error, cause: ServerError | undefined): string {
  if (error.stackTrace.length === 0) return "";
  const frames = error.stackTrace.map(({ declaringClass, methodName, fileName, lineNumber }) => {
    const place = fileName === undefined ? "Unknown Source" : `${fileName}:${lineNumber}`;
    return `\tat ${declaringClass}.${methodName}(${place})`;
  });
  const head = `${error.errorTypeHierarchy[0] ?? "Error"}: ${error.message}`;
  const rest = cause === undefined || cause.stackTrace === "" ? [] : [`Caused by: ${cause.stackTrace}`];
  return [head, ...frames, ...rest].join("\n");
}
