import { createCipheriv, randomBytes } from "node:crypto";
import { DATA_KEY_BYTES, type DataKeyService } from "../../src/decrypt/data-key-service.ts";
import { type EncryptedFile, encryptedFile, IV_BYTES } from "../../src/decrypt/encryption.ts";
import { DataKeyError } from "../../src/errors.ts";
import type { MemoryStore } from "./memory-store.ts";

/** A body as its owner puts it, and what is written beside it. */
export interface Encrypted {
  readonly body: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A Data Key Service in memory, and the owner who encrypts with it: a key for each document. */
export class FakeDataKeys implements DataKeyService {
  /** Encrypted keys, in the order they were asked for. */
  readonly asked: string[] = [];
  /** What was handed out. */
  readonly handed: Uint8Array[] = [];
  readonly #keys = new Map<string, Uint8Array>();

  encrypt(document: string | Uint8Array): Encrypted {
    const [key, iv] = [randomBytes(DATA_KEY_BYTES), randomBytes(IV_BYTES)];
    const ciphertext = randomBytes(48).toString("base64");
    this.#keys.set(ciphertext, key);
    const cipher = createCipheriv("aes-256-ctr", key, iv);
    return {
      body: Buffer.concat([cipher.update(document as Uint8Array), cipher.final()]),
      metadata: { iv: iv.toString("base64"), ciphertext, datakeyencryptionkeyid: "cloudhsm:7,14" },
    };
  }

  /** Puts an encrypted document into a store and pins it. */
  put(store: MemoryStore, key: string, document: string | Uint8Array): EncryptedFile {
    const { body, metadata } = this.encrypt(document);
    store.objects.set(key, body);
    return encryptedFile({ ...store.pinned(key), metadata });
  }

  /** From now on the service gives a wrong key for what is encrypted so. */
  mixUp({ metadata }: Pick<Encrypted, "metadata">): void {
    this.#keys.set(metadata["ciphertext"] ?? "", randomBytes(DATA_KEY_BYTES));
  }

  open: DataKeyService["open"] = async ({ object, encryption }) => {
    this.asked.push(encryption.encryptedKey);
    const key = this.#keys.get(encryption.encryptedKey);
    if (key === undefined) {
      throw new DataKeyError(`no key for ${object.key}`);
    }
    const copy = Uint8Array.from(key);
    this.handed.push(copy);
    return copy;
  };
}
