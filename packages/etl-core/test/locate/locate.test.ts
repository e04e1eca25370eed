import { describe, expect, it } from "@jest/globals";
import { SourceDataError, SourceFileMissingError, StorageError } from "../../src/errors.ts";
import { getListKeysForPrefix } from "../../src/locate/list-keys.ts";
import { similarKeys } from "../../src/locate/similar-keys.ts";
import { assertUnchanged, locate } from "../../src/locate/locate.ts";
import { type CollectionOptions, collectionSpec } from "../../src/model/collection.ts";
import { MemoryStore } from "../support/memory-store.ts";

const DAY = "2026-11-01";
const spec = (more: Partial<CollectionOptions> = {}) =>
  collectionSpec({ name: "bids", bucket: "source", ...more });

function storeOf(...keys: string[]): MemoryStore {
  return new MemoryStore(Object.fromEntries(keys.map((key) => [key, `id\n${key}\n`])));
}

describe("getListKeysForPrefix", () => {
  it("drops the key that is the prefix itself", async () => {
    const found = await getListKeysForPrefix(storeOf("in/", "in/a", "in/b", "io"), "source", "in/");
    expect(found.map(({ key }) => key)).toEqual(["in/a", "in/b"]);
  });
});

describe("locate", () => {
  const names: Array<[key: string, taken: boolean]> = [
    [`${DAY}_bids.csv`, true],
    [`${DAY}_bids_1617840000.csv`, true],
    [`${DAY}_bids_delta_3.csv`, true],
    [`${DAY}_bids_1617840000_delta_3.csv`, true],
    [`${DAY}_bids/part-0001.csv`, true],
    [`${DAY}_bids/2026/any.txt`, true],
    [`${DAY}_bids/`, false],
    [`${DAY}_bids/sub/`, false],
    [`${DAY}_bids/_SUCCESS`, false],
    [`${DAY}_bids/_temporary/0.csv`, false],
    [`${DAY}_bids/.part.csv.crc`, false],
    [`${DAY}_bids/part-0000.csv.crc`, false],
    [`${DAY}_bids_1617840000/part-0000.csv`, true],
    [`${DAY}_bids_1617840000.csv/part-0000.csv`, true],
    [`${DAY}_bids_1617840000.csv/_SUCCESS`, false],
    [`${DAY}_bids_1617840000/_temporary/0.csv`, false],
    [`${DAY}_bids_archive/part-0000.csv`, false],
    [`${DAY}_bids_archive.csv`, false],
    [`${DAY}_bids_archive_1617840000.csv`, false],
    [`${DAY}_bids_archive/part-0001.csv`, false],
    [`${DAY}_bids.csv.gz`, true],
    [`${DAY}_bids_1617840000_delta_3.csv.gz`, true],
    [`${DAY}_bids.csv.zip`, false],
    [`${DAY}_bids.gz`, false],
    [`${DAY}_bids`, false],
    [`${DAY}_bidders.csv`, false],
  ];
  it.each(names)("%s: %s", async (key, taken) => {
    const found = locate(storeOf(key), spec(), DAY);
    if (taken) {
      expect((await found).files.map((file) => file.key)).toEqual([key]);
    } else {
      await expect(found).rejects.toThrow(SourceFileMissingError);
    }
  });

  const inOrder: Array<[title: string, own: string[], read: string[], more?: Partial<CollectionOptions>]> = [
    ["the latest epoch by its value", ["_9.csv", "_10.csv", "_8.csv"], ["_10.csv"]],
    ["seconds and milliseconds alike", ["_1617840000.csv", "_1617840000500.csv"], ["_1617840000500.csv"]],
    [
      "all parts of a folder",
      ["/part-0000.csv", "/part-0001.csv", "/country=uk/part-0002.csv"],
      ["/country=uk/part-0002.csv", "/part-0000.csv", "/part-0001.csv"],
    ],
    [
      "all parts of the latest folder",
      ["_1.csv/part-0.csv", "_1.csv/part-1.csv", "_2.csv/part-0.csv", "_2.csv/part-1.csv"],
      ["_2.csv/part-0.csv", "_2.csv/part-1.csv"],
    ],
    ["a later file than the folder's", ["_1/part-0.csv", "_1/part-1.csv", "_2.csv"], ["_2.csv"]],
    [
      "the latest folder of an epoch inside",
      ["/1617840000/a.csv", "/1617850000/a.csv", "/1617850000/b.csv"],
      ["/1617850000/a.csv", "/1617850000/b.csv"],
    ],
    ["the only file without an epoch", [".csv"], [".csv"]],
    ["the epoch before a sequence", ["_1_delta_2.csv", "_2_delta_1.csv"], ["_2_delta_1.csv"]],
    [
      "documents alike",
      ["-1617840000.json.enc", "-1617850000.json.enc"],
      ["-1617850000.json.enc"],
      { format: "encrypted-json" },
    ],
    [
      "a pattern's epoch",
      ["-1617840000.csv", "-1617850000.csv"],
      ["-1617850000.csv"],
      { pattern: "{date}_{collection}-.*" },
    ],
    [
      "a pattern's epoch by its name",
      ["-v1.csv", "-v2.csv"],
      ["-v2.csv"],
      { pattern: String.raw`{date}_{collection}-v(?<epoch>\d)\.csv` },
    ],
    [
      "all of a pattern's folder with an epoch",
      ["-1617850000/a.csv", "-1617840000/a.csv", "-1617850000/b.csv"],
      ["-1617850000/a.csv", "-1617850000/b.csv"],
      { pattern: "{date}_{collection}-.*" },
    ],
  ];
  it.each(inOrder)("takes %s, and tells what it left", async (_title, own, read, more = {}) => {
    const keys = own.map((end) => `${DAY}_bids${end}`);
    const { files, unread } = await locate(storeOf(...keys, `${DAY}_bids_archive.csv`), spec(more), DAY);
    expect(files.map(({ key }) => key)).toEqual(read.map((end) => `${DAY}_bids${end}`));
    expect([...unread.map(({ key }) => key), ...files.map(({ key }) => key)].sort()).toEqual(keys.sort());
  });

  it.each<[title: string, own: string[], more?: Partial<CollectionOptions>]>([
    ["a sequence without an epoch", ["_delta_1.csv", "_delta_2.csv"]],
    ["one epoch of several", ["_1_delta_1.csv", "_1_delta_2.csv"]],
    ["a file without an epoch beside one with", [".csv", "_1.csv"]],
    ["a file beside a folder", [".csv", "/part-0.csv"]],
    ["the same name compressed", ["_1.csv", "_1.csv.gz"]],
    [
      "parts that a pattern matches",
      ["/part-0000.csv", "/part-0001.csv"],
      { pattern: "{date}_{collection}/part-.*" },
    ],
  ])("refuses to choose where nothing says which is the latest: %s", async (_title, own, more = {}) => {
    const found = locate(storeOf(...own.map((end) => `${DAY}_bids${end}`)), spec(more), DAY);
    await expect(found).rejects.toThrow(SourceDataError);
    await expect(found).rejects.toThrow(
      /bids has 2 deliveries of the day.*s3:\/\/source\/2026-11-01_bids.*select to "all".*pattern/u,
    );
  });

  it("tells other collections' files under the prefix", async () => {
    const { others, prefix } = await locate(
      storeOf(`${DAY}_bids_1.csv`, `${DAY}_bids_archive.csv`),
      spec(),
      DAY,
    );
    expect(others).toEqual([`${DAY}_bids_archive.csv`]);
    expect(prefix).toBe(`${DAY}_bids`);
  });

  it("takes every one in key order", async () => {
    const store = storeOf(`${DAY}_bids_delta_2.csv`, `${DAY}_bids_delta_1.csv`);
    const { files, unread } = await locate(store, spec({ select: "all" }), DAY);
    expect(files.map(({ key }) => key)).toEqual([`${DAY}_bids_delta_1.csv`, `${DAY}_bids_delta_2.csv`]);
    expect(unread).toEqual([]);
  });

  it("goes by the collection's own pattern", async () => {
    const store = storeOf(`in/${DAY}/bids-1.csv`, `in/${DAY}/bids-x.csv`, `${DAY}_bids.csv`);
    const pattern = String.raw`in/{date}/{collection}-\d+\.csv`;
    const { files, prefix } = await locate(store, spec({ pattern }), DAY);
    expect(files.map(({ key }) => key)).toEqual([`in/${DAY}/bids-1.csv`]);
    expect(prefix).toBe(`in/${DAY}/bids-`);
  });

  it.each<[there: string[], similar: string]>([
    [[], "nothing there has a similar name"],
    [[`${DAY}_offers.csv`, "2026-11-02_bids.csv"], "nothing there has a similar name"],
    [[`${DAY}_bids.CSV`, `${DAY}_bids.csv.zip`], `similar names there: ${DAY}_bids.CSV, ${DAY}_bids.csv.zip`],
    [[`in/${DAY}_bids.csv`], `similar names there: in/${DAY}_bids.csv`],
    [[`${DAY}-Bids.csv`], `similar names there: ${DAY}-Bids.csv`],
    [["bids/20261101.csv"], "similar names there: bids/20261101.csv"],
    [[`${DAY}_bids/_SUCCESS`, `${DAY}_bids/`], `similar names there: ${DAY}_bids/_SUCCESS`],
  ])(
    "names the prefix of what is missing as the original does, exits 1, and tells what is there: %j",
    async (there, similar) => {
      const failure: unknown = await locate(storeOf(...there), spec(), DAY).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        message: `File Not Found for ${DAY}_bids in s3://source; ${similar}.`,
        code: "SOURCE_FILE_MISSING",
        exitCode: 1,
        bucket: "source",
      });
    },
  );

  it("looks for similar names no further than a page or two, and not where it must not", async () => {
    let listed = 0;
    const store = {
      async *list(_bucket: string, prefix: string) {
        if (prefix === "") throw new StorageError("denied");
        for (let n = 0; ; n += 1) {
          listed += 1;
          yield { key: `${prefix}_${n}`, size: 1, etag: "", lastModified: new Date(0) };
        }
      },
    };
    expect(await similarKeys(store, spec(), DAY, [`${DAY}_bids.CSV`])).toEqual([`${DAY}_bids.CSV`]);
    expect(listed).toBe(1_000);
  });

  it("refuses a file of no bytes by name, allowed to be empty or not", async () => {
    const store = new MemoryStore({ [`${DAY}_bids_1.csv`]: "id\n1\n", [`${DAY}_bids_2.csv`]: "" });
    const failure = locate(store, spec({ extract: "delta" }), DAY);
    await expect(failure).rejects.toThrow(SourceDataError);
    await expect(failure).rejects.toThrow(
      `s3://source/${DAY}_bids_2.csv of bids is empty: it has not even a header.`,
    );
  });

  it("does not mind an empty file that a later one replaced", async () => {
    const store = new MemoryStore({ [`${DAY}_bids_1.csv`]: "", [`${DAY}_bids_2.csv`]: "id\n1\n" });
    await expect(locate(store, spec(), DAY)).resolves.toMatchObject({ unread: [{ size: 0 }] });
  });
});

describe("assertUnchanged", () => {
  it("passes what is as it was located, and names what is not", async () => {
    const key = `${DAY}_bids.csv`;
    const store = storeOf(key);
    const { files } = await locate(store, spec(), DAY);
    await expect(assertUnchanged(store, files)).resolves.toBeUndefined();

    store.objects.set(key, Buffer.from("id\n2\n"));
    await expect(assertUnchanged(store, files)).rejects.toThrow(StorageError);
    await expect(assertUnchanged(store, files)).rejects.toThrow(/bids\.csv was replaced while/);

    store.objects.delete(key);
    await expect(assertUnchanged(store, files)).rejects.toThrow(/bids\.csv was removed while/);
  });
});
