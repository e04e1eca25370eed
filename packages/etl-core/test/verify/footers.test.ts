import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import { VerificationError } from "../../src/errors.ts";
import { columnDifferences } from "../../src/verify/match-columns.ts";
import { readFooters } from "../../src/verify/read-footers.ts";
import { type VerifyOptions, verifyStaged } from "../../src/verify/verify-staged.ts";
import { MemoryStore } from "../support/memory-store.ts";

/** Three rows of every type, written by Spark 4.3. */
const file = readFileSync(new URL("fixtures/spark-types.parquet", import.meta.url));
const FOLDER = "bids/run=000001-0a1b2c3d/date_uploaded=2026-11-01/";
const DDL =
  "flag boolean, tiny tinyint, small smallint, whole int, big bigint, single float, real double, price decimal(10,2), " +
  "text string, bytes binary, day date, moment timestamp, error_desc array<string>, " +
  "address struct<line1:string,geo:struct<lat:double>>, tags map<string,array<int>>";
const expectedColumns = StructType.fromDDL(DDL).fields;

const stored = (more: Readonly<Record<string, string | Uint8Array>> = {}) =>
  new MemoryStore({ [`${FOLDER}part-0.parquet`]: file, [`${FOLDER}part-1.parquet`]: file, ...more });

describe("readFooters", () => {
  it("counts rows and tells columns by one small read of each file", async () => {
    const store = stored({
      [`${FOLDER}_SUCCESS`]: "",
      [FOLDER]: "",
      [`${FOLDER}_temporary/0/part-9.parquet`]: "x",
    });
    const { files, foreign, rows, columns } = await readFooters(store, "out", FOLDER);
    expect(files.map((one) => one.rows)).toEqual([3, 3]);
    expect(rows).toBe(6);
    expect(foreign).toEqual([]);
    expect(store.reads).toHaveLength(2);
    expect(
      columns.map(({ name, physical, annotation }) => `${name} ${physical} ${annotation ?? ""}`),
    ).toEqual([
      "flag boolean ",
      "tiny int32 int_8",
      "small int32 int_16",
      "whole int32 ",
      "big int64 ",
      "single float ",
      "real double ",
      "price int64 decimal(10,2)",
      "text byte_array utf8",
      "bytes byte_array ",
      "day int32 date",
      expect.stringMatching(/^moment int(?:96 |64 timestamp_micros)$/),
      "error_desc group list",
      "address group ",
      "tags group map",
    ]);
  });

  it("tells what lies there that is not its own", async () => {
    const store = stored({ [`${FOLDER}part-0.csv`]: "x", [`${FOLDER}deeper/other.parquet`]: "x" });
    const { foreign } = await readFooters(store, "out", FOLDER);
    expect(foreign).toEqual([`${FOLDER}deeper/other.parquet`, `${FOLDER}part-0.csv`]);
  });

  const broken: Array<[what: string, body: Uint8Array]> = [
    ["cut off", file.subarray(0, file.length - 5)],
    ["of a few bytes", Buffer.from("PAR1")],
    ["of none", Buffer.from("")],
    [
      "with a footer longer than itself",
      Buffer.concat([Buffer.alloc(8), Buffer.from("\xff\xff\xff\x0fPAR1", "latin1")]),
    ],
    [
      "with a footer of nonsense",
      Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(40, 0xee), Buffer.from("\x20\0\0\0PAR1")]),
    ],
  ];
  it.each(broken)("names a file %s", async (_what, body) => {
    const store = new MemoryStore({ [`${FOLDER}part-0.parquet`]: body });
    const failure = readFooters(store, "out", FOLDER);
    await expect(failure).rejects.toThrow(VerificationError);
    await expect(failure).rejects.toThrow(/s3:\/\/out\/bids.*part-0\.parquet is no whole Parquet file/);
  });
});

describe("columnDifferences", () => {
  const cases: Array<[change: [from: string, to: string], differences: string[]]> = [
    [["flag boolean", "FLAG boolean"], []],
    [["text string", "text varchar(10)"], []],
    [["big bigint", "big timestamp_ntz"], []],
    [["whole int", "whole bigint"], ["whole should be bigint and is int32"]],
    [["big bigint", "big int"], ["big should be int and is int64"]],
    [
      ["price decimal(10,2)", "price decimal(10,3)"],
      ["price should be decimal(10,3) and is int64 (decimal(10,2))"],
    ],
    [["text string", "text binary"], ["text should be binary and is byte_array (utf8)"]],
    [["day date", "day int"], ["day should be int and is int32 (date)"]],
    [["lat:double", "lat:float"], ["address.geo.lat should be float and is double"]],
    [["line1:string,", "line1:string,line2:string,"], ["address.line2 is missing"]],
    [["line1:string,", ""], ["address.line1 should not be there"]],
    [["array<string>", "array<int>"], ["error_desc[] should be int and is byte_array (utf8)"]],
    [["array<string>", "string"], ["error_desc should be string and is group (list)"]],
    [["map<string,array<int>>", "map<string,array<date>>"], ["tags{}[] should be date and is int32"]],
    [["map<string,array<int>>", "map<int,array<int>>"], ["tags{key} should be int and is byte_array (utf8)"]],
    [["flag boolean, ", ""], ["flag should not be there"]],
    [["flag boolean", "flag boolean, more int"], ["more is missing"]],
  ];
  it.each(cases)("%j: %j", async ([from, to], differences) => {
    expect(DDL).toContain(from);
    const { columns } = await readFooters(stored(), "out", FOLDER);
    expect(columnDifferences(StructType.fromDDL(DDL.replace(from, to)).fields, columns)).toEqual(differences);
  });
});

describe("verifyStaged", () => {
  const options = async (more: Partial<VerifyOptions> = {}): Promise<VerifyOptions> => ({
    collection: "bids",
    rowsRead: 7,
    rowsBad: 1,
    footers: await readFooters(stored(), "out", FOLDER),
    expectedColumns,
    ...more,
  });

  it("passes when rows read = rows staged + rows left out", async () => {
    const given = await options();
    expect(() => verifyStaged(given)).not.toThrow();
  });

  it("passes a day without rows or files", async () => {
    const footers = await readFooters(new MemoryStore(), "out", FOLDER);
    const given = await options({ rowsRead: 0, rowsBad: 0, footers });
    expect(() => verifyStaged(given)).not.toThrow();
  });

  it("gives the numbers of a difference", async () => {
    const given = await options({ rowsBad: 0 });
    expect(() => verifyStaged(given)).toThrow(VerificationError);
    expect(() => verifyStaged(given)).toThrow(
      "bids: 7 rows were read, but 6 are staged in 2 files and 0 were left out, 6 together.",
    );
  });

  it("refuses an object that is not its own", async () => {
    const footers = await readFooters(stored({ [`${FOLDER}notes.txt`]: "x" }), "out", FOLDER);
    const given = await options({ footers });
    expect(() => verifyStaged(given)).toThrow(/holds 1 objects that are not its own, .*notes\.txt/);
  });

  it("names the file whose columns are not the table's", async () => {
    const given = await options({ expectedColumns: expectedColumns.slice(1) });
    expect(() => verifyStaged(given)).toThrow(
      /columns of bids.*part-0\.parquet are not those of the table: flag should not be there/,
    );
  });
});
