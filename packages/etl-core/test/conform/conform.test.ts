import { describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import { conform } from "../../src/conform/conform.ts";

describe("text that was not looked at, or has no value", () => {
  const text = StructType.fromDDL(
    "site STRUCT<LINE1: STRING, floor: STRING, county: STRING, empty: STRING>, fresh STRING",
  );

  it("is not taken where the table has no place for it", async () => {
    const previous = StructType.fromDDL("site STRUCT<line1: STRING, floor: INT, county: STRING>");
    const { columns, plan } = await conform({ collection: "c", columns: text, previous, rows: undefined });
    const taken = "site STRUCT<line1: STRING, floor: INT, county: STRING>";
    expect(plan.result.toDDL()).toBe(taken);
    expect(columns.toDDL()).toBe(`${taken},error_desc ARRAY<STRING>`);
  });
});
