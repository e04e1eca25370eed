import { describe, expect, it } from "@jest/globals";
import { type ExpectedShape, shapeFaults } from "../../src/conform/shape-guard.ts";
import { splitRecord } from "../../src/extract/split-record.ts";
import { normaliseColumnName } from "../../src/extract/column-names.ts";
import { type CollectionOptions, collectionSpec } from "../../src/model/collection.ts";

const TABLE: ExpectedShape = { columns: ["id", "name", "amount"], delivered: undefined };
const WHERE = "s3://source/bids.csv of bids";
const NONE = `${WHERE} has none of the 3 columns of its table`;

function faultsOf(
  headers: readonly string[],
  expected: ExpectedShape = TABLE,
  options: Partial<CollectionOptions> = {},
): string[] {
  const spec = collectionSpec({ name: "bids", bucket: "source", ...options });
  const files = headers.map((text) => {
    const header = splitRecord(text, spec.csv);
    return { where: "s3://source/bids.csv", header, columns: header.map(normaliseColumnName) };
  });
  return shapeFaults(spec, files, expected);
}

describe("a file of a table", () => {
  it.each([
    ["id;name;amount", `${NONE}; it looks like ';' as the delimiter`],
    ['"id";"name";"amount"', `${NONE}; it looks like ';' as the delimiter`],
    ["id\tname\tamount", `${NONE}; it looks like a tab as the delimiter`],
    ["ID|Name|Amount", `${NONE}; it looks like '|' as the delimiter`],
    ["sep=;", `${NONE}; it begins with the \`sep=\` line of a spreadsheet`],
    ["<html>", `${NONE}; it looks like HTML, an error page perhaps`],
    ["<!DOCTYPE html>", `${NONE}; it looks like HTML, an error page perhaps`],
    ['<?xml version="1.0"?>', `${NONE}; it looks like XML`],
    ['{"id":1,"name":"Ada"}', `${NONE}; it looks like JSON`],
    ["1,Ada,10.5", NONE],
    ["id;name,amount", "has 1 of the 3 columns of its table; at least 2 are expected"],
    ["id,colour,size", "has 1 of the 3 columns of its table; at least 2 are expected"],
    ["id,name", undefined],
    ["AMOUNT,Id,colour", undefined],
  ])("with the header %j", (header, fault) => {
    expect(faultsOf([header])).toEqual(fault === undefined ? [] : [expect.stringContaining(fault)]);
  });

  it("never quotes what only the file has: without a header, that is a row", () => {
    expect(faultsOf(["17,Ada Lovelace,10.5"]).join()).not.toContain("Ada");
  });

  it("is compared by the collection's own delimiter", () => {
    expect(faultsOf(["id;name;amount"], TABLE, { csv: { delimiter: ";" } })).toEqual([]);
    expect(faultsOf(["id,name,amount"], TABLE, { csv: { delimiter: ";" } })[0]).toContain(
      "looks like ',' as the delimiter",
    );
  });

  it("is each compared: one among good ones does not pass", () => {
    expect(faultsOf(["id,name,amount", "id;name;amount", "id,name"])).toHaveLength(1);
  });
});

describe("the share of columns", () => {
  const columns = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const delivered = { day: "2026-11-01", columns: ["a", "b", "b.inner", "c", "d", "not_in_table"] };

  it("is of what the last published day had, not of all that the table ever had", () => {
    expect(faultsOf(["a,b"], { columns, delivered })).toEqual([]);
    expect(faultsOf(["a,b"], { columns, delivered: undefined })).toHaveLength(1);
    expect(faultsOf(["a"], { columns, delivered })).toEqual([
      `${WHERE} has 1 of the 4 columns that 2026-11-01, the last published day, had; at least 2 are expected`,
    ]);
  });

  it("is the collection's to choose; a file with none of the columns never passes", () => {
    expect(faultsOf(["a"], { columns, delivered }, { minColumnShare: 0 })).toEqual([]);
    expect(faultsOf(["a,b,c"], { columns, delivered }, { minColumnShare: 1 })).toHaveLength(1);
    expect(faultsOf(["x"], { columns, delivered }, { minColumnShare: 0 })).toHaveLength(1);
  });
});

describe("the first file of all", () => {
  it.each([
    ["id;name;amount", "looks like ';' as the delimiter"],
    ["id\tname", "looks like a tab as the delimiter"],
    ["id|name", "looks like '|' as the delimiter"],
    ["sep=,", "begins with the `sep=` line of a spreadsheet, which csv.skipLines leaves out"],
    ["<html>", "looks like HTML, an error page perhaps"],
    ["id", undefined],
    ["a;b,c", undefined],
  ])("with the header %j", (header, fault) => {
    const faults = faultsOf([header], { columns: [], delivered: undefined });
    expect(faults).toEqual(fault === undefined ? [] : [`${WHERE} ${fault}`]);
  });
});

describe("documents", () => {
  const spec = collectionSpec({ name: "claims", bucket: "source", format: "encrypted-json" });
  it.each([
    [["id"], 0],
    [["_id", "message"], 1],
  ])("with the fields %j have %i faults", (columns, count) => {
    const expected = { columns: ["id", "amount", "town"], delivered: undefined };
    expect(shapeFaults(spec, [{ where: "s3://source/c", columns }], expected)).toHaveLength(count);
  });
});
