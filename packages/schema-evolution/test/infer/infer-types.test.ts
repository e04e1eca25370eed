import { describe, expect, it } from "@jest/globals";
import { formatDataType, parseDataType } from "spark-connect-node";
import { AmbiguousColumnError, InvalidInferenceRowError } from "../../src/errors.ts";
import { chooseTypes, textBits } from "../../src/infer/infer-types.ts";

/** The rows of one query: a row for each text that had any value, in no order. */
const rowsOf = (bits: readonly (number | null)[]) => bits.map((types, text) => ({ text, types })).reverse();

describe("chooseTypes", () => {
  it.each([
    [0b000111, "int"],
    [0b000110, "bigint"],
    [0b000010, "bigint"],
    [0b000100, "double"],
    [0b001000, "boolean"],
    [0b110000, "date"],
    [0b100000, "timestamp"],
    [0, "string"],
  ])("%i → %s", (bits, type) => {
    const chosen = chooseTypes(["a"], rowsOf([bits])).get("a");

    expect(chosen === undefined ? undefined : formatDataType(chosen)).toBe(type);
  });

  it("leaves out a column without any value", () => {
    expect([
      ...chooseTypes(
        ["a", "b", "c"],
        [
          { text: 0, types: null },
          { text: 1, types: 0 },
        ],
      ).keys(),
    ]).toEqual(["b"]);
  });

  it("refuses the rows of another query", () => {
    expect(() => chooseTypes(["a"], [{ a: 1 }])).toThrow(InvalidInferenceRowError);
    expect(() => chooseTypes(["a"], [{ text: 0, types: "int" }])).toThrow(InvalidInferenceRowError);
  });

  it.each([
    ["struct<a:string,b:string>", [0b000111, 0], "struct<a:int,b:string>"],
    ["array<string>", [0b110000], "array<date>"],
    ["array<array<struct<a:string>>>", [0b001000], "array<array<struct<a:boolean>>>"],
    ["map<string,string>", [0b000100], "map<string,double>"],
    [
      "struct<a:array<struct<b:string,c:string>>,d:map<string,array<string>>>",
      [0b000111, 0b000110, 0b100000],
      "struct<a:array<struct<b:int,c:bigint>>,d:map<string,array<timestamp>>>",
    ],
    ["struct<`a.b ``c``\u00e9`:string>", [0b000111], "struct<`a.b ``c``\u00e9`:int>"],
    // Without a value: null where there was no row or none but nulls, -1 where all arrays were empty.
    ["struct<a:string,b:string,c:array<string>>", [0b000111, null, -1], "struct<a:int,b:void,c:array<void>>"],
    ["string", [-1], undefined],
    ["array<string>", [-1], undefined],
    ["map<string,string>", [null], undefined],
    ["struct<a:string,b:array<struct<c:string>>>", [null, -1], undefined],
    // What is no text is typed already.
    ["bigint", [], "bigint"],
    ["struct<a:decimal(5,2),b:string,c:date>", [null], "struct<a:decimal(5,2),b:void,c:date>"],
    ["map<int,varchar(3)>", [], "map<int,varchar(3)>"],
    ["struct<>", [], undefined],
    ["void", [], undefined],
  ])("%s with %j → %s", (type, bits, expected) => {
    const chosen = chooseTypes([{ name: "a", type: parseDataType(type) }], rowsOf(bits)).get("a");

    expect(chosen === undefined ? undefined : formatDataType(chosen)).toBe(expected);
  });

  it("tells the texts of nested columns from those of their neighbours, which are looked at first", () => {
    const columns = ["a", { name: "s", type: parseDataType("struct<x:string,y:array<string>>") }, "b"];

    const chosen = chooseTypes(columns, rowsOf([8, 0, 7, 48]));

    expect([...chosen].map(([name, type]) => `${name} ${formatDataType(type)}`)).toEqual([
      "a boolean",
      "s struct<x:int,y:array<date>>",
      "b string",
    ]);
  });
});

describe("textBits", () => {
  it.each(["bigint", "struct<a:bigint,b:array<int>>", "struct<>"])("asks nothing of %s", (type) => {
    expect(textBits([{ name: "b", type: parseDataType(type) }])).toBeUndefined();
  });

  it("names both of two fields with one name", () => {
    const columns = [{ name: "l", type: parseDataType("array<struct<k:string,K:string>>") }];

    expect(() => textBits(columns)).toThrow(AmbiguousColumnError);
    expect(() => textBits(columns)).toThrow('Columns 1 "k" and 2 "K" of l[] in the incoming schema');
  });
});
