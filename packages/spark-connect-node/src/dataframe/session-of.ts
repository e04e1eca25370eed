import type { SessionRuntime } from "../session/session-runtime.ts";
import type { SparkSession } from "../session/spark-session.ts";

const sessions = new WeakMap<SessionRuntime, SparkSession>();

/** Remembers whose runtime it is, so that a DataFrame can tell its session. Internal. */
export function rememberSession(runtime: SessionRuntime, session: SparkSession): void {
  sessions.set(runtime, session);
}

/** The session of a runtime. Internal. */
export function sessionOf(runtime: SessionRuntime): SparkSession {
  const session = sessions.get(runtime);
  if (session === undefined) {
    throw new TypeError("This DataFrame was made without a session");
  }
  return session;
}
