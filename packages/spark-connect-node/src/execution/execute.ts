import type { ExecutePlanResponse } from "#gen/spark/connect/base_pb.js";
import { abortedError } from "../connection/aborted-error.ts";
import { onAbort, untilAborted } from "../connection/on-abort.ts";
import { RpcError } from "../connection/rpc-failure.ts";
import { CancelledError, ConnectionError, SessionLostError } from "../errors.ts";
import { ChunkAssembler } from "./chunk-assembler.ts";
import type { ExecuteEvent } from "./events.ts";
import type { ExecutionContext } from "./execution-context.ts";
import type { Operation } from "./operation.ts";
import { ProgressReports } from "./progress.ts";
import type { QueryProgress } from "./progress.ts";
import { responseEvents } from "./response-events.ts";
import { sessionClosed } from "./session-identity.ts";
import { plainResponses, reattachableResponses } from "./responses.ts";

export interface ExecuteOptions {
  /** The user's; aborting it interrupts the operation on the server. */
  readonly signal: AbortSignal | undefined;
  /** Aborted when the client is closed. */
  readonly closing: AbortSignal;
  readonly onProgress: ((progress: QueryProgress) => void) | undefined;
  readonly reattachable: boolean;
}

/**
 * Runs an operation and gives its events, pulled one by one: nothing is sent before the first `next`, and the
 * server waits while the consumer does. However it ends (completed, failed, aborted, left early) the operation
 * is released on the server.
 *
 * @throws SparkConnectError and its subclasses, and what an interceptor throws.
 */
export async function* executeEvents(
  context: ExecutionContext,
  operation: Operation,
  options: ExecuteOptions,
): AsyncGenerator<ExecuteEvent, void, undefined> {
  const { signal, closing, reattachable } = options;
  const batches = new ChunkAssembler();
  const progress = new ProgressReports(options.onProgress);
  const stop = new AbortController();
  const abort = (): void => {
    // Here and not after the next pull: a consumer that aborts may never pull again.
    stop.abort();
    operation.interrupt(reattachable);
  };
  if (closing.aborted) throw sessionClosed();
  if (signal?.aborted === true) throw cancelled(operation, signal);
  const off = [signal, closing].map((each) => (each === undefined ? undefined : onAbort(each, abort)));
  let releasable = reattachable;
  try {
    for await (const response of start(context, operation, reattachable, stop.signal)) {
      for (const event of responseEvents(response, batches, progress)) {
        if (stop.signal.aborted) throw cancelled(operation, signal);
        yield event;
      }
    }
    if (stop.signal.aborted) throw cancelled(operation, signal);
    batches.end();
  } catch (error) {
    if (stop.signal.aborted) throw cancelled(operation, signal);
    const known =
      error instanceof RpcError
        ? await untilAborted(context.translate(error.failure, operation.id), stop.signal, () =>
            cancelled(operation, signal),
          )
        : error;
    if (known instanceof ConnectionError || known instanceof SessionLostError) releasable = false;
    throw known;
  } finally {
    for (const stopListening of off) stopListening?.();
    progress.end();
    if (releasable) operation.release();
  }
}

function start(
  context: ExecutionContext,
  operation: Operation,
  reattachable: boolean,
  signal: AbortSignal,
): AsyncGenerator<ExecutePlanResponse, void, undefined> {
  return reattachable
    ? reattachableResponses(context, operation, signal)
    : plainResponses(context, operation, signal);
}

function cancelled(operation: Operation, signal: AbortSignal | undefined): CancelledError {
  const what = `Operation ${operation.id}`;
  const details = { operationId: operation.id };
  return signal?.aborted === true
    ? abortedError(what, signal, details)
    : new CancelledError(`${what} was cancelled: its client was closed`, details);
}
