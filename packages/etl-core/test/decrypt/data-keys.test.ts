import { describe, expect, it } from "@jest/globals";
import { DataKeys } from "../../src/decrypt/data-keys.ts";
import { encryptedFile } from "../../src/decrypt/encryption.ts";
import { FakeDataKeys } from "../support/fake-data-keys.ts";
import { MemoryStore } from "../support/memory-store.ts";

const store = new MemoryStore();
const zeros = new Uint8Array(32);

describe("DataKeys", () => {
  it("asks once for a key, however many ask at once or later", async () => {
    const service = new FakeDataKeys();
    const [one, other] = [service.put(store, "a", "x"), service.put(store, "b", "x")];
    await using keys = new DataKeys(service);
    const shared = { ...one, object: other.object };
    const [first, second] = await Promise.all([keys.open(one), keys.open(shared), keys.open(other)]);
    expect(await keys.open(one)).toBe(first);
    expect(second).toBe(first);
    expect(service.asked).toEqual([one, other].map(({ encryption }) => encryption.encryptedKey));
  });

  it("tells keys apart by the key that encrypted them too", async () => {
    const service = new FakeDataKeys();
    const file = service.put(store, "a", "x");
    await using keys = new DataKeys(service);
    await keys.open(file);
    await keys.open({ ...file, encryption: { ...file.encryption, keyId: "cloudhsm:8,15" } });
    expect(service.asked).toHaveLength(2);
  });

  it("does not remember a failure, which all hear that asked for it", async () => {
    const service = new FakeDataKeys();
    const { open } = service;
    const file = service.put(store, "a", "x");
    await using keys = new DataKeys(service);
    service.open = async () => {
      throw new Error("away");
    };
    const asked = await Promise.allSettled([keys.open(file), keys.open(file)]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    service.open = open;
    expect(await keys.open(file)).toHaveLength(32);
  });

  it("wipes its keys when it is disposed of, those too that are still being opened", async () => {
    const service = new FakeDataKeys();
    const { open } = service;
    const [one, late, failing] = ["a", "b", "c"].map((key) => service.put(store, key, key));
    let arrive = (): void => {};
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    service.open = async (file, options) => {
      if (file === late) await arrived;
      if (file === failing) throw new Error("away");
      return open(file, options);
    };
    const keys = new DataKeys(service);
    const opened = [one, late, failing].map((file) => keys.open(file ?? encryptedFile(store.pinned("a"))));
    const settled = Promise.allSettled(opened);
    expect(await opened[0]).not.toEqual(zeros);
    const disposed = keys[Symbol.asyncDispose]();
    arrive();
    await disposed;
    await settled;
    expect(service.handed).toEqual([zeros, zeros]);
  });
});
