import { describe, expect, it } from "@jest/globals";
import { StructType } from "spark-connect-node";
import { columnPaths, formatDelivered, parseDelivered } from "../../src/conform/delivered.ts";

describe("what a day's files had", () => {
  it("is every column and every field inside, in lower case", () => {
    const schema = StructType.fromDDL(
      "Id STRING, address STRUCT<Line1: STRING, geo: STRUCT<lat: STRING>>, items ARRAY<STRUCT<price: STRING>>",
    );
    expect(columnPaths(schema)).toEqual([
      "id",
      "address",
      "address.line1",
      "address.geo",
      "address.geo.lat",
      "items",
      "items[]",
      "items[].price",
    ]);
  });

  it("comes back as it was written, and other objects are nothing", () => {
    const delivered = { day: "2026-11-01", columns: ["id", "name"] };
    expect(parseDelivered(formatDelivered(delivered))).toEqual(delivered);
    for (const text of ["", "null", "[]", '{"version":2,"day":"2026-11-01","columns":[]}', '{"version":1}']) {
      expect(parseDelivered(text)).toBeUndefined();
    }
  });
});
