import { describe, expect, it } from "@jest/globals";
import { formatDataType, StructType } from "spark-connect-node";
import { PublishError } from "../../src/errors.ts";
import { decideTableChange } from "../../src/publish/table-change.ts";

const ddl = (text: string): StructType => StructType.fromDDL(text);
const named = (columns: readonly { name: string; type: Parameters<typeof formatDataType>[0] }[]): string[] =>
  columns.map((column) => `${column.name} ${formatDataType(column.type)}`);

describe("decideTableChange", () => {
  it("creates a table that is not there", () => {
    const change = decideTableChange("db.t", undefined, ddl("a INT, b STRING"));
    expect(change.kind === "create" && named(change.columns)).toEqual(["a int", "b string"]);
  });

  it.each([
    ["the same columns", "a INT, b STRING", "a INT, b STRING"],
    ["other case and order", "a INT, B STRING", "b STRING, A INT"],
    ["a column the files lack", "a INT, b STRING", "a INT"],
    ["not null, which a Hive table cannot say", "a STRUCT<x: INT>", "a STRUCT<x: INT>"],
    ["a struct in the files that lacks nothing but case", "a STRUCT<x: INT>", "a STRUCT<X: INT>"],
  ])("keeps: %s", (_title, present, wanted) => {
    expect(decideTableChange("db.t", ddl(present), ddl(wanted)).kind).toBe("keep");
  });

  it("adds columns at the end", () => {
    const change = decideTableChange("db.t", ddl("a INT"), ddl("n DOUBLE, A INT, m DATE"));
    expect(change.kind === "add columns" && named(change.columns)).toEqual(["n double", "m date"]);
  });

  it.each([
    ["a field", "s STRUCT<x: INT>", "s STRUCT<x: INT, y: STRING>", "s struct<x:int,y:string>"],
    [
      "a field in an array of structs",
      "s ARRAY<STRUCT<x: INT>>",
      "s ARRAY<STRUCT<x: INT, y: INT>>",
      "s array<struct<x:int,y:int>>",
    ],
    [
      "a field in a map's values, two levels down",
      "s MAP<STRING, STRUCT<x: STRUCT<a: INT>>>",
      "s MAP<STRING, STRUCT<x: STRUCT<a: INT, b: INT>>>",
      "s map<string,struct<x:struct<a:int,b:int>>>",
    ],
  ])("widens: %s", (_title, present, wanted, column) => {
    const change = decideTableChange("db.t", ddl(`a INT, ${present}, z INT`), ddl(`n DATE, ${wanted}`));
    expect(change.kind === "widen" && [change.widened, named(change.columns)]).toEqual([
      ["s"],
      ["a int", column, "z int", "n date"],
    ]);
  });

  it.each([
    ["another type", "a INT", "a STRING"],
    ["a struct that loses a field", "a STRUCT<x: INT, y: INT>", "a STRUCT<x: INT>"],
    ["a field of another type", "a STRUCT<x: INT>", "a STRUCT<x: STRING, y: INT>"],
    ["a struct for text", "a STRING", "a STRUCT<x: INT>"],
    ["another decimal", "a DECIMAL(10,2)", "a DECIMAL(12,2)"],
  ])("refuses: %s", (_title, present, wanted) => {
    expect(() => decideTableChange("db.t", ddl(present), ddl(wanted))).toThrow(PublishError);
    expect(() => decideTableChange("db.t", ddl(present), ddl(wanted))).toThrow("Column a of db.t");
  });
});
