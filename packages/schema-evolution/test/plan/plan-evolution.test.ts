import { describe, expect, it } from "@jest/globals";
import { StructType, types } from "spark-connect-node";
import { AmbiguousColumnError } from "../../src/errors.ts";
import { formatEvolution, hasChanges } from "../../src/plan/changes.ts";
import { planEvolution } from "../../src/plan/plan-evolution.ts";

interface Case {
  readonly name: string;
  readonly previous: string;
  readonly incoming: string;
  readonly result: string;
  readonly diff: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "the same on both sides",
    previous: "a int, b string",
    incoming: "a int, b string",
    result: "a int, b string",
    diff: [],
  },
  {
    name: "names in another case",
    previous: "a int, b string",
    incoming: "B string, A int",
    result: "a int, b string",
    diff: [],
  },
  {
    name: "a removed column",
    previous: "a int, b string",
    incoming: "a int",
    result: "a int, b string",
    diff: ["- b → null of string"],
  },
  {
    name: "an added column",
    previous: "a int",
    incoming: "c bigint, a int, b string",
    result: "a int, c bigint, b string",
    diff: ["+ c bigint", "+ b string"],
  },
  {
    name: "a changed type",
    previous: "a int",
    incoming: "a string",
    result: "a int",
    diff: ["~ a string → int"],
  },
  { name: "no columns yet", previous: "", incoming: "a int", result: "a int", diff: ["+ a int"] },
  {
    name: "no columns any more",
    previous: "a int",
    incoming: "",
    result: "a int",
    diff: ["- a → null of int"],
  },
  { name: "a name with a dot", previous: "`a.b` int", incoming: "`A.B` int", result: "`a.b` int", diff: [] },
  {
    name: "error_desc on either side",
    previous: "a int, ERROR_DESC array<string>",
    incoming: "error_desc string, a int",
    result: "a int",
    diff: [],
  },
  {
    name: "nullability alone",
    previous: "a struct<x: int>",
    incoming: "a struct<x: int NOT NULL> NOT NULL",
    result: "a struct<x: int>",
    diff: [],
  },
  {
    name: "a varchar read as text",
    previous: "a varchar(3)",
    incoming: "a string",
    result: "a varchar(3)",
    diff: ["~ a string → varchar(3)"],
  },
  {
    name: "a struct's fields",
    previous: "address struct<line1: string, no: int, gone: date>",
    incoming: "address struct<NO: string, line1: string, line2: string>",
    result: "address struct<line1: string, no: int, gone: date, line2: string>",
    diff: ["~ address.no string → int", "- address.gone → null of date", "+ address.line2 string"],
  },
  {
    name: "a struct's fields in another order",
    previous: "s struct<a: int, b: int>",
    incoming: "s struct<b: int, a: int>",
    result: "s struct<a: int, b: int>",
    diff: [],
  },
  {
    name: "structs in arrays",
    previous: "items array<struct<price: double>>",
    incoming: "items array<struct<price: string, sku: string>>",
    result: "items array<struct<price: double, sku: string>>",
    diff: ["~ items[].price string → double", "+ items[].sku string"],
  },
  {
    name: "nested text, typed by the table, and a field that its values gave a type",
    previous: "address struct<line1: int>, contacts array<struct<age: int>>",
    incoming:
      "address struct<line1: string, line2: date>, contacts array<struct<age: string, phone: bigint>>",
    result: "address struct<line1: int, line2: date>, contacts array<struct<age: int, phone: bigint>>",
    diff: [
      "~ address.line1 string → int",
      "+ address.line2 date",
      "~ contacts[].age string → int",
      "+ contacts[].phone bigint",
    ],
  },
  {
    name: "keys and values of maps",
    previous: "m map<int, struct<x: int>>",
    incoming: "m map<string, struct<x: bigint, y: int>>",
    result: "m map<int, struct<x: int, y: int>>",
    diff: ["~ m{key} string → int", "~ m{}.x bigint → int", "+ m{}.y int"],
  },
  {
    name: "every level at once",
    previous: "a struct<b: array<struct<c: map<string, array<int>>>>>",
    incoming: "a struct<b: array<struct<c: map<string, array<string>>>>>",
    result: "a struct<b: array<struct<c: map<string, array<int>>>>>",
    diff: ["~ a.b[].c{}[] string → int"],
  },
  {
    name: "a struct that became text",
    previous: "a struct<x: int>",
    incoming: "a string",
    result: "a struct<x: int>",
    diff: ["~ a string → struct<x:int>"],
  },
  {
    name: "a known column without any value",
    previous: "a int",
    incoming: "a void",
    result: "a int",
    diff: ["~ a void → int"],
  },
  {
    name: "a new column without any value",
    previous: "a int",
    incoming: "n void, a int, z int",
    result: "a int, z int",
    diff: ["+ z int", "? n (no value yet)"],
  },
  {
    name: "a new struct, part of it without any value",
    previous: "",
    incoming: "s struct<a: int, n: void>, l array<void>, m map<string, void>, e struct<n: void>",
    result: "s struct<a: int>",
    diff: [
      "+ s struct<a:int>",
      "? s.n (no value yet)",
      "? l (no value yet)",
      "? m (no value yet)",
      "? e (no value yet)",
    ],
  },
  {
    name: "a new list of structs, parts of it without any value",
    previous: "",
    incoming: "l array<struct<a: int, n: void, e: struct<>>>",
    result: "l array<struct<a: int>>",
    diff: ["+ l array<struct<a:int>>", "? l[].n (no value yet)", "? l[].e (no value yet)"],
  },
  {
    name: "a known struct with a new field without any value",
    previous: "s struct<a: int>",
    incoming: "s struct<a: int, n: void>",
    result: "s struct<a: int>",
    diff: ["? s.n (no value yet)"],
  },
];

/** Columns as DDL; none at all is no DDL. */
function schema(ddl: string): StructType {
  return ddl === "" ? new StructType() : StructType.fromDDL(ddl);
}

describe("planEvolution", () => {
  it.each(cases)("$name", ({ previous, incoming, result, diff }) => {
    const plan = planEvolution(schema(previous), schema(incoming));

    expect(plan.result.toDDL()).toBe(schema(result).toDDL());
    expect(formatEvolution(plan).split("\n").filter(Boolean)).toEqual(diff);
    expect(hasChanges(plan)).toBe(diff.length > 0);
  });

  it("says each step as data", () => {
    const plan = planEvolution(
      StructType.fromDDL("id bigint, sector string, hours int, s struct<a: int>"),
      StructType.fromDDL("ID bigint, hours string, s struct<a: int, b: int>, rating double"),
    );

    expect(plan.steps).toEqual([
      { kind: "keep", path: "id", type: types.long },
      { kind: "restore", path: "sector", type: types.string },
      { kind: "convert", path: "hours", from: types.string, to: types.integer },
      {
        kind: "nested",
        path: "s",
        from: types.struct("a int, b int"),
        to: types.struct("a int, b int"),
        steps: [
          { kind: "keep", path: "s.a", type: types.integer },
          { kind: "add", path: "s.b", type: types.integer },
        ],
      },
      { kind: "add", path: "rating", type: types.double },
    ]);
  });

  it("keeps comments of the table's columns and of the new ones", () => {
    const plan = planEvolution(
      StructType.fromDDL("a int COMMENT 'old'"),
      StructType.fromDDL("a int, b int COMMENT 'new'"),
    );

    expect(plan.result.toDDL()).toBe("a INT COMMENT 'old',b INT COMMENT 'new'");
  });

  it.each([
    ["a int", "Name string, id int, NAME string", 'Columns 1 "Name" and 3 "NAME" of the incoming schema'],
    ["x int, X int", "a int", 'Columns 1 "x" and 2 "X" of the previous schema'],
    [
      "s struct<a: int>",
      "s struct<b: int, a: int, A: int>",
      'Columns 2 "a" and 3 "A" of s in the incoming schema',
    ],
    ["a int", "n array<struct<k: int, K: int>>", 'Columns 1 "k" and 2 "K" of n[] in the incoming schema'],
    [
      "a int",
      "n map<string, struct<k: int, K: int>>",
      'Columns 1 "k" and 2 "K" of n{} in the incoming schema',
    ],
  ])("names both of two columns with one name: %s / %s", (previous, incoming, message) => {
    const plan = () => planEvolution(schema(previous), schema(incoming));

    expect(plan).toThrow(AmbiguousColumnError);
    expect(plan).toThrow(message);
  });
});

describe("formatEvolution", () => {
  it("leaves conversions of text out on request: that is how CSV always comes", () => {
    const plan = planEvolution(
      StructType.fromDDL("a int, b bigint, c date"),
      StructType.fromDDL("a string, b double, d string"),
    );

    expect(formatEvolution(plan, { textConversions: false })).toBe(
      "~ b double → bigint\n- c → null of date\n+ d string",
    );
    expect(
      hasChanges(planEvolution(StructType.fromDDL("a int"), StructType.fromDDL("a string")), {
        textConversions: false,
      }),
    ).toBe(false);
  });
});
