import { describe, expect, it } from "@jest/globals";
import { SourceDataError } from "../../src/errors.ts";
import { normaliseColumnName, normaliseHeader } from "../../src/extract/column-names.ts";

describe("normaliseColumnName", () => {
  const names: Array<[raw: string, name: string]> = [
    ["Is Gateway?", "is_gateway"],
    ["id", "id"],
    ["  Job -- Title  ", "job_title"],
    ["_private_", "private"],
    ["Cost$", "cost$"],
    ["Größe (m²)", "gr_e_m"],
    ["line\nbreak", "line_break"],
    ["???", ""],
    ["", ""],
  ];
  it.each(names)("%j is %j", (raw, name) => {
    expect(normaliseColumnName(raw)).toBe(name);
  });
});

describe("normaliseHeader", () => {
  const refused: Array<[what: string, header: string[], message: RegExp]> = [
    ["a name twice", ["id", "a", "id"], /Columns 1 \("id"\) and 3 \("id"\) of s3:\/\/b\/k are both id\./],
    ["two names that become one", ["Is Gateway?", "is_gateway"], /Columns 1 \("Is Gateway\?"\) and 2/],
    ["names apart by case", ["ID", "id"], /are both id/],
    ["no name", ["id", ""], /Column 2 of s3:\/\/b\/k has no name that a table could use: ""/],
    ["all of it at once", ["id", "", "ID"], /Column 2 .* corrected\. Columns 1 .* and 3 .* are both id/],
    ["many, in short", Array.from({ length: 9 }, () => ""), /Column 5 .* … and 4 more of this kind\.$/],
    ["a name of which nothing is left", ["id", "??"], /Column 2 .*"\?\?"/],
  ];
  it.each(refused)("refuses %s", (_what, header, message) => {
    expect(() => normaliseHeader(header, "s3://b/k")).toThrow(SourceDataError);
    expect(() => normaliseHeader(header, "s3://b/k")).toThrow(message);
  });
});
