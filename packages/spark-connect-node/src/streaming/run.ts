import type { ActionOptions } from "../client/options.ts";
import { InvalidArgumentError, ProtocolError } from "../errors.ts";
import type { CommandResult } from "../execution/events.ts";
import type { LogicalCommand } from "../plan/plan.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";

type ResultCase = keyof Results;
type Results = { readonly [R in CommandResult as R["case"]]: R["value"] };

/** Runs a command that answers with one message of this kind. */
export async function runForResult<C extends ResultCase>(
  runtime: SessionRuntime,
  command: LogicalCommand,
  kind: C,
  options?: ActionOptions,
): Promise<Results[C]> {
  let result: Results[C] | undefined;
  await runtime.run(command, options, (event) => {
    if (event.kind === "result" && event.result.case === kind) {
      result = event.result.value as Results[C];
    }
  });
  if (result === undefined) {
    throw new ProtocolError(`The server answered a streaming command without its result (${kind})`);
  }
  return result;
}

/** How long to wait, and what takes the wait back. */
export interface AwaitOptions extends ActionOptions {
  /** Milliseconds (PySpark takes seconds). Default: as long as it takes. */
  readonly timeoutMs?: number | undefined;
}

/** The time limit as the server takes it. */
export function timeoutOf({ timeoutMs }: AwaitOptions): { readonly timeoutMs?: bigint } {
  if (timeoutMs === undefined) return {};
  if (!(timeoutMs > 0) || !Number.isFinite(timeoutMs)) {
    throw new InvalidArgumentError(`timeoutMs takes milliseconds above 0, not ${timeoutMs}`);
  }
  return { timeoutMs: BigInt(Math.ceil(timeoutMs)) };
}
