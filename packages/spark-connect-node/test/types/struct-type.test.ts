import { describe, expect, it } from "@jest/globals";
import { dataTypesEqual, formatDataType, parseDataType, StructType, types } from "../../src/types/index.ts";

describe("StructType", () => {
  it("is built field by field and stays as it was", () => {
    const empty = new StructType();
    const built = empty.add("Id", types.long, false).add("tags", "array<string>");
    expect(empty.fields).toEqual([]);
    expect(built.toDDL()).toBe("Id BIGINT NOT NULL,tags ARRAY<STRING>");
    expect(built.names()).toEqual(["Id", "tags"]);
  });

  it("finds fields in either case, the exact name first", () => {
    const struct = StructType.fromDDL("A int, a string");
    expect(struct.field("a")?.type).toEqual(types.string);
    expect(struct.field("A")?.type).toEqual(types.integer);
    expect(StructType.fromDDL("Name int").field("nAME")?.name).toBe("Name");
    expect(struct.field("b")).toBeUndefined();
  });

  it("is read from columns and from a struct, and from nothing else", () => {
    expect(StructType.fromDDL("a int")).toEqual(StructType.fromDDL("struct<a:int>"));
    expect(() => StructType.fromDDL("array<int>")).toThrow("Columns expected");
  });
});

describe("dataTypesEqual", () => {
  it.each([
    ["int", "int", true],
    ["int", "bigint", false],
    ["decimal(10,2)", "decimal(10,3)", false],
    ["string", "string collate UNICODE", false],
    ["a int", "A int", false],
    ["a int", "a int comment 'x'", true],
    ["a int", "a int not null", false],
    ["a int, b int", "b int, a int", false],
    ["map<int,array<time(3)>>", "map<int,array<time(4)>>", false],
  ])("%s and %s: %s", (a, b, equal) => {
    expect(dataTypesEqual(parseDataType(a), parseDataType(b))).toBe(equal);
  });

  it("can look past nullability at any depth", () => {
    const a = types.struct([
      { name: "a", type: types.map("int", types.array("int", false), false), nullable: false },
    ]);
    const b = StructType.fromDDL("a map<int,array<int>>");
    expect(dataTypesEqual(a, b)).toBe(false);
    expect(dataTypesEqual(a, b, { ignoreNullability: true })).toBe(true);
  });
});

describe("types", () => {
  it("makes every type that takes parameters", () => {
    const made = types.struct({
      a: types.decimal(5, 2),
      b: types.map("string", types.array(types.timestampNtz)),
      c: types.varchar(3),
      d: types.collated("unicode"),
      e: types.dayTimeInterval(1, 2),
      f: types.yearMonthInterval(),
      g: types.time(),
    });
    expect(formatDataType(made)).toBe(
      "struct<a:decimal(5,2),b:map<string,array<timestamp_ntz>>,c:varchar(3),d:string collate UNICODE," +
        "e:interval hour to minute,f:interval year to month,g:time(6)>",
    );
  });

  it.each([
    ["precision", () => types.decimal(39, 0)],
    ["scale", () => types.decimal(5, 6)],
    ["length", () => types.char(0)],
    ["precision", () => types.time(10)],
    ["unit", () => types.dayTimeInterval(2, 1)],
  ])("refuses a wrong %s", (what, make) => {
    expect(make).toThrow(what);
  });
});
