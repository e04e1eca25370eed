import { onAbort } from "../connection/on-abort.ts";
import type { StreamingQueryEvent } from "./events.ts";
import type { ListenerBus, StreamingQueryListener } from "./listener-bus.ts";

/**
 * A listener as an async iterable. Events wait in memory until they are read. Ends when the session is stopped or the
 * signal aborts; throws when the stream of events breaks. Leaving the loop takes the listener away.
 */
export async function eventStream(
  bus: ListenerBus,
  signal: AbortSignal | undefined,
): Promise<AsyncIterableIterator<StreamingQueryEvent, void, undefined>> {
  const waiting: StreamingQueryEvent[] = [];
  let end: { readonly error: Error | undefined } | undefined;
  let wake = (): void => undefined;
  const push = (event: StreamingQueryEvent): void => {
    waiting.push(event);
    wake();
  };
  const close = (error?: Error): void => {
    end ??= { error };
    wake();
  };
  const listener: StreamingQueryListener = {
    onQueryStarted: push,
    onQueryProgress: push,
    onQueryIdle: push,
    onQueryTerminated: push,
    onClosed: close,
  };
  await bus.add(listener);
  const stopListening = signal === undefined ? undefined : onAbort(signal, () => close());
  const finish = async (): Promise<void> => {
    stopListening?.();
    await bus.remove(listener);
  };
  async function* read(): AsyncGenerator<StreamingQueryEvent, void, undefined> {
    try {
      for (;;) {
        for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) yield event;
        if (end !== undefined) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (end.error !== undefined) throw end.error;
    } finally {
      await finish();
    }
  }
  const events = read();
  let begun = false;
  const stream: AsyncIterableIterator<StreamingQueryEvent, void, undefined> = {
    next() {
      begun = true;
      return events.next();
    },
    async return() {
      // A generator that was never begun skips its `finally`.
      if (!begun) await finish();
      return events.return();
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
