/** A call about to be sent. `metadata` may be changed; keys are lower case. */
export interface OutgoingCall {
  /** The procedure, such as `ExecutePlan`. */
  readonly method: string;
  readonly metadata: Map<string, string>;
}

/** How a call ended. */
export interface CallOutcome {
  readonly method: string;
  /** gRPC's status by name, `OK` included. */
  readonly status: string;
  /** From sending to the end of the answer, in milliseconds. */
  readonly durationMs: number;
  /** Messages received. */
  readonly messages: number;
}

/** Sees every call, retries and reattaches included: for tracing, metrics, extra headers. */
export interface CallInterceptor {
  /** Before a call is sent. What it throws fails the call and is not retried. */
  readonly before?: (call: OutgoingCall) => void | Promise<void>;
  /** After a call has ended. What it throws is ignored: watching must not break what is watched. */
  readonly after?: (outcome: CallOutcome) => void;
}
