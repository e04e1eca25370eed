import { InterruptedError } from "../errors.ts";

/** The part of `process` that is needed. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
}

export interface SignalOptions {
  /** Called for the first signal. */
  readonly onFirst: (reason: InterruptedError) => void;
  /** Called for any later one: end at once, whatever is unfinished. */
  readonly onAgain: (reason: InterruptedError) => void;
  /** What the error says is left. Default: of a run. */
  readonly aftermath?: string;
}

/** An AbortSignal that SIGINT and SIGTERM abort, with an InterruptedError as its reason. */
export function abortOnSignals(
  source: SignalSource,
  options: SignalOptions,
): { signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const listen = (name: "SIGINT" | "SIGTERM") => (): void => {
    const reason = new InterruptedError(name, options.aftermath);
    if (controller.signal.aborted) return options.onAgain(reason);
    options.onFirst(reason);
    controller.abort(reason);
  };
  const listeners = { SIGINT: listen("SIGINT"), SIGTERM: listen("SIGTERM") };
  source.on("SIGINT", listeners.SIGINT);
  source.on("SIGTERM", listeners.SIGTERM);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      source.off("SIGINT", listeners.SIGINT);
      source.off("SIGTERM", listeners.SIGTERM);
    },
  };
}
