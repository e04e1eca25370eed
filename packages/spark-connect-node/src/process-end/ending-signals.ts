/** A signal that asks a program to end. */
export type EndingSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** All of them. */
export const ENDING_SIGNALS: readonly EndingSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];
