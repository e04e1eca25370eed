import type { StoreOptions } from "../model/object-store.ts";
import type { EncryptedFile } from "./encryption.ts";

/** Bytes of an AES-256 key. */
export const DATA_KEY_BYTES = 32;

/** Opens data keys. {@link httpDataKeyService} is the real one. */
export interface DataKeyService {
  /**
   * Decrypts the data key of a file.
   *
   * @returns 32 bytes of the caller's own, to wipe after use.
   * @throws DataKeyError naming the object and why; never the key.
   */
  open(file: EncryptedFile, options?: StoreOptions): Promise<Uint8Array>;
}
