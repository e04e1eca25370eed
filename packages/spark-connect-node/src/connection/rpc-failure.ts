import { fromBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import type { Any } from "@bufbuild/protobuf/wkt";
import type { Metadata } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import { ErrorInfoSchema, RetryInfoSchema } from "#gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "#gen/google/rpc/status_pb.js";

/** gRPC's status codes by name. */
export type GrpcStatus = keyof typeof status;

/** A failed call, reduced to what decisions and messages need. Holds no request and no credentials. */
export interface RpcFailure {
  readonly method: string;
  readonly status: GrpcStatus;
  /** The server's text, or gRPC's own when no server was reached. */
  readonly message: string;
  /** Spark's error class, from ErrorInfo or from the `[CLASS.SUB]` that begins its messages. */
  readonly errorClass: string | undefined;
  /** ErrorInfo's metadata; every key is optional. Undefined when the status carried no ErrorInfo. */
  readonly errorInfo: Readonly<Record<string, string>> | undefined;
  /** Whether it is grpc-js that says there is no connection (any more), and no server or proxy. */
  readonly connectionLost: boolean;
  /** What RetryInfo asks for; undefined without RetryInfo. */
  readonly retryDelayMs: number | undefined;
  /** What was tried until the failure was final: it is not tried again. Undefined while that is open. */
  readonly tried?: { readonly attempts: number; readonly forMs: number };
}

/** Why two sides of a TLS connection did not come together; no retry changes that. */
export type CertificateProblem = "untrusted" | "other name" | "client refused";

/** What grpc-js tells of a handshake that failed for its certificates, if it did. */
export function certificateProblem(
  failure: Pick<RpcFailure, "connectionLost" | "message">,
): CertificateProblem | undefined {
  if (!failure.connectionLost) return undefined;
  const { message } = failure;
  if (message.includes("ERR_TLS_CERT_ALTNAME_INVALID")) return "other name";
  if (/\balert\b.*\b(certificate|unknown ca)\b|ALERT_(BAD_)?CERTIFICATE|ALERT_UNKNOWN_CA/i.test(message))
    return "client refused";
  return /\bcertificate\b|issuer/.test(message) ? "untrusted" : undefined;
}

/** A failed call on its way to the retry decision; never leaves the package. */
export class RpcError extends Error {
  readonly failure: RpcFailure;
  constructor(failure: RpcFailure) {
    super(`${failure.method}: ${failure.status}: ${failure.message}`);
    this.name = "RpcError";
    this.failure = failure;
  }
}

/** The parts of grpc-js's ServiceError and StatusObject that are looked at. */
export interface GrpcStatusObject {
  readonly code: status;
  readonly details: string;
  readonly metadata: Pick<Metadata, "get">;
}

const DETAILS_KEY = "grpc-status-details-bin";
const CONNECTION_LOST =
  /^(No connection established|Connection dropped|Name resolution failed|.*\b(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN))/;
const ERROR_CLASS = /^\[([A-Z][A-Z0-9_]*(?:\.[A-Z][A-Z0-9_]*)*)\]/;

/** Reads google.rpc.Status out of a failed call. `redact` takes secrets out of every text. */
export function toRpcFailure(
  method: string,
  error: GrpcStatusObject,
  redact: (text: string) => string = (text) => text,
): RpcFailure {
  const details = readDetails(error.metadata);
  const message = redact(details?.message || error.details);
  const info = details?.details.map((any) => anyUnpack(any, ErrorInfoSchema)).find(Boolean)?.metadata;
  const errorInfo =
    info === undefined
      ? undefined
      : Object.fromEntries(Object.entries(info).map(([key, value]) => [key, redact(value)]));
  return {
    method,
    status: statusName(error.code),
    message,
    connectionLost:
      error.code === status.UNAVAILABLE && details === undefined && CONNECTION_LOST.test(error.details),
    errorClass: errorInfo?.["errorClass"] ?? ERROR_CLASS.exec(message)?.[1],
    errorInfo,
    retryDelayMs: readRetryDelay(details?.details ?? []),
  };
}

/** A failure found on this side of the wire. */
export function localFailure(method: string, status: GrpcStatus, message: string): RpcFailure {
  return {
    method,
    status,
    message,
    errorClass: undefined,
    errorInfo: undefined,
    connectionLost: false,
    retryDelayMs: undefined,
  };
}

/** A call that this side has given up. */
export function cancelledCall(method: string): RpcError {
  return new RpcError(localFailure(method, "CANCELLED", "cancelled by the client"));
}

function statusName(code: status): GrpcStatus {
  return (status[code] as GrpcStatus | undefined) ?? "UNKNOWN";
}

function readDetails(
  metadata: Pick<Metadata, "get">,
): { message: string; details: readonly Any[] } | undefined {
  const value = metadata.get(DETAILS_KEY)[0];
  if (value === undefined || typeof value === "string") return undefined;
  try {
    return fromBinary(StatusSchema, value);
  } catch {
    // Details that cannot be read must not hide the status itself.
    return undefined;
  }
}

function readRetryDelay(details: readonly Any[]): number | undefined {
  const info = details.map((any) => anyUnpack(any, RetryInfoSchema)).find(Boolean);
  if (info === undefined) return undefined;
  const { seconds, nanos } = info.retryDelay ?? { seconds: 0n, nanos: 0 };
  return Number(seconds) * 1000 + Math.ceil(nanos / 1e6);
}
