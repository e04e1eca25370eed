/** What waits for a signal; one listener on the signal serves them all. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal aborts, at once if it has. Returns what takes the callback off again.
 *
 * Node warns of a leak at the eleventh listener on one signal; a program that passes its shutdown signal to
 * many queries at once has none, so all of them share a listener.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const callbacks = waiting.get(signal) ?? listen(signal);
  // Its own identity, so that the same function may wait twice.
  const entry = (): void => callback();
  callbacks.add(entry);
  return () => {
    callbacks.delete(entry);
  };
}

function listen(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  waiting.set(signal, callbacks);
  signal.addEventListener(
    "abort",
    () => {
      for (const callback of callbacks) callback();
      callbacks.clear();
    },
    { once: true },
  );
  return callbacks;
}

/** What the work gives, or a rejection with `reason()` as soon as the signal aborts; the work itself goes on. */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  reason: () => Error,
): Promise<T> {
  if (signal === undefined) return work;
  let stopListening: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stopListening = onAbort(signal, () => reject(reason()));
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stopListening?.();
  }
}
