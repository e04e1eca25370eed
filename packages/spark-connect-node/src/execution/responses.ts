import type { ExecutePlanResponse } from "#gen/spark/connect/base_pb.js";
import type { MessageStream } from "../connection/message-stream.ts";
import { streamMethods } from "../connection/methods.ts";
import { onAbort } from "../connection/on-abort.ts";
import { RpcError } from "../connection/rpc-failure.ts";
import { ExecutionError } from "../errors.ts";
import type { ExecutionContext } from "./execution-context.ts";
import type { Operation } from "./operation.ts";
import { afterStreamEnd, afterStreamFailure, startReattaching } from "./reattach-policy.ts";
import type { NextStep } from "./reattach-policy.ts";
import { whileIdle } from "./while-idle.ts";

/** How long the server's own end of a completed stream is waited for before the call is cancelled. */
const TRAILERS_MS = 100;

/**
 * The responses of a reattachable execution, each exactly once, over as many streams as it takes. Ends after
 * ResultComplete. Releasing the operation is the caller's: it knows how its own work ended.
 *
 * @throws RpcError that no reattach can mend; SessionLostError and ProtocolError from the session check.
 */
export async function* reattachableResponses(
  context: ExecutionContext,
  operation: Operation,
  signal: AbortSignal,
): AsyncGenerator<ExecutePlanResponse, void, undefined> {
  const { caller, identity, deadlines } = context;
  const { now, random } = caller.runtime;
  let state = startReattaching(caller.policy);
  let step: "reattach" | "reexecute" = "reexecute";
  for (;;) {
    const opened = now();
    let stream: MessageStream<ExecutePlanResponse> | undefined;
    let responses = 0;
    let next: NextStep;
    let failure: RpcError | undefined;
    const stopListening = onAbort(signal, () => stream?.cancel());
    try {
      stream =
        step === "reexecute"
          ? await caller.stream(streamMethods.executePlan, operation.executeRequest(true), {
              deadlineMs: deadlines.executePlan,
              signal,
            })
          : await caller.stream(streamMethods.reattachExecute, operation.reattachRequest(), {
              deadlineMs: deadlines.reattachExecute,
              signal,
            });
      operation.sent();
      for (;;) {
        const response = await (responses === 0 ? caller.first(stream, "ExecutePlan") : stream.next());
        if (response === undefined) break;
        identity.check(response);
        responses += 1;
        operation.received(response.responseId);
        state = startReattaching(caller.policy);
        if (response.responseType.case === "resultComplete") {
          await settle(stream, caller.runtime.sleep);
          return;
        }
        const stopTouching = whileIdle(context.touchEveryMs, () => operation.touch(stream?.newest, signal));
        try {
          yield response;
        } finally {
          stopTouching();
        }
        operation.releases.consumed(response.responseId, sizeOf(response));
      }
      next = afterStreamEnd(state, { responses, openMs: now() - opened });
    } catch (error) {
      if (!(error instanceof RpcError) || signal.aborted) throw error;
      failure = error;
      const situation = {
        ...caller.situation,
        responded: operation.responded,
        pinned: identity.serverSideSessionId !== undefined,
        openMs: now() - opened,
      };
      next = afterStreamFailure(state, error.failure, situation, caller.policy, random);
    } finally {
      stopListening();
      stream?.cancel();
    }
    switch (next.step) {
      case "fail":
        throw failure === undefined ? gaveUp(operation.id) : caller.final(failure, state.retries);
      case "give-up":
        throw gaveUp(operation.id);
      case "reattach":
      case "reexecute":
        ({ step, state } = next);
        await caller.pause(next.delayMs, failure?.failure, signal);
        break;
      default:
        next satisfies never;
    }
  }
}

/**
 * The responses of an execution that cannot be resumed: one stream, retried only while nothing has arrived.
 *
 * @throws RpcError and what the session check throws.
 */
export async function* plainResponses(
  context: ExecutionContext,
  operation: Operation,
  signal: AbortSignal,
): AsyncGenerator<ExecutePlanResponse, void, undefined> {
  const { caller, identity, deadlines } = context;
  let state = startReattaching(caller.policy);
  for (;;) {
    let stream: MessageStream<ExecutePlanResponse> | undefined;
    const stopListening = onAbort(signal, () => stream?.cancel());
    let responded = false;
    let next: NextStep;
    let failure: RpcError;
    try {
      stream = await caller.stream(streamMethods.executePlan, operation.executeRequest(false), {
        deadlineMs: deadlines.nonReattachableExecutePlan,
        signal,
      });
      operation.sent();
      for (;;) {
        const response = await (responded ? stream.next() : caller.first(stream, "ExecutePlan"));
        if (response === undefined) return;
        identity.check(response);
        responded = true;
        if (response.responseType.case !== "resultComplete") yield response;
      }
    } catch (error) {
      if (!(error instanceof RpcError) || signal.aborted || responded) throw error;
      failure = error;
      const situation = { ...caller.situation, responded, pinned: true, openMs: 0 };
      next = afterStreamFailure(state, error.failure, situation, caller.policy, caller.runtime.random);
      if (next.step !== "reattach" || error.failure.status === "DEADLINE_EXCEEDED") {
        throw caller.final(error, state.retries);
      }
    } finally {
      stopListening();
      stream?.cancel();
    }
    state = next.state;
    await caller.pause(next.delayMs, failure.failure, signal);
  }
}

/** Lets a completed stream end by itself: cancelling each one would look like an attack to some servers. */
async function settle(
  stream: MessageStream<ExecutePlanResponse>,
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>,
): Promise<void> {
  const ended = new AbortController();
  const rest = (async (): Promise<void> => {
    try {
      while ((await stream.next()) !== undefined);
    } catch {
      // The result is complete: how its stream ends no longer matters.
    } finally {
      ended.abort();
    }
  })();
  await Promise.race([rest, sleep(TRAILERS_MS, ended.signal)]);
}

function sizeOf(response: ExecutePlanResponse): number {
  return response.responseType.case === "arrowBatch" ? response.responseType.value.data.byteLength : 0;
}

function gaveUp(operationId: string): ExecutionError {
  return new ExecutionError(
    `The server kept ending the stream of operation ${operationId} without sending anything; look at the server's log`,
    { operationId },
  );
}
