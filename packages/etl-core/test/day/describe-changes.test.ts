import { describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import { describeChanges } from "../../src/day/describe-changes.ts";

const columns = StructType.fromDDL("id BIGINT, positions INT, error_desc ARRAY<STRING>");

describe("describeChanges", () => {
  it("is empty when nothing changed", () => {
    expect(
      describeChanges({ accepted: [], changes: "", columns }, [], [], { change: "keep", brokenViews: [] }),
    ).toBe("");
  });

  it("lists what was accepted, the evolution, then what would not convert, then a rename", () => {
    const conversions = [
      { column: "positions", values: 1 },
      { column: "address.line1", values: 12 },
    ];
    expect(
      describeChanges(
        { accepted: ["! accepted: a file"], changes: "+ remote boolean", columns },
        conversions,
        [
          { column: "amount", values: 3 },
          { column: "items[].price", values: 1 },
        ],
        { change: "widen", brokenViews: [] },
      ).split("\n"),
    ).toEqual([
      "! accepted: a file",
      "+ remote boolean",
      "~ positions string → int: 1 value became null, see error_desc",
      "~ address.line1: 12 values became null, see error_desc",
      "~ amount: 3 values have more digits than a double keeps, and were rounded",
      "~ items[].price: 1 value has more digits than a double keeps, and was rounded",
      "table rename",
    ]);
  });
});
