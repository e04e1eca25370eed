import { ignoringErrors } from "../connection/ignoring-errors.ts";
import type { QueryProgress } from "../execution/progress.ts";

/** Told about the progress of operations. */
export type ProgressHandler = (progress: QueryProgress) => void;

/** Who is told about the progress of every operation of a session. */
export class ProgressHandlers {
  readonly #handlers = new Set<ProgressHandler>();

  add(handler: ProgressHandler): void {
    this.#handlers.add(handler);
  }

  remove(handler: ProgressHandler): void {
    this.#handlers.delete(handler);
  }

  clear(): void {
    this.#handlers.clear();
  }

  /** Those handlers and that of one action; each is told, whatever another throws. */
  with(own: ProgressHandler | undefined): ProgressHandler {
    return (progress) => {
      for (const handler of own === undefined ? this.#handlers : [own, ...this.#handlers]) {
        ignoringErrors(() => handler(progress));
      }
    };
  }
}
