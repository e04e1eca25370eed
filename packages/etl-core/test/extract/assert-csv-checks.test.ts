import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { SourceDataError } from "../../src/errors.ts";
import { assertCsvChecks, checkNotEmpty } from "../../src/extract/assert-csv-checks.ts";
import type { CsvMetrics } from "../../src/extract/csv-checks.ts";
import type { CsvFile } from "../../src/extract/csv-file.ts";
import { readCsvShape } from "../../src/extract/csv-shape.ts";
import { explainReadFailure } from "../../src/extract/explain-read-failure.ts";
import type { GzipDamage } from "../../src/extract/gzip.ts";
import { inspectCsv } from "../../src/extract/inspect-csv.ts";
import { type CollectionOptions, collectionSpec, type CsvEncoding } from "../../src/model/collection.ts";
import { MemoryStore } from "../support/memory-store.ts";

const quiet: CsvMetrics = {
  csv_rows: 10,
  csv_bad_rows: 0,
  csv_suspect_values: 0,
  csv_stray_ends: 0,
  csv_longest_last: 1,
};

async function setUp(body: string | Uint8Array, more: Partial<CollectionOptions> = {}) {
  const spec = collectionSpec({ name: "bids", bucket: "bucket", ...more });
  const store = new MemoryStore({ "k.csv": body });
  const object = store.pinned("k.csv");
  const files: CsvFile[] = [{ object, shape: await readCsvShape(store, object, spec.csv) }];
  store.reads.length = 0;
  return { store, spec, files };
}

describe("assertCsvChecks", () => {
  it("reads nothing again when nothing is suspect", async () => {
    const day = await setUp("a,b\n1,2\n");
    await expect(assertCsvChecks({ ...day, metrics: quiet })).resolves.toEqual([]);
    expect(day.store.reads).toEqual([]);
  });

  const wrong: Array<
    [what: string, body: string | Uint8Array, counted: Partial<CsvMetrics>, message: RegExp]
  > = [
    [
      "CRLF after LF",
      "a,b\n1,2\n3,4\r\n",
      { csv_stray_ends: 1 },
      /k\.csv mixes record ends: its header ends in LF, record 3 in CRLF/,
    ],
    ["LF after CRLF", "a,b\r\n1,2\n3,4\r\n", { csv_bad_rows: 1 }, /its header ends in CRLF, record 2 in LF/],
    ["LF after CR", "a,b\r1,2\n3,4\r", { csv_bad_rows: 1 }, /its header ends in CR, record 2 in LF/],
    ["LF after CRLF, one column", "a\r\n1\n2\r\n", { csv_stray_ends: 1 }, /record 2 in LF/],
    [
      "bytes of another encoding",
      Buffer.from("a,b\n1,2\n1,caf\xe9\n", "latin1"),
      { csv_suspect_values: 1 },
      /k\.csv is not all utf-8: the line at byte 8 holds/,
    ],
    [
      "a NUL, before anything else that is wrong",
      `a,b\n${"1,2\n".repeat(20_000)}1\r\n1,\0\n`,
      { csv_suspect_values: 1 },
      /k\.csv holds a NUL byte in the line at byte 80007/,
    ],
    [
      "a quote left open in the last column",
      'a,b\n1,2\n3,"x\n4,5\n',
      {},
      /k\.csv ends inside a quoted value that begins in record 3/,
    ],
    ["one in another column", 'a,b\n"1,2\n3,4\n', { csv_bad_rows: 1 }, /begins in record 2/],
    [
      "one that a later quote closes",
      'a,b\n3,"x\n4,"y"\n5,6\n',
      { csv_suspect_values: 1 },
      /quoted value in record 2 that spans lines and goes on behind its closing quote/,
    ],
    [
      "too many bad rows",
      "a,b\n1,2\n1\n1,2,3\n",
      { csv_bad_rows: 2 },
      /2 of 10 rows of bids cannot be read, and maxBadRows allows 0\. Record 3 of s3:\/\/bucket\/k\.csv has 1 fields, its header 2\./,
    ],
  ];
  it.each(wrong)("refuses %s", async (_what, body, counted, message) => {
    const day = await setUp(body);
    const checked = assertCsvChecks({ ...day, metrics: { ...quiet, ...counted } });
    await expect(checked).rejects.toThrow(SourceDataError);
    await expect(checked).rejects.toThrow(message);
  });

  const encodings: Array<[bytes: string, encoding: CsvEncoding, outcome: RegExp | "right"]> = [
    ["\x93caf\xe9\x94 \x80", "windows-1252", "right"],
    ["\x81", "windows-1252", /is not all windows-1252: .* or set csv\.encoding\.$/],
    ["caf\xe9\xa0", "iso-8859-1", "right"],
    ["\x93caf\xe9\x94", "iso-8859-1", /is not all iso-8859-1: the line at byte 4 .* windows-1252\.$/],
  ];
  it.each(encodings)("judges bytes by the encoding, case %#", async (bytes, encoding, outcome) => {
    const day = await setUp(Buffer.from(`a,b\n1,${bytes}\n`, "latin1"), { csv: { encoding } });
    const checked = assertCsvChecks({ ...day, metrics: { ...quiet, csv_suspect_values: 1 } });
    await (outcome === "right"
      ? expect(checked).resolves.toEqual([])
      : expect(checked).rejects.toThrow(outcome));
  });

  const right: Array<[what: string, body: string, counted: Partial<CsvMetrics>]> = [
    ["CR at a quoted value's end", 'a,b\n1,"2\r"\n', { csv_stray_ends: 1 }],
    ["U+FFFD itself", "a,b\n1,\uFFFD\n", { csv_suspect_values: 1 }],
    ["lines in a single column", 'a\n"1\n2"\n', { csv_stray_ends: 1 }],
    ["a quote at the start of lines", 'a,b\n1,"""2""\n3"\n', { csv_suspect_values: 1 }],
  ];
  it.each(right)("lets %s be", async (_what, body, counted) => {
    const day = await setUp(body);
    await expect(assertCsvChecks({ ...day, metrics: { ...quiet, ...counted } })).resolves.toEqual([]);
    expect(day.store.reads).not.toEqual([]);
  });

  it("lets so many bad rows be, and says where they are", async () => {
    const day = await setUp("a,b\n1\n1,2\n", { maxBadRows: 1 });
    const notes = await assertCsvChecks({ ...day, metrics: { ...quiet, csv_bad_rows: 1 } });
    expect(notes).toEqual(["Record 2 of s3://bucket/k.csv has 1 fields, its header 2."]);
  });

  it("does not let a budget for bad rows excuse a quote left open", async () => {
    const day = await setUp('a,b\n1,2\n"3\n4,5\n', { maxBadRows: 9 });
    await expect(assertCsvChecks({ ...day, metrics: { ...quiet, csv_bad_rows: 1 } })).rejects.toThrow(
      /ends inside a quoted value/,
    );
  });

  it("says what is wrong with every file at once, and no more than is", async () => {
    const bodies = { "a.csv": "a,b\n1,2\n3,4\r\n5\n", "b.csv": "a,b\n1\n", "c.csv": 'a,b\n1,2\n3,"4\n' };
    const store = new MemoryStore(bodies);
    const spec = collectionSpec({ name: "bids", bucket: "bucket" });
    const files = await Promise.all(
      Object.keys(bodies).map(async (key): Promise<CsvFile> => {
        const object = store.pinned(key);
        return { object, shape: await readCsvShape(store, object, spec.csv) };
      }),
    );
    const metrics = { ...quiet, csv_bad_rows: 2, csv_stray_ends: 1 };
    const failure: unknown = await assertCsvChecks({ store, spec, files, metrics }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: "SourceFaultsError" });
    expect(String(failure)).toMatch(
      /a\.csv mixes record ends.* 2 more problems .*\(2\) .*c\.csv ends inside a quoted value.*\(3\) 2 of 10 rows of bids cannot be read.*Record 2 of .*b\.csv has 1 fields/u,
    );
    expect(String(failure)).not.toContain("Record 4 of");
  });

  it("looks again when the last column's longest value could have swallowed the end", async () => {
    const plain = "1,2\n".repeat(50_000);
    const open = await setUp(`a,b\n1,"2\n${plain}`);
    const longest = plain.length + 2;
    await expect(
      assertCsvChecks({ ...open, metrics: { ...quiet, csv_longest_last: longest } }),
    ).rejects.toThrow(/begins in record 2/);
    const closed = await setUp(`a,b\n${plain}`);
    await expect(assertCsvChecks({ ...closed, metrics: quiet })).resolves.toEqual([]);
    expect(closed.store.reads).toEqual([]);
  });

  it("reads gzip to its end, whose tail cannot be read alone, and nothing else with it", async () => {
    const plain = await setUp("a,b\n1,2\n");
    const rows = Array.from({ length: 20_000 }, (_, n) => `${n},${n * 7919}\n`).join("");
    plain.store.objects.set("k.csv.gz", gzipSync(`a,b\n${rows}3,"x\n`));
    const object = plain.store.pinned("k.csv.gz");
    const { store, spec } = plain;
    const files = [...plain.files, { object, shape: await readCsvShape(store, object, spec.csv) }];
    store.reads.length = 0;
    await expect(assertCsvChecks({ store, spec, files, metrics: quiet })).rejects.toThrow(
      /k\.csv\.gz ends inside a quoted value that begins in record 20002/,
    );
    expect([...new Set(store.reads.map(({ key }) => key))]).toEqual(["k.csv.gz"]);
  });
});

describe("checkNotEmpty", () => {
  it("refuses a full extract without rows, before and after it is read", async () => {
    const { spec, files } = await setUp("a,b\n");
    expect(() => checkNotEmpty(spec, files)).toThrow(
      /k\.csv of bids has a header and no rows.* set allowEmpty/,
    );
    const { files: some } = await setUp("a,b\n1,2\n");
    expect(() => checkNotEmpty(spec, some)).not.toThrow();
    expect(() => checkNotEmpty(spec, some, 0)).toThrow(SourceDataError);
  });

  it("takes a delta without rows", async () => {
    const { spec, files } = await setUp("a,b\n", { extract: "delta" });
    expect(() => checkNotEmpty(spec, files)).not.toThrow();
    expect(() => checkNotEmpty(spec, files, 0)).not.toThrow();
  });
});

describe("inspectCsv", () => {
  it("tells the first fault of each kind, in a file of several pieces", async () => {
    const row = `1,${"é".repeat(3000)}\n`;
    const rows = row.repeat(1500);
    const { store, spec, files } = await setUp(`a,b\n${rows}1\n1,2\r\n${rows}1,2,3\n1,"2`);
    const [file] = files;
    expect(file && (await inspectCsv(store, file, spec.csv))).toEqual([
      { kind: "ragged", record: 1502, fields: 1 },
      { kind: "mixedRecordEnds", record: 1503, found: "\r\n" },
      { kind: "unclosedQuote", record: 3005 },
    ]);
    expect(store.reads.length).toBeGreaterThan(3);
  });

  it("reads gzip and skips lines on the way to the same faults", async () => {
    const row = `1,${"é".repeat(3000)}\n`;
    const body = gzipSync(`title "\n\na,b\n${row.repeat(1500)}1\n1,2\r\n${row}1,"2`);
    const { store, spec, files } = await setUp(body, { csv: { skipLines: 2 } });
    const [file] = files;
    expect(file && (await inspectCsv(store, file, spec.csv))).toEqual([
      { kind: "ragged", record: 1502, fields: 1 },
      { kind: "mixedRecordEnds", record: 1503, found: "\r\n" },
      { kind: "unclosedQuote", record: 1505 },
    ]);
  });

  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, n) => `${(n * 7919) % 100_003}\n`).join(""));
  const whole = gzipSync(Buffer.concat([Buffer.from("a\n"), noise]));
  const flipped = Buffer.from(whole);
  flipped[whole.length - 5] = (flipped.at(-5) ?? 0) ^ 1;
  it.each<[GzipDamage, Uint8Array]>([
    ["ends too soon", whole.subarray(0, whole.length / 2)],
    ["ends too soon", Buffer.concat([whole, whole.subarray(0, 50)])],
    ["is damaged", flipped],
    ["is damaged", Buffer.concat([whole, Buffer.from("behind")])],
    ["has bytes behind its end", Buffer.concat([whole, Buffer.alloc(10)])],
  ])("tells that gzip %s", async (damage, body) => {
    const { store, spec, files } = await setUp(body);
    const [file] = files;
    expect(file && (await inspectCsv(store, file, spec.csv))).toEqual([{ kind: "gzip", damage }]);
    await expect(assertCsvChecks({ store, spec, files, metrics: quiet })).rejects.toThrow(
      new RegExp(`k\\.csv is gzip and ${damage}\\. Have it delivered again\\.`),
    );
  });

  it("finds bytes of another encoding in a later piece", async () => {
    const rows = Buffer.from(`1,${"é".repeat(3000)}\n`.repeat(1500));
    const bad = Buffer.from([0x31, 0x2c, 0xc3, 0x28, 0x0a]);
    const { store, spec, files } = await setUp(Buffer.concat([Buffer.from("a,b\n"), rows, bad]));
    const [file] = files;
    expect(file && (await inspectCsv(store, file, spec.csv))).toEqual([
      { kind: "undecodable", byte: 4 + rows.length },
    ]);
  });
});

describe("explainReadFailure", () => {
  const failed = Object.assign(new Error("[FAILED_READ_FILE.NO_HINT]"), {
    errorClass: "FAILED_READ_FILE.NO_HINT",
  });

  it("finds the quote left open that made one value too long", async () => {
    const day = await setUp('a,b\n1,"2\n3,4\n');
    const explained = await explainReadFailure(failed, day);
    expect(explained).toBeInstanceOf(SourceDataError);
    expect(String(explained)).toMatch(/begins in record 2/);
  });

  it("leaves alone what the files do not explain", async () => {
    const day = await setUp("a,b\n1,2\n");
    expect(await explainReadFailure(failed, day)).toBe(failed);
    const other = new Error("connection lost");
    expect(await explainReadFailure(other, day)).toBe(other);
  });
});
