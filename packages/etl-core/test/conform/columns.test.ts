import { describe, expect, it } from "@jest/globals";
import { parseDataType, StructType, types } from "spark-connect-node";
import {
  columnsToLookAt,
  dataColumns,
  incomingSchema,
  splitColumns,
  stagedColumns,
  textColumns,
} from "../../src/conform/columns.ts";
import { SourceDataError } from "../../src/errors.ts";

const table = StructType.fromDDL("id BIGINT, Name STRING, error_desc ARRAY<STRING>, date_uploaded DATE");

describe("dataColumns", () => {
  it("leaves out the partition's and the errors'", () => {
    expect(dataColumns(table).names()).toEqual(["id", "Name"]);
  });

  it("is empty where there is neither table nor initial schema", () => {
    expect(dataColumns(undefined).names()).toEqual([]);
  });
});

describe("splitColumns", () => {
  it("compares in lower case", () => {
    expect(splitColumns("bids", ["name", "remote", "ID"], dataColumns(table))).toEqual({
      known: ["name", "ID"],
      fresh: ["remote"],
    });
  });

  it("does not look at errors that the source lists itself", () => {
    expect(splitColumns("bids", ["error_desc"], dataColumns(table)).fresh).toEqual([]);
  });

  it("refuses a column of the partition's name", () => {
    expect(() => splitColumns("bids", ["Date_Uploaded"], dataColumns(table))).toThrow(SourceDataError);
  });
});

describe("incomingSchema", () => {
  it("is text but for what was looked at; without any value it has no type", () => {
    const schema = incomingSchema(
      textColumns(["id", "remote", "notes"]),
      ["remote", "notes"],
      dataColumns(table),
      new Map([["remote", types.boolean]]),
    );
    expect(schema.fields.map(({ name, type }) => [name, type.kind])).toEqual([
      ["id", "string"],
      ["remote", "boolean"],
      ["notes", "null"],
    ]);
  });
});

describe("structures of text", () => {
  const known = StructType.fromDDL("id BIGINT, site STRUCT<line1: STRING, floor: INT>, tags ARRAY<STRING>");
  const text = StructType.fromDDL(
    "id STRING, site STRUCT<LINE1: STRING, floor: STRING, county: STRING, empty: STRING>, tags ARRAY<STRING>, contacts ARRAY<STRUCT<age: STRING>>",
  );
  const chosen = new Map([
    ["site", parseDataType("STRUCT<LINE1: INT, floor: INT, county: STRING, empty: VOID>")],
    ["contacts", parseDataType("ARRAY<STRUCT<age: INT>>")],
  ]);

  it("are looked at when the table does not know all of them", () => {
    expect(columnsToLookAt(text, ["contacts"], known).map(({ name }) => name)).toEqual(["site", "contacts"]);
  });

  it("get types where they are new, and stay text where the table has one for them", () => {
    expect(incomingSchema(text, ["contacts"], known, chosen).toDDL()).toBe(
      "id STRING,site STRUCT<LINE1: STRING, floor: STRING, county: STRING, empty: VOID>,tags ARRAY<STRING>,contacts ARRAY<STRUCT<age: INT>>",
    );
  });
});

describe("stagedColumns", () => {
  it("ends in the errors", () => {
    expect(stagedColumns(StructType.fromDDL("id BIGINT")).toDDL()).toBe("id BIGINT,error_desc ARRAY<STRING>");
  });
});
