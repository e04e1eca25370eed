import { describe, expect, it } from "@jest/globals";
import { formatDataType, parseDataType, StructType } from "spark-connect-node";
import { declaredTypes } from "../../src/plan/declared-types.ts";
import { planEvolution } from "../../src/plan/plan-evolution.ts";
import { formatEvolution } from "../../src/plan/changes.ts";

/** A column as Spark reports it. */
function reported(type: string, declared?: string): StructType {
  const metadata = {
    comment: "kept",
    ...(declared === undefined ? {} : { __CHAR_VARCHAR_TYPE_STRING: declared }),
  };
  return new StructType([{ name: "a", type: parseDataType(type), metadata }]);
}

describe("declaredTypes", () => {
  it.each([
    ["string", undefined, "string"],
    ["string", "varchar(5)", "varchar(5)"],
    ["string", "char(4)", "char(4)"],
    ["array<string>", "array<varchar(2)>", "array<varchar(2)>"],
    ["map<string,string>", "map<char(2),varchar(3)>", "map<char(2),varchar(3)>"],
    [
      "struct<x:int,y:array<struct<z:string>>,s:string>",
      "struct<x:int,y:array<struct<z:char(2)>>,s:string>",
      "struct<x:int,y:array<struct<z:char(2)>>,s:string>",
    ],
  ])("reads %s, declared as %s", (type, declared, expected) => {
    const [field] = declaredTypes(reported(type, declared)).fields;
    expect(field && formatDataType(field.type)).toBe(expected);
    expect(field?.metadata).toEqual({ comment: "kept" });
  });

  it("counts in a plan", () => {
    const plan = planEvolution(reported("string", "varchar(5)"), StructType.fromDDL("a string"));
    expect(formatEvolution(plan)).toBe("~ a string → varchar(5)");
    expect(plan.result.toDDL()).toContain("VARCHAR(5)");
  });
});
