import { ENDING_SIGNALS } from "./ending-signals.ts";

/** How long the end of a program waits for its sessions to be released. */
const RELEASE_MS = 5_000;

interface Session {
  close(): Promise<void>;
}

const sessions = new Set<Session>();
let listening: Disposable | undefined;

/**
 * Has a session closed when this program ends: by itself, by SIGINT, SIGTERM or SIGHUP, or by an error that nobody caught.
 * Where somebody else listens for a signal or such an error too, how the program ends is theirs to decide, and nothing is done.
 *
 * @returns what takes the session off the list again.
 */
export function releaseOnExit(session: Session): () => void {
  sessions.add(session);
  listening ??= listen();
  return () => {
    sessions.delete(session);
    if (sessions.size > 0) return;
    listening?.[Symbol.dispose]();
    listening = undefined;
  };
}

function listen(): Disposable {
  let ending = false;
  const isOurs = (event: string): boolean => process.listenerCount(event) === 1;
  const end = (by: () => void): void => {
    ending = true;
    // From here on a signal means what it does without us: a second one ends the program at once.
    for (const { signal, listener } of onSignal) process.off(signal, listener);
    void releaseAll().finally(() => {
      stop();
      by();
    });
  };
  const onIdle = (): void => void releaseAll();
  const onUncaught = (error: unknown): void => {
    // Actions that the release has cancelled.
    if (ending) return;
    if (!isOurs("uncaughtException")) return;
    console.error(error);
    end(() => process.exit(1));
  };
  const onSignal = ENDING_SIGNALS.map((signal) => ({
    signal,
    listener: (): void => {
      if (isOurs(signal)) end(() => process.kill(process.pid, signal));
    },
  }));
  const stop = (): void => {
    process.off("beforeExit", onIdle);
    process.off("uncaughtException", onUncaught);
    for (const { signal, listener } of onSignal) process.off(signal, listener);
  };
  process.on("beforeExit", onIdle);
  process.on("uncaughtException", onUncaught);
  for (const { signal, listener } of onSignal) process.on(signal, listener);
  return {
    [Symbol.dispose]() {
      // The last session goes before what it cancels is heard of.
      if (!ending) stop();
    },
  };
}

async function releaseAll(): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, RELEASE_MS);
  });
  await Promise.race([Promise.all(Array.from(sessions, (session) => session.close())), late]);
  clearTimeout(timer);
}
