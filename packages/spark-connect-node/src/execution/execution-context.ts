import type { Caller } from "../connection/caller.ts";
import type { RpcDeadlines } from "../connection/deadlines.ts";
import type { RpcFailure } from "../connection/rpc-failure.ts";
import type { SparkConnectError } from "../errors.ts";
import type { SessionIdentity } from "./session-identity.ts";

/** What an execution needs of its session; the session's client provides it. */
export interface ExecutionContext {
  readonly caller: Caller;
  readonly identity: SessionIdentity;
  readonly deadlines: RpcDeadlines;
  /** Consumed bytes after which the server is told to let go of them. */
  readonly releaseThresholdBytes: number;
  /** How often the server is shown that a result is still wanted whose consumer takes its time. */
  readonly touchEveryMs: number;
  /** Turns a failed call into the error that the user sees, asking the server for details. */
  readonly translate: (failure: RpcFailure, operationId?: string) => Promise<SparkConnectError>;
  /** Work that goes on after an action has ended; `close()` waits for it. Must not reject. */
  readonly inBackground: (work: Promise<void>) => void;
}
