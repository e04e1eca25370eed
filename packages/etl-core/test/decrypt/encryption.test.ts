import { describe, expect, it } from "@jest/globals";
import { encryptedFile } from "../../src/decrypt/encryption.ts";
import { SourceDataError } from "../../src/errors.ts";
import type { SourceObject } from "../../src/model/object-store.ts";

const iv = Buffer.from("0123456789abcdef").toString("base64");
const good = { iv, ciphertext: "a2V5", datakeyencryptionkeyid: "cloudhsm:7,14" };

const object = (metadata?: Readonly<Record<string, string>>): SourceObject => ({
  bucket: "source",
  key: "2026-11-01_applications-1.json.enc",
  size: 1,
  etag: '"e"',
  lastModified: new Date(0),
  ...(metadata === undefined ? {} : { metadata }),
});

describe("encryptedFile", () => {
  it("reads how an object is encrypted", () => {
    const pinned = object({ ...good, more: "x" });
    const { encryption, ...file } = encryptedFile(pinned);
    expect(file).toEqual({ object: pinned });
    expect({ ...encryption, iv: Buffer.from(encryption.iv).toString() }).toEqual({
      iv: "0123456789abcdef",
      keyId: "cloudhsm:7,14",
      encryptedKey: "a2V5",
    });
  });

  it("takes values with blanks around them", () => {
    const padded = Object.fromEntries(Object.entries(good).map(([name, value]) => [name, ` ${value} `]));
    expect(encryptedFile(object(padded)).encryption).toEqual(encryptedFile(object(good)).encryption);
  });

  const ivOf = (bytes: number): string => Buffer.alloc(bytes, 7).toString("base64");
  it.each<[string, Readonly<Record<string, string>> | undefined, string]>([
    ["no metadata", undefined, "has no iv, ciphertext, datakeyencryptionkeyid in its metadata"],
    ["no iv", { ...good, iv: "" }, "has no iv in its metadata"],
    ["no ciphertext", { ...good, ciphertext: " " }, "has no ciphertext in its metadata"],
    ["no key id", { iv, ciphertext: "a2V5" }, "has no datakeyencryptionkeyid in its metadata"],
    ["an iv of 12 bytes", { ...good, iv: ivOf(12) }, "has an iv in its metadata that is not 16 bytes"],
    ["an iv of 15 bytes", { ...good, iv: ivOf(15) }, "has an iv in its metadata that is not 16 bytes"],
    ["an iv of 17 bytes", { ...good, iv: ivOf(17) }, "has an iv in its metadata that is not 16 bytes"],
    ["an iv in hex", { ...good, iv: "00".repeat(16) }, "has an iv in its metadata that is not 16 bytes"],
    ["an iv with a stray character", { ...good, iv: `!${iv}` }, "not 16 bytes in base64"],
    [
      "a ciphertext that is cut",
      { ...good, ciphertext: "a2V5a" },
      "has a ciphertext in its metadata that is not base64",
    ],
    [
      "a ciphertext with a line end",
      { ...good, ciphertext: "a2V5\na2V5" },
      "ciphertext in its metadata that is not base64",
    ],
  ])("refuses %s, naming the object", (_name, metadata, message) => {
    const refused = (): unknown => encryptedFile(object(metadata));
    expect(refused).toThrow(SourceDataError);
    expect(refused).toThrow(
      `s3://source/2026-11-01_applications-1.json.enc ${message.startsWith("ha") ? message : ""}`,
    );
    expect(refused).toThrow(message);
  });
});
