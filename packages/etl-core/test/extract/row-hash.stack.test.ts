import type { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { formatDataType, type SparkSession, StructType } from "spark-connect-node";
import { SourceDataError } from "../../src/errors.ts";
import { extractJson } from "../../src/extract/extract-json.ts";
import { DocumentSplitter } from "../../src/split/document-splitter.ts";
import { makeBucket, put, stackS3, stackSpark } from "../support/stack.ts";

let s3: S3Client;
let spark: SparkSession;
let bucket: string;
let files = 0;

beforeAll(async () => {
  s3 = stackS3();
  spark = await (await stackSpark()).newSession();
  // As the session of a day has it.
  await spark.conf.setAll({ "spark.sql.caseSensitive": "true", "spark.sql.session.timeZone": "UTC" });
  bucket = await makeBucket(s3, "hd_hash");
});

afterAll(async () => {
  await spark?.stop();
  s3?.destroy();
});

/** Reads lines as a day does: the table's types before, then what comes of each line. */
async function extract(lines: readonly string[], previous = "") {
  files += 1;
  await put(s3, bucket, `${files}/part-00000.json`, lines.map((line) => `${line}\n`).join(""));
  const { df, columns } = await extractJson({
    spark,
    collection: "c",
    path: `s3a://${bucket}/${files}/*.json`,
    hasLines: lines.length > 0,
    previous: previous === "" ? new StructType([]) : StructType.fromDDL(previous),
  });
  const rows = await df.collect();
  return {
    columns: columns.fields.map(({ name, type }) => `${name} ${formatDataType(type)}`),
    rows,
    hashes: rows.map((row) => row["row_hash_id"]),
    bad: rows.map((row) => row["_corrupt_record"]),
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** Records and the digests that the original made of them. */
const ORIGINAL: ReadonlyArray<readonly [record: string, digest: string]> = [
  [
    `{"zuluId":1,"applicationId":"A-1","emailAddress":"a@x.gov.uk","amountClaimed":1234.5,"isOpen":true,"createdDateTime":"2026-01-01 10:00:00","bigNumber":9007199254740993,"note":null}`,
    "dbf55746e7d74b7859e45512ff1ee1f43887edc1368f3d67b3c82f29efce8b03",
  ],
  [
    `{"zuluId":2,"applicationId":"Ünïcode ✓","emailAddress":null,"amountClaimed":0.1,"isOpen":false,"createdDateTime":null,"bigNumber":-1,"note":"x||y"}`,
    "1455907da1c40ceefd49bb73534919e95aa63bc84e0a423229e46da042dd83fd",
  ],
  [
    String.raw`{"zuluId":3,"applicationId":"","emailAddress":"line\nbreak","amountClaimed":10000000000.0,"isOpen":null,"createdDateTime":"2026-01-01 10:00:00","bigNumber":0,"note":"\"quoted\""}`,
    "7454a3f76004d8dabcc418ec38a074970bb07a4dc1ec592f5a294eaf5553850a",
  ],
  [
    `{"zuluId":4,"amountClaimed":1e-07,"bigNumber":123}`,
    "857b8b6fa5a110a65f0b80d20314ac62fa9c7be42632cd845c3148c394396714",
  ],
];

describe("the digest of a row", () => {
  it.each([
    ["no table yet", ""],
    [
      "a table of other types",
      "zulu_id INT, amount_claimed DECIMAL(20,2), is_open STRING, created_date_time TIMESTAMP, big_number BIGINT",
    ],
    [
      "a table of texts",
      "zulu_id STRING, application_id STRING, email_address STRING, amount_claimed STRING, is_open STRING, created_date_time STRING, big_number STRING, note STRING",
    ],
    ["a table of structures", "zulu_id STRUCT<a: INT>, note ARRAY<STRING>, amount_claimed MAP<STRING, INT>"],
  ])("is the original's, with %s", async (_name, previous) => {
    const { hashes, bad } = await extract(
      ORIGINAL.map(([record]) => record),
      previous,
    );
    expect(bad).toEqual([null, null, null, null]);
    expect(hashes).toEqual(ORIGINAL.map(([, digest]) => digest));
  });

  it.each<[string, string, string, string?]>([
    ["texts in a list one by one", `{"a":["x","y"],"b":1}`, "x||y||1"],
    ["no text of a list that is null", `{"a":["x",null,"z"],"b":1}`, "x||z||1"],
    ["nothing of an empty list of texts", `{"a":[],"b":1}`, "1", `{"a":["x"]}`],
    [
      "a structure as JSON, by name, without nulls",
      `{"a":{"z":1,"y":null,"b":{"d":true,"c":"x"}},"b":null}`,
      `{"b":{"c":"x","d":true},"z":1}`,
      `{"a":{"y":1},"b":1}`,
    ],
    [
      "a list of structures as JSON",
      `{"a":[{"z":1.5,"b":"x"},{"b":null},null]}`,
      `[{"b":"x","z":1.5},{},null]`,
    ],
    ["a list of numbers as JSON", `{"a":[1,2.50,1e-7]}`, `[1.0,2.5,1.0E-7]`],
    ["a list of lists as JSON", `{"a":[["x"],[],["y","z"]]}`, `[["x"],[],["y","z"]]`],
    [
      "numbers inside a structure as they are inferred",
      `{"a":{"n":1e-7,"m":1}}`,
      `{"m":1.0,"n":1.0E-7}`,
      `{"a":{"m":0.5}}`,
    ],
    ["a double as Spark writes it", `{"a":1e-7,"b":100000000,"c":0.10}`, "1.0E-7||1.0E8||0.1", `{"b":0.5}`],
    ["minus nothing as nothing", `{"a":-0,"b":-0.0}`, "0||-0.0"],
    [
      "20 digits in full",
      `{"a":12345678901234567890,"b":-12345678901234567890}`,
      "12345678901234567890||-12345678901234567890",
    ],
    ["20 digits inside a structure", `{"a":{"b":12345678901234567890}}`, `{"b":12345678901234567890}`],
    ["as text what is a text in another record", `{"a":1.5,"b":true}`, "1.5||true", `{"a":"x","b":"y"}`],
    ["nothing at all of an empty record", "{}", "", `{"a":1}`],
  ])("takes %s", async (...[_name, record, expected, other]) => {
    const lines = other === undefined ? [record] : [record, other];
    const { hashes, columns } = await extract(lines);
    expect(hashes[0]).toBe(sha256(expected));
    // Whatever the table has: text where there are structures, and other types.
    const texts = columns.map((column) => `${column.split(" ")[0]} STRING`).join(", ");
    const numbers = columns.map((column) => `${column.split(" ")[0]} INT`).join(", ");
    expect((await extract(lines, texts)).hashes[0]).toBe(sha256(expected));
    expect((await extract(lines, numbers)).hashes[0]).toBe(sha256(expected));
  });

  it.each([
    ["a part", "a STRUCT<b: STRING, s: STRING, n: STRING>"],
    ["a list", "a STRUCT<b: INT, s: STRUCT<x: INT>, n: ARRAY<STRING>>"],
    ["the element of a list", "l ARRAY<STRING>"],
    ["a structure inside a list", "l ARRAY<STRUCT<s: STRING>>"],
  ])("is the same when %s is text in the table", async (_name, previous) => {
    const lines = [
      `{"a":{"s":{"y":1e-7,"x":"t"},"n":[{"k":1},{"k":2}],"b":-0},"l":[{"s":{"y":1,"x":null}},{"s":{"y":2}}]}`,
      `{"a":{"s":{"z":"only here"}},"l":[]}`,
    ];
    const expected = [
      `{"b":0,"n":[{"k":1},{"k":2}],"s":{"x":"t","y":1.0E-7}}||[{"s":{"y":1}},{"s":{"y":2}}]`,
      `{"s":{"z":"only here"}}||[]`,
    ].map(sha256);
    expect((await extract(lines)).hashes).toEqual(expected);
    expect((await extract(lines, previous)).hashes).toEqual(expected);
  });
});

/** Values of a field in two records; a day has one field for each. The digests depend on them alone. */
const FIELDS: readonly (readonly [first: string, second: string])[] = [
  // Texts and numbers in one list.
  [`["x",1.10]`, `["1.10",1e400,-0,12345678901234567890,true,null]`],
  // Lists and objects beside scalars.
  [
    String.raw`["x",{ "b" : 1.10 , "c":"\u00fc\/, 7 \"8\\" },[1.10,"2.50"]]`,
    String.raw`["{not JSON","[draft] 1.10","{ \"b\": 1.10 }"]`,
  ],
  [`{"s":"x","n":1.10,"l":[1.10]}`, `{"s":1.10,"n":1e400,"l":["y"]}`],
  [`{"s":{"t":[1.0, 2.50]},"k":1}`, `{"s":"u","k":9007199254740993}`],
  [`[{"s":1.10,"t":true},{"s":"x"},null]`, `[{"s":{"u":[]},"t":null}]`],
  [`[["x",1.10],[],[null]]`, `[[{"b":-1.50e+3}]]`],
  // Digits and quotes in texts, and long texts.
  [
    String.raw`[{"s":"7, 8","t":"say \"9\" \\"},{"s":"\\\"","t":"-"}]`,
    `[{"s":"${String.raw`\\7`.repeat(5_000)}","t":"${"x1".repeat(20_000)}"}]`,
  ],
];
/** What a table may have for each of the fields. */
const TABLES: readonly string[] = [
  "STRING",
  "INT",
  "MAP<STRING, STRING>",
  "ARRAY<STRING>",
  "ARRAY<ARRAY<STRING>>",
  "ARRAY<STRUCT<s: STRING, t: STRUCT<u: STRING>>>",
  "STRUCT<s: STRING, n: DOUBLE, l: STRING, k: STRING>",
  "STRUCT<s: ARRAY<STRING>, l: ARRAY<DOUBLE>>",
];

describe("the digest of a row, whatever the table has", () => {
  const names = FIELDS.map((_, at) => `f${at}`);
  const lines = [0, 1].map(
    (record) => `{${FIELDS.map((field, at) => `"${names[at] ?? ""}":${field[record] ?? ""}`).join(",")}}`,
  );
  let expected: readonly unknown[];

  beforeAll(async () => {
    const { hashes, bad } = await extract(lines);
    expect(bad).toEqual([null, null]);
    expected = hashes;
  });

  it.each(TABLES)("%s", async (type) => {
    const { hashes } = await extract(lines, names.map((name) => `${name} ${type}`).join(", "));
    expect(hashes).toEqual(expected);
  });

  it("is that of numbers as they were written beside texts", async () => {
    const [field] = FIELDS.slice(0, 1);
    const { hashes } = await extract(field?.map((value) => `{"a":${value}}`) ?? [], "a STRING");
    expect(hashes).toEqual(["x||1.10", "1.10||1e400||-0||12345678901234567890||true"].map(sha256));
  });
});

describe("extractJson", () => {
  it("reads numbers as they were written", async () => {
    const record = `{"a":1.10,"b":1e400,"c":9007199254740993,"d":-0,"e":1E+2,"f":{"g":1.10,"h":[1e400,9007199254740993]}}`;
    const { rows, columns } = await extract([record]);
    expect(columns).toEqual([
      "a string",
      "b string",
      "c string",
      "d string",
      "e string",
      "f struct<g:string,h:array<string>>",
    ]);
    expect(rows[0]).toMatchObject({
      a: "1.10",
      b: "1e400",
      c: "9007199254740993",
      d: "-0",
      e: "1E+2",
      f: { g: "1.10", h: ["1e400", "9007199254740993"] },
      _corrupt_record: null,
    });
  });

  it("reads text as it is, and what has parts as text where the column has none", async () => {
    const { rows } = await extract(
      [String.raw`{"a":"line\nbreak \"q\" \u00fc ✓","b":{"x":1.10,"y":[1e400]},"c":[1.10]}`],
      "b STRING, c DOUBLE",
    );
    expect(rows[0]).toMatchObject({ a: 'line\nbreak "q" ü ✓', c: "[1.10]", _corrupt_record: null });
    expect(JSON.stringify(rows[0]?.["b"])).toBe(JSON.stringify(`{"x":1.10,"y":[1e400]}`));
  });

  it("reads a column of numbers and texts, whole or scalar, as text", async () => {
    const { rows, columns, bad } = await extract([
      `{"a":1.10,"b":1}`,
      `{"a":"x","b":{"c":1}}`,
      `{"a":true,"b":[2]}`,
    ]);
    expect(columns).toEqual(["a string", "b string"]);
    expect(rows.map(({ a, b }) => [a, b])).toEqual([
      ["1.10", "1"],
      ["x", '{"c":1}'],
      ["true", "[2]"],
    ]);
    expect(bad).toEqual([null, null, null]);
  });

  it("tells names apart by case, and refuses those that Hive does not", async () => {
    const { rows, columns } = await extract([`{"id":1,"iD":2}`]);
    expect(columns).toEqual(["i_d string", "id string"]);
    expect(rows[0]).toMatchObject({ i_d: "2", id: "1" });
    await expect(extract([`{"id":1}`, `{"Id":2}`])).rejects.toThrow(SourceDataError);
  });

  it("reads no rows of no lines, and rows of empty records", async () => {
    expect(await extract([], "a STRING")).toMatchObject({ columns: [], rows: [] });
    expect(await extract(["{}", "{}"])).toMatchObject({ columns: [], bad: [null, null] });
  });

  it("flags rows that are no JSON object, and reads those around them", async () => {
    const bad = [`{"a":NaN}`, `{'a':1}`, `{"a":1,}`, `{"a":1`, `{"a":01}`, `{"a":Infinity}`, `[1]x`];
    const lines = [`{"a":1}`, ...bad, `{"a":2}`];
    const { rows, columns } = await extract(lines);
    expect(columns).toEqual(["a string"]);
    expect(rows.map((row) => (row["_corrupt_record"] === null ? row["a"] : row["_corrupt_record"]))).toEqual([
      "1",
      ...bad,
      "2",
    ]);
  });

  it("flags what splitting left out", async () => {
    const splitter = new DocumentSplitter();
    const document = `{"data":[{"a":1},7,"x",null,"",[{"a":1}],[],{"a":1,"a":2},{"a":"\\ud800"},{"b":{"c":"\u0001"}},{},{"a":3}]}`;
    const lines = Buffer.from(splitter.push(Buffer.from(document)))
      .toString("utf8")
      .trimEnd()
      .split("\n");
    const { count } = splitter.end().rejected;
    const { bad, rows } = await extract(lines);
    expect(rows).toHaveLength(12);
    expect([count, bad.filter((line) => line !== null)]).toEqual([9, expect.any(Array)]);
    expect(bad.map((line) => line === null)).toEqual([
      true,
      ...Array.from({ length: 9 }, () => false),
      true,
      true,
    ]);
  });
});
