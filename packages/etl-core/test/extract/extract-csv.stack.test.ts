import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { S3Client } from "@aws-sdk/client-s3";
import * as fc from "fast-check";
import { Observation, type SparkSession } from "spark-connect-node";
import { SourceDataError } from "../../src/errors.ts";
import { assertCsvChecks } from "../../src/extract/assert-csv-checks.ts";
import type { CsvMetrics } from "../../src/extract/csv-checks.ts";
import type { CsvFile } from "../../src/extract/csv-file.ts";
import { readCsvShape } from "../../src/extract/csv-shape.ts";
import { explainReadFailure } from "../../src/extract/explain-read-failure.ts";
import { extractCsv } from "../../src/extract/extract-csv.ts";
import { locate } from "../../src/locate/locate.ts";
import { type CollectionOptions, collectionSpec } from "../../src/model/collection.ts";
import { s3ObjectStore } from "../../src/storage/s3-object-store.ts";
import { makeBucket, put, stackS3, stackSpark } from "../support/stack.ts";

const DAY = "2026-11-01";

let s3: S3Client;
let spark: SparkSession;
let bucket: string;
let collections = 0;

beforeAll(async () => {
  s3 = stackS3();
  spark = await stackSpark();
  bucket = await makeBucket(s3, "e1_extract");
});

afterAll(async () => {
  await spark?.stop();
  s3?.destroy();
});

type Body = string | Uint8Array;

/** Puts the files of a new collection, reads them as the job does, and gives rows, counts and the verdict on them. */
async function extract(bodies: Body[], more: Partial<CollectionOptions> = {}) {
  collections += 1;
  const spec = collectionSpec({ name: `c${collections}`, bucket, select: "all", ...more });
  for (const [index, body] of bodies.entries()) {
    await put(s3, bucket, `${DAY}_${spec.name}_delta_${index}.csv`, body);
  }
  const store = s3ObjectStore(s3);
  const located = await locate(store, spec, DAY);
  const files: CsvFile[] = [];
  for (const object of located.files) {
    files.push({ object, shape: await readCsvShape(store, object, spec.csv) });
  }
  const extracted = extractCsv({ spark, files, scheme: "s3a", csv: spec.csv });
  const observed = new Observation(`checks_${spec.name}`);
  const { csv_rows: rowCount, ...others } = extracted.checks();
  const checks = Object.entries(others).map(([name, column]) => column.as(name));
  const read = async () => {
    const rows = await extracted.df
      .observe(observed, rowCount.as("csv_rows"), ...checks)
      .collect({ rowMode: "array" });
    const counted = await observed.get();
    const of = (name: keyof CsvMetrics): number => Number(counted[name]);
    const metrics: CsvMetrics = {
      csv_rows: of("csv_rows"),
      csv_bad_rows: of("csv_bad_rows"),
      csv_suspect_values: of("csv_suspect_values"),
      csv_stray_ends: of("csv_stray_ends"),
      csv_longest_last: of("csv_longest_last"),
    };
    return { rows, metrics, verdict: assertCsvChecks({ store, spec, files, metrics }) };
  };
  return { columns: extracted.columns, store, spec, files, read };
}

/** The values of good files, without the column for bad rows, which must then be null. */
async function valuesOf(bodies: Body[], more: Partial<CollectionOptions> = {}): Promise<unknown[][]> {
  const { rows, verdict } = await (await extract(bodies, more)).read();
  await expect(verdict).resolves.toEqual([]);
  return rows.map((row) => {
    const values: unknown[] = Array.isArray(row) ? row : Object.values(row);
    expect(values.at(-1)).toBeNull();
    return values.slice(0, -1);
  });
}

describe("what Spark makes of a file", () => {
  const ends: Array<[name: string, end: string]> = [
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ];
  it.each(ends)("keeps every record end inside quotes where records end in %s", async (_name, end) => {
    const texts = ["x\r\ny", "x\ry", "x\ny", "\r\nx", "x\n\n\r\ry", "x\r\n"];
    const body = ["id,Text", ...texts.map((text, n) => `${n},"${text}"`)]
      .map((record) => record + end)
      .join("");
    expect(await valuesOf([body])).toEqual(texts.map((text, n) => [String(n), text]));
  });

  it("keeps quotes, delimiters, spaces, leading zeros and letters as they are", async () => {
    const body = '\uFEFFId,Is Gateway?\n007,"a, ""b"""\n 1 ," x "\n#1,5" pipe\n"é",𝄞\n""""," ""\n"\n';
    expect(await valuesOf([body])).toEqual([
      ["007", 'a, "b"'],
      [" 1 ", " x "],
      ["#1", '5" pipe'],
      ["é", "𝄞"],
      ['"', ' "\n'],
    ]);
  });

  it.each(ends)("gives back what was written, where records end in %s", async (_name, end) => {
    const character = fc.constantFrom(
      ...Array.from("aé𝄞 0#'\\\t"),
      ",",
      '"',
      "\n",
      "\r",
      "\r\n",
      "\u0085",
      "\u2028",
      "\u00a0",
    );
    const value = fc.string({ unit: character, maxLength: 8 });
    const rows = fc.sample(fc.tuple(value, value, value), { seed: 20261101, numRuns: 300 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const records = rows.map((row, n) => [String(n), ...row.map(quoted)].join(","));
    const body = ["n,a,b,c", ...records].map((record) => record + end).join("");
    const expected = rows.map((row, n) => [String(n), ...row.map((text) => (text === "" ? null : text))]);
    expect(await valuesOf([body])).toEqual(expected);
  });

  it("takes an empty field for null, in quotes too", async () => {
    expect(await valuesOf(['a,b\n1,\n,2\n"",""\n'])).toEqual([
      ["1", null],
      [null, "2"],
      [null, null],
    ]);
  });

  it("reads another delimiter, quote, escape and encoding", async () => {
    const body = Buffer.from("a|b\n'caf\xe9 \\'|\\' \\\\'|2\n", "latin1");
    const csv = { delimiter: "|", quote: "'", escape: "\\", encoding: "iso-8859-1" } as const;
    expect(await valuesOf([body], { csv })).toEqual([["café '|' \\", "2"]]);
  });

  it("reads all of windows-1252, in names too", async () => {
    const codes = Array.from({ length: 0x100 - 0x20 }, (_, n) => 0x20 + n);
    const undefinedCodes = [0x22, 0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d];
    const bytes = Buffer.from(codes.filter((code) => !undefinedCodes.includes(code)));
    const body = Buffer.concat([Buffer.from('id,\x80 b\n7,"', "latin1"), bytes, Buffer.from('"\n')]);
    const { columns } = await extract([body], { csv: { encoding: "windows-1252" } });
    expect(columns).toEqual(["id", "b"]);
    const [row] = await valuesOf([body], { csv: { encoding: "windows-1252" } });
    const high = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    const latin = bytes.toString("latin1").replaceAll(/[\u0080-\u009f]/g, "");
    expect(row).toEqual(["7", latin.replace("~", `~${high}`)]);
  });

  it("takes strings for null that the collection names, quoted or not, letter for letter", async () => {
    const body = 'a,b\nNULL,"NULL"\n\\N,null\n NULL,NULLS\n"",x\n';
    const csv = { nullValues: ["NULL", "\\N"] };
    expect(await valuesOf([body], { csv })).toEqual([
      [null, null],
      [null, "null"],
      [" NULL", "NULLS"],
      [null, "x"],
    ]);
    const windows = Buffer.from("a,b\n\x96,\x80\n", "latin1");
    expect(await valuesOf([windows], { csv: { encoding: "windows-1252", nullValues: ["–"] } })).toEqual([
      [null, "€"],
    ]);
  });

  it("reads the header alone as no rows", async () => {
    expect(await valuesOf(["a,b\n"], { allowEmpty: true })).toEqual([]);
  });

  it("reads files by their own headers and joins them by name", async () => {
    const { columns } = await extract(["Id,Name\n1,x\n", "Name,Id\r\ny,2\r\n", "ID,Extra\n3,\n"]);
    expect(columns).toEqual(["id", "name", "extra"]);
    const values = await valuesOf([
      "Id,Name\n1,x\n",
      "Name,Id\r\ny,2\r\n",
      "ID,Extra\n3,z\n",
      "id,name\n4,v\n",
    ]);
    expect(values.sort((one, other) => String(one[0]).localeCompare(String(other[0])))).toEqual([
      ["1", "x", null],
      ["2", "y", null],
      ["3", null, "z"],
      ["4", "v", null],
    ]);
  });

  it("reads a key that Spark would take for a glob", async () => {
    const key = `odd/${DAY}/[a]{b} c%20d#e?*.csv`;
    await put(s3, bucket, key, "a,b\n1,2\n");
    const spec = collectionSpec({ name: "odd", bucket, pattern: String.raw`odd/{date}/.*\.csv` });
    const store = s3ObjectStore(s3);
    const [object] = (await locate(store, spec, DAY)).files;
    expect(object?.key).toBe(key);
    const files =
      object === undefined ? [] : [{ object, shape: await readCsvShape(store, object, spec.csv) }];
    const { df } = extractCsv({ spark, files, scheme: "s3a", csv: spec.csv });
    expect(await df.collect({ rowMode: "array" })).toEqual([["1", "2", null]]);
  });
});

describe("what is wrong with a file", () => {
  const wrong: Array<[what: string, body: Body, message: RegExp]> = [
    ["CRLF among LF", "a,b\n1,2\n3,4\r\n", /mixes record ends: its header ends in LF, record 3 in CRLF/],
    ["LF among CRLF", "a,b\r\n1,2\n3,4\r\n", /its header ends in CRLF, record 2 in LF/],
    ["CR among CRLF", "a,b\r\n1,2\r3,4\r\n", /record 2 in CR/],
    ["CR among LF", "a,b\n1,2\r3,4\n", /record 2 in CR/],
    ["LF among CR", "a,b\r1,2\n3,4\r", /its header ends in CR, record 2 in LF/],
    ["CRLF among CR", "a,b\r1,2\r\n3,4\r", /record 2 in CRLF/],
    ["LF among CRLF in one column", "a\r\n1\n2\r\n", /record 2 in LF/],
    [
      "Latin letters in UTF-8",
      Buffer.from("a,b\n1,caf\xe9\n", "latin1"),
      /is not all utf-8: the line at byte 4/,
    ],
    [
      "a NUL behind the first look",
      `a,b\n${"1,2\n".repeat(20_000)}1,x\0\n`,
      /NUL byte in the line at byte 80004/,
    ],
    ["a NUL that begins a record", `a,b\n${"1,2\n".repeat(20_000)}\0,2\n`, /NUL byte/],
    [
      "a quote open to the end",
      'a,b\n1,2\n3,"x\n4,5\n',
      /ends inside a quoted value that begins in record 3/,
    ],
    ["one without a last record end", 'a,b\n1,2\n3,"x', /ends inside a quoted value .* record 3/],
    ["one that opens and is over", 'a,b\n1,2\n3,"', /ends inside a quoted value .* record 3/],
    ["one in the first column", 'a,b\n1,2\n"3,4\n5,6\n', /ends inside a quoted value .* record 3/],
    ["one of CRLF", 'a,b\r\n1,2\r\n3,"x\r\n', /ends inside a quoted value .* record 3/],
    ["one in a large file without quotes", `a,b\n0,"1\n${"1,2\n".repeat(40_000)}`, /record 2/],
    ["one that a later quote closes", 'a,b\n1,"x\n2,"y"\n3,4\n', /record 2 that spans lines/],
    [
      "too few fields",
      "a,b\n1,2\n3\n",
      /1 of 2 rows of c\d+ cannot be read.* Record 3 of .* has 1 fields, its header 2/,
    ],
    ["too many", "a,b\n1,2,3\n", /Record 2 of .* has 3 fields, its header 2/],
  ];
  it.each(wrong)("finds %s", async (_what, body, message) => {
    const { verdict } = await (await extract([body])).read();
    const failure: unknown = await verdict.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(SourceDataError);
    expect(String(failure)).toMatch(message);
  });

  it.each([
    ["iso-8859-1", "\x93a\x94", /is not all iso-8859-1.*windows-1252/],
    ["windows-1252", "\x9d", /is not all windows-1252/],
    ["us-ascii", "\xe9", /is not all us-ascii/],
  ] as const)("finds bytes that are not %s", async (encoding, text, message) => {
    const { verdict } = await (
      await extract([Buffer.from(`a,b\n1,${text}\n`, "latin1")], { csv: { encoding } })
    ).read();
    await expect(verdict).rejects.toThrow(message);
  });

  it("counts bad rows apart from good ones", async () => {
    const { read } = await extract(["a,b\n1,2\n3\n4,5,6\n7,8\n"], { maxBadRows: 2 });
    const { rows, metrics, verdict } = await read();
    expect(metrics).toMatchObject({ csv_rows: 4, csv_bad_rows: 2 });
    expect(rows).toEqual([
      ["1", "2", null],
      ["3", null, "3"],
      ["4", "5", "4,5,6"],
      ["7", "8", null],
    ]);
    expect((await verdict).join()).toMatch(/Record 3 of .*csv has 1 fields, its header 2\./);
  });

  const long: Array<[what: string, body: string, message: RegExp]> = [
    ["from a quote left open", `a,b\n1,"${"x,\n".repeat(500_000)}`, /ends inside a quoted value .* record 2/],
    [
      "that is one",
      `a,b\n1,"${"x".repeat(1_000_001)}"\n`,
      /Record 2 of .* has a value of 1000003 bytes, longer than the 1000000 characters/,
    ],
  ];
  it.each(long)("explains a value too long: one %s", async (_what, body, message) => {
    const { read, ...day } = await extract([body]);
    const failure: unknown = await read().catch((error: unknown) => error);
    const explained = await explainReadFailure(failure, day);
    expect(explained).toBeInstanceOf(SourceDataError);
    expect(String(explained)).toMatch(message);
  });
});
