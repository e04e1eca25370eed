import { create } from "@bufbuild/protobuf";
import { FetchErrorDetailsRequestSchema } from "#gen/spark/connect/base_pb.js";
import { unaryMethods } from "../connection/methods.ts";
import { isRetryable } from "../connection/retry-policy.ts";
import type { RpcFailure } from "../connection/rpc-failure.ts";
import { toSparkConnectError } from "../execution/error-conversion.ts";
import { readServerError } from "../execution/error-details.ts";
import type { ServerError } from "../execution/error-details.ts";
import type { ExecutionContext } from "../execution/execution-context.ts";
import { isServerShutdown } from "../execution/server-shutdown.ts";
import { isSessionLoss } from "../execution/session-identity.ts";
import type { SessionIdentity } from "../execution/session-identity.ts";
import type { SharedConnection } from "./shared-connection.ts";

/** Turns failed calls of a session into its errors. */
export function errorTranslator(
  connection: SharedConnection,
  identity: SessionIdentity,
  deadlineMs: number | undefined,
): ExecutionContext["translate"] {
  return async (failure, operationId) => {
    const { serverEnded } = connection.caller;
    if (serverEnded !== undefined && isRetryable(failure)) return serverEnded;
    const { errorClass, status: grpcStatus } = failure;
    if (isSessionLoss(errorClass)) {
      return identity.markLost(errorClass, { errorClass, grpcStatus, operationId });
    }
    const details = await fetchDetails(failure);
    if (isServerShutdown(failure, details)) {
      return identity.markLost("the server shuts down", { grpcStatus, operationId });
    }
    return toSparkConnectError(failure, details, connection.situation(operationId));
  };

  /** The server forgets details once they were asked for, so this is neither retried nor allowed to fail. */
  async function fetchDetails(failure: RpcFailure): Promise<ServerError | undefined> {
    const errorId = failure.errorInfo?.["errorId"];
    if (errorId === undefined) return undefined;
    try {
      const request = create(FetchErrorDetailsRequestSchema, { ...identity.header(), errorId });
      const options = { deadlineMs, maxRetries: 0 };
      const answer = await connection.caller.unary(unaryMethods.fetchErrorDetails, request, options);
      return readServerError(answer.errors, answer.rootErrorIdx, connection.redact);
    } catch {
      return undefined;
    }
  }
}
