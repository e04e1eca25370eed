/** What to release: everything up to a response, or the whole operation. */
export type Release = { readonly kind: "until"; readonly responseId: string } | { readonly kind: "all" };

/**
 * Tells the server which responses need not be kept for a reattach. At most one call is on its way; of those
 * that wait only the last counts. Small answers are not worth a call each: the server lets go of them by
 * itself, and of all at the end.
 */
export class ReleaseQueue {
  readonly #send: (release: Release, signal: AbortSignal) => Promise<void>;
  readonly #thresholdBytes: number;
  #consumedBytes = 0;
  #waiting: Release | undefined;
  #running: Promise<void> | undefined;
  #current = new AbortController();
  #finished = false;

  /** @param send must not reject: a failed release is the server's to clean up. */
  constructor(send: (release: Release, signal: AbortSignal) => Promise<void>, thresholdBytes: number) {
    this.#send = send;
    this.#thresholdBytes = thresholdBytes;
  }

  /** The consumer has this response; the server need not keep it. */
  consumed(responseId: string, bytes: number): void {
    this.#consumedBytes += bytes;
    if (this.#finished || this.#consumedBytes < this.#thresholdBytes) return;
    this.#consumedBytes = 0;
    this.#waiting = { kind: "until", responseId };
    this.#pump();
  }

  /** Releases the operation, which also interrupts it if it still runs. Only the first call does anything. */
  releaseAll(): Promise<void> {
    if (!this.#finished) {
      this.#finished = true;
      this.#waiting = { kind: "all" };
      // Superseded, and possibly stuck.
      this.#current.abort();
      this.#pump();
    }
    return this.#running ?? Promise.resolve();
  }

  #pump(): void {
    this.#running ??= this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#waiting !== undefined) {
      const release = this.#waiting;
      this.#waiting = undefined;
      this.#current = new AbortController();
      await this.#send(release, this.#current.signal);
    }
    this.#running = undefined;
  }
}
