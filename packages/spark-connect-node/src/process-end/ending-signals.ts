/** Signals that ask a program to end. */
export const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal that asks a program to end. */
export type EndingSignal = (typeof ENDING_SIGNALS)[number];
