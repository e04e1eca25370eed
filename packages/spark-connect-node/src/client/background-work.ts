/** Work that goes on after the action it belongs to: waited for, with a limit, when the session closes. */
export class BackgroundWork {
  readonly #running = new Set<Promise<void>>();

  /** @param work must not reject. */
  readonly add = (work: Promise<void>): void => {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  };

  /** Resolves when nothing runs any more, new work included, or after `ms`. */
  async settle(ms: number, sleep: (ms: number, signal?: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#running.size === 0) return;
    const done = new AbortController();
    const all = (async (): Promise<void> => {
      while (this.#running.size > 0 && !done.signal.aborted) await Promise.all(this.#running);
    })();
    await Promise.race([all, sleep(ms, done.signal)]);
    done.abort();
  }
}
