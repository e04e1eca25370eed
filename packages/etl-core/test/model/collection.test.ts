import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import { InvalidConfigurationError } from "../../src/errors.ts";
import { type CollectionOptions, collectionSpec, isDeclaredPersonal } from "../../src/model/collection.ts";

const bids: CollectionOptions = { name: "bids", bucket: "source" };

describe("collectionSpec", () => {
  it("fills the defaults of a full extract", () => {
    expect(collectionSpec(bids)).toEqual({
      name: "bids",
      bucket: "source",
      format: "csv",
      prefix: "{date}_{collection}",
      select: "latest",
      extract: "full",
      allowEmpty: false,
      maxBadRows: 0,
      minColumnShare: 0.5,
      unconvertibleColumns: [],
      acceptSchemaChange: false,
      csv: {
        delimiter: ",",
        quote: '"',
        escape: '"',
        encoding: "utf-8",
        skipLines: 0,
        nullValues: [],
        maxValueChars: 1_000_000,
      },
      pii: false,
    });
  });

  it("has every option in the README", async () => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const { csv, ...spec } = collectionSpec({
      ...bids,
      pattern: "{date}",
      initialSchema: new StructType([]),
    });
    const options = [...Object.keys(spec), ...Object.keys(csv).map((name) => `csv.${name}`)];
    expect(options.filter((option) => !readme.includes(`\`${option}\``))).toEqual([]);
  });

  it("lets documents say what is personal data", () => {
    expect(collectionSpec({ ...bids, format: "encrypted-json" }).pii).toBe("by fields");
    expect(collectionSpec({ ...bids, format: "encrypted-json", pii: true }).pii).toBe(true);
  });

  it.each<[CollectionOptions["pii"], boolean]>([
    [undefined, false],
    [false, false],
    [true, true],
    [["full_name"], true],
  ])("counts CSV as personal data only if told so: pii %j", (pii, declared) => {
    expect(isDeclaredPersonal(collectionSpec({ ...bids, ...(pii === undefined ? {} : { pii }) }))).toBe(
      declared,
    );
  });

  it("reads every delta of a day, unless told otherwise", () => {
    expect(collectionSpec({ ...bids, extract: "delta" }).select).toBe("all");
    expect(collectionSpec({ ...bids, extract: "delta", select: "latest" }).select).toBe("latest");
  });

  it("lets a delta be empty", () => {
    expect(collectionSpec({ ...bids, extract: "delta" }).allowEmpty).toBe(true);
    expect(collectionSpec({ ...bids, extract: "delta", allowEmpty: false }).allowEmpty).toBe(false);
  });

  it("lists what the keys of a pattern begin with", () => {
    const pattern = String.raw`incoming/{date}/{collection}-\d+\.csv`;
    expect(collectionSpec({ ...bids, pattern }).prefix).toBe("incoming/{date}/{collection}-");
  });

  const wrong: Array<[what: string, options: Partial<CollectionOptions>, message: RegExp]> = [
    ["a name with a quote", { name: "bids`; DROP" }, /collection name "bids`; DROP" may only hold letters/],
    ["an empty name", { name: "" }, /collection name ""/],
    ["a name with a line end", { name: "bids\n" }, /collection name/],
    ["a negative budget", { maxBadRows: -1 }, /maxBadRows of bids/],
    ["half a row", { maxBadRows: 0.5 }, /maxBadRows of bids/],
    ["a pattern for every day", { pattern: ".*" }, /no \{date\}/],
    ["no regular expression", { pattern: "{date}(" }, /no regular expression/],
    ["a long delimiter", { csv: { delimiter: "||" } }, /csv.delimiter of bids/],
    ["a record end as delimiter", { csv: { delimiter: "\n" } }, /csv.delimiter of bids/],
    ["a quote beyond ASCII", { csv: { quote: "“" } }, /csv.quote of bids/],
    ["one character for two things", { csv: { delimiter: '"' } }, /also its quote/],
    ["CSV that should say what is personal data", { pii: "by fields" }, /set pii to true, false or a list/],
    ["a list of no personal columns", { pii: [] }, /pii of bids is a list without columns/],
    [
      "documents that have their own list",
      { format: "encrypted-json", pii: ["name"] },
      /set pii to "by fields"/,
    ],
    ["documents that should not", { format: "encrypted-json", pii: false }, /set pii to "by fields"/],
    ["less than no lines", { csv: { skipLines: -1 } }, /csv.skipLines of bids must be .* from 0 to 1000/],
    [
      "a null that is one already",
      { csv: { nullValues: ["NULL", ""] } },
      /csv.nullValues of bids has an empty/,
    ],
    ["no room for values", { csv: { maxValueChars: 0 } }, /csv.maxValueChars of bids/],
  ];
  it.each(wrong)("refuses %s", (_what, options, message) => {
    const make = () => collectionSpec({ ...bids, ...options });
    expect(make).toThrow(InvalidConfigurationError);
    expect(make).toThrow(message);
  });

  it("refuses an encoding Spark does not read", () => {
    const encoding: string = "windows-1250";
    expect(() => collectionSpec({ ...bids, csv: JSON.parse(JSON.stringify({ encoding })) })).toThrow(
      /csv.encoding of bids must be one of utf-8, windows-1252, iso-8859-1, us-ascii, not "windows-1250"/,
    );
  });
});
