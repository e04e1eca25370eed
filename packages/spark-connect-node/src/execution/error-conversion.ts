import { certificateProblem } from "../connection/rpc-failure.ts";
import type { CertificateProblem, GrpcStatus, RpcFailure } from "../connection/rpc-failure.ts";
import {
  AnalysisError,
  AuthenticationError,
  CancelledError,
  ConnectionError,
  ExecutionError,
  ParseError,
  ProtocolError,
  StreamingQueryError,
  TimeoutError,
  UnsupportedError,
} from "../errors.ts";
import type { SparkConnectError, SparkConnectErrorDetails } from "../errors.ts";
import type { ServerError } from "./error-details.ts";

/** What a message needs to say what to do. */
export interface ErrorSituation {
  /** `host:port`. */
  readonly endpoint: string;
  readonly credentials: "token" | "provider" | "none";
  readonly transport: "tls" | "plaintext";
  /** Whether this connection ever reached the server. */
  readonly everConnected: boolean;
  readonly operationId: string | undefined;
}

/**
 * The error for a failed call. A server's exception becomes the class it belongs to, with everything Spark
 * says about it; a failure of the connection says what to check.
 */
export function toSparkConnectError(
  failure: RpcFailure,
  details: ServerError | undefined,
  situation: ErrorSituation,
): SparkConnectError {
  if (details !== undefined || failure.errorInfo !== undefined) {
    return serverException(failure, details, situation);
  }
  const common = {
    grpcStatus: failure.status,
    errorClass: failure.errorClass,
    operationId: situation.operationId,
  };
  return plainStatus(failure, situation, common);
}

/** An exception by itself, outside any call: of a failed observation, say. */
export function fromServerError(error: ServerError, extra: SparkConnectErrorDetails = {}): SparkConnectError {
  const details: SparkConnectErrorDetails = {
    ...extra,
    errorClass: error.errorClass ?? extra.errorClass,
    sqlState: error.sqlState ?? extra.sqlState,
    messageParameters: error.messageParameters,
    queryContexts: error.queryContexts,
    serverClasses: error.classes,
    ...(error.stackTrace === "" ? {} : { serverStackTrace: error.stackTrace }),
    ...(error.cause === undefined ? {} : { cause: fromServerError(error.cause) }),
  };
  return classify(error.classes, details.errorClass, error.message, details);
}

function serverException(
  failure: RpcFailure,
  fetched: ServerError | undefined,
  situation: ErrorSituation,
): SparkConnectError {
  const info = failure.errorInfo ?? {};
  const extra: SparkConnectErrorDetails = {
    errorClass: failure.errorClass,
    sqlState: info["sqlState"],
    messageParameters: readJson(info["messageParameters"], isStringRecord),
    serverStackTrace: info["stackTrace"],
    grpcStatus: failure.status,
    operationId: situation.operationId,
  };
  if (fetched !== undefined) return fromServerError(fetched, extra);
  const classes = readJson(info["classes"], isStringArray) ?? [];
  return classify(classes, failure.errorClass, failure.message, { ...extra, serverClasses: classes });
}

function classify(
  classes: readonly string[],
  errorClass: string | undefined,
  message: string,
  details: SparkConnectErrorDetails,
): SparkConnectError {
  const is = (name: string): boolean => classes.some((full) => full.endsWith(`.${name}`));
  if (errorClass?.startsWith("OPERATION_CANCELED") === true) return new CancelledError(message, details);
  // Parse errors are analysis errors to Spark, so the narrower class is asked for first.
  if (is("ParseException")) return new ParseError(message, details);
  if (is("AnalysisException")) return new AnalysisError(message, details);
  if (is("StreamingQueryException")) return new StreamingQueryError(message, details);
  if (is("UnsupportedOperationException")) return new UnsupportedError(message, details);
  return new ExecutionError(message, details);
}

/** A failure that no exception of the server explains. */
type StatusError = (
  text: string,
  failure: RpcFailure,
  situation: ErrorSituation,
  details: SparkConnectErrorDetails,
) => SparkConnectError;

const refused: StatusError = (text, { status }, situation, details) =>
  new AuthenticationError(
    `The Spark Connect server at ${situation.endpoint} refused the call (${status}: ${text}): ${CHECK_CREDENTIALS[situation.credentials]}`,
    details,
  );

const byStatus: Partial<Record<GrpcStatus, StatusError>> = {
  UNAVAILABLE: (text, failure, situation, details) =>
    new ConnectionError(
      untrusted(text, certificateProblem(failure), situation) ?? unavailable(text, failure, situation),
      details,
    ),
  UNAUTHENTICATED: refused,
  PERMISSION_DENIED: refused,
  DEADLINE_EXCEEDED: (text, { method }, { endpoint }, details) =>
    new TimeoutError(
      `${method} on the Spark Connect server at ${endpoint} passed its deadline (${text})`,
      details,
    ),
  CANCELLED: (text, { method }, _situation, details) =>
    new CancelledError(`${method} was cancelled (${text})`, details),
  UNIMPLEMENTED: (text, { method }, { endpoint }, details) =>
    new UnsupportedError(
      `The server at ${endpoint} does not know ${method}: it is an older Spark, or no Spark Connect server (${text})`,
      details,
    ),
};

function plainStatus(
  failure: RpcFailure,
  situation: ErrorSituation,
  details: SparkConnectErrorDetails,
): SparkConnectError {
  const { method, status } = failure;
  // grpc-js ends with a note of the name's resolution, which is empty where that was no problem; OpenSSL with a new line.
  const text = failure.message.replace(/\s*\. Resolution note: $/, "").replace(/\.$/, "");
  const known = byStatus[status];
  if (known !== undefined) return known(text, failure, situation, details);
  // grpc-js: an answer that the protocol's messages do not fit.
  if (text.startsWith("Response message parsing error"))
    return new ProtocolError(`${method}: ${text}`, details);
  const reason =
    text === "" ? NO_REASON : `: ${text}${/larger than (max|\d+)/.test(text) ? MESSAGE_SIZE_HINT : ""}`;
  return new ExecutionError(
    `${method} failed on the server at ${situation.endpoint} (${status})${reason}`,
    details,
  );
}

/** What a StackOverflowError of the server becomes, seen on 4.3: a status of its own, and not a word. */
const NO_REASON =
  " and gave no reason; its log has one. A plan of hundreds of steps exhausts a server's stack: checkpoint() the " +
  "DataFrame on its way, or start the server with a larger one (-Xss in spark.driver.extraJavaOptions)";

const MESSAGE_SIZE_HINT =
  "; raise grpc_max_message_size in the connection string (the default is 128 MiB), and on the server spark.connect.grpc.maxInboundMessageSize for large plans";

const CHECK_CERTIFICATE: Readonly<Record<CertificateProblem, string>> = {
  untrusted:
    "this client does not trust its certificate. Give that of its authority with tls({ rootCertificates }), or in NODE_EXTRA_CA_CERTS",
  "other name":
    "its certificate is for another name. Use that name in the connection string, or give it with tls({ serverName })",
  "client refused":
    "it does not accept this client's certificate. Give one that it knows with tls({ clientCertificate, privateKey })",
};

function untrusted(
  text: string,
  problem: CertificateProblem | undefined,
  { endpoint }: ErrorSituation,
): string | undefined {
  return problem && `No TLS connection to ${endpoint}: ${CHECK_CERTIFICATE[problem]} (${text})`;
}

function unavailable(
  text: string,
  { tried }: RpcFailure,
  { endpoint, transport, everConnected }: ErrorSituation,
): string {
  const attempts =
    tried === undefined
      ? ""
      : `; tried ${tried.attempts === 1 ? "once" : `${tried.attempts} times`} in ${(tried.forMs / 1000).toFixed(1)} s`;
  if (everConnected) {
    return `Lost the connection to the Spark Connect server at ${endpoint}, and retrying did not bring it back (${text}${attempts}). Check that the server still runs`;
  }
  const tls =
    transport === "tls"
      ? " and that it speaks TLS (a token or use_ssl=true asks for it; only host localhost takes a token in plain text)"
      : "";
  return `Cannot reach a Spark Connect server at ${endpoint} (${text}${attempts}). Check that the server runs and listens there, that host and port are right${tls}, and that no firewall is in between; to wait for a server that is being started, raise connectTimeoutMs of the retry policy`;
}

const CHECK_CREDENTIALS: Readonly<Record<ErrorSituation["credentials"], string>> = {
  token: "check the token of the connection string, or SPARK_CONNECT_AUTHENTICATE_TOKEN",
  provider: "check what the metadata provider returns; its token may have expired",
  none: "no token was sent; give one as ;token=… in the connection string or in SPARK_CONNECT_AUTHENTICATE_TOKEN",
};

function readJson<T>(text: string | undefined, accept: (value: unknown) => value is T): T | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return accept(value) ? value : undefined;
  } catch {
    // Servers cut long values off in the middle; what is left is no JSON.
    return undefined;
  }
}

function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isStringRecord(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" && value !== null && Object.values(value).every((v) => typeof v === "string")
  );
}
