import { type EndingSignal, ENDING_SIGNALS } from "./ending-signals.ts";

/** Options of {@link interruptOnSignals}. */
export interface InterruptOptions {
  /** Default: SIGINT, SIGTERM and SIGHUP. */
  readonly signals?: readonly EndingSignal[];
  /** Told of the first signal, before anything is interrupted: to say so. */
  readonly onSignal?: (signal: EndingSignal) => void;
}

const NUMBERS: Readonly<Record<EndingSignal, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Has the first SIGINT, SIGTERM or SIGHUP stop what runs in a session, so that a query does not go on when its program is
 * ended: its action fails with a `CancelledError`, and the program ends in its own way, with the exit code of the shell's
 * convention (130, 143, 129) unless it sets another. A second signal ends it at once.
 *
 * @returns what listens; dispose of it when the work is done.
 *
 * @example
 * using _ = interruptOnSignals(spark);
 * await spark.table("bids").write.mode("overwrite").parquet(target);
 */
export function interruptOnSignals(
  session: { interruptAll(): Promise<unknown> },
  { signals = ENDING_SIGNALS, onSignal }: InterruptOptions = {},
): Disposable {
  const listeners = signals.map((signal) => {
    const listener = (): void => {
      stop();
      process.exitCode = 128 + NUMBERS[signal];
      onSignal?.(signal);
      // A session that is lost has nothing left to interrupt.
      session.interruptAll().catch(() => undefined);
    };
    return { signal, listener };
  });
  const stop = (): void => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
  for (const { signal, listener } of listeners) process.on(signal, listener);
  return { [Symbol.dispose]: stop };
}
