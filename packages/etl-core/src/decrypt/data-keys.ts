import type { StoreOptions } from "../model/object-store.ts";
import type { DataKeyService } from "./data-key-service.ts";
import type { EncryptedFile } from "./encryption.ts";

/**
 * The opened keys of a day: each asked for once, however many objects share it, held in memory alone, and wiped when the
 * day needs them no more.
 */
export class DataKeys implements AsyncDisposable {
  readonly #service: DataKeyService;
  readonly #opened = new Map<string, Promise<Uint8Array>>();

  constructor(service: DataKeyService) {
    this.#service = service;
  }

  /** The key of a file; not the caller's to wipe. @throws DataKeyError */
  open(file: EncryptedFile, options: StoreOptions = {}): Promise<Uint8Array> {
    const { keyId, encryptedKey } = file.encryption;
    const name = JSON.stringify([keyId, encryptedKey]);
    const known = this.#opened.get(name);
    if (known !== undefined) {
      return known;
    }
    const opening = this.#service.open(file, options);
    this.#opened.set(name, opening);
    // A failure is not remembered: what asks next may have a better reason to be told.
    opening.catch(() => this.#opened.delete(name));
    return opening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = [...this.#opened.values()];
    this.#opened.clear();
    for (const key of await Promise.allSettled(opened)) {
      if (key.status === "fulfilled") {
        key.value.fill(0);
      }
    }
  }
}
