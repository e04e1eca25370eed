import { describe, expect, it } from "@jest/globals";
import { formatDataType, parseDataType, StructType } from "spark-connect-node";
import { SourceDataError } from "../../src/errors.ts";
import { jsonColumns, snakeCase, textType } from "../../src/extract/json-columns.ts";

describe("snakeCase", () => {
  it.each([
    ["higherDFADecision", "higher_d_f_a_decision"],
    ["Id", "id"],
    ["ID", "i_d"],
    ["id", "id"],
    ["already_snake", "already_snake"],
    ["ünïCode", "ünï_code"],
    ["ÜnïCode", "ünï_code"],
    ["iPhone", "i_phone"],
    ["line2Of", "line2_of"],
    ["snake_Case", "snake__case"],
    ["a😀B", "a😀_b"],
    ["", ""],
  ])("makes of %j %j", (field, name) => {
    expect(snakeCase(field)).toBe(name);
  });
});

const ddl = (text: string): StructType => StructType.fromDDL(text);
const struct = (...names: string[]): StructType =>
  new StructType(names.map((name) => ({ name, type: { kind: "string" } })));

describe("jsonColumns", () => {
  it("keeps the order and the types of Spark's schema, without its column of bad rows", () => {
    const inferred = ddl("_corrupt_record STRING, amountClaimed DOUBLE, zuluId BIGINT, A STRUCT<b: STRING>");
    expect(
      jsonColumns("c", inferred).map(({ field, name, inferred: type }) => [
        field,
        name,
        formatDataType(type),
      ]),
    ).toEqual([
      ["amountClaimed", "amount_claimed", "double"],
      ["zuluId", "zulu_id", "bigint"],
      ["A", "a", "struct<b:string>"],
    ]);
  });

  it.each<[string, StructType, string]>([
    [
      "two fields that become one column",
      struct("fooBar", "foo_bar"),
      'The fields "fooBar" and "foo_bar" of c both become the column foo_bar.',
    ],
    [
      "two that differ in the first letter's case",
      struct("Id", "id"),
      'The fields "Id" and "id" of c both become the column id.',
    ],
    [
      "the digest's name",
      struct("rowHashId"),
      'c has a field "rowHashId", but row_hash_id is the column of each row\'s digest.',
    ],
    ["a blank", struct("a b"), 'The field "a b" of c cannot be a column in Hive: its name holds a space.'],
    ["a comma", struct("a,b"), 'The field "a,b" of c cannot be a column in Hive: its name holds ",".'],
    ["a quote", struct('a"b'), String.raw`its name holds "\"".`],
    ["a line end", struct("a\nb"), String.raw`its name holds "\n".`],
    ["an empty name", struct(""), 'The field "" of c cannot be a column in Hive: its name is empty.'],
    [
      "a bad name deep inside",
      new StructType([
        { name: "a", type: { kind: "array", elementType: struct("b;c"), containsNull: true } },
      ]),
      'The field "a[].b;c" of c cannot be a column in Hive',
    ],
    [
      "two that differ in case inside",
      new StructType([
        { name: "a", type: new StructType([{ name: "b", type: struct("postCode", "postcode") }]) },
      ]),
      'The fields "a.b.postCode" and "a.b.postcode" of c differ only in case, which Hive does not tell apart.',
    ],
  ])("refuses %s", (_name, inferred, message) => {
    expect(() => jsonColumns("c", inferred)).toThrow(SourceDataError);
    expect(() => jsonColumns("c", inferred)).toThrow(message);
  });

  it("takes names inside a structure as they are spelt, as long as they differ", () => {
    const nested = new StructType([{ name: "a", type: struct("postCode", "post_code") }]);
    expect(jsonColumns("c", nested)).toHaveLength(1);
  });
});

describe("textType", () => {
  it.each([
    ["a number", "bigint", undefined, "string"],
    ["a structure", "struct<a:bigint,b:struct<c:boolean>>", undefined, "struct<a:string,b:struct<c:string>>"],
    ["a list", "array<double>", undefined, "array<string>"],
    ["lists of structures", "array<array<struct<a:bigint>>>", undefined, "array<array<struct<a:string>>>"],
    ["a structure that is text in the table", "struct<a:bigint>", "string", "string"],
    ["a list that is a number in the table", "array<bigint>", "int", "string"],
    ["a structure that is a list in the table", "struct<a:bigint>", "array<string>", "string"],
    ["a list that is a structure in the table", "array<bigint>", "struct<a:int>", "string"],
    ["a number that is a structure in the table", "bigint", "struct<a:int>", "string"],
    [
      "a structure the table knows, with more",
      "struct<a:bigint,b:bigint>",
      "struct<a:int>",
      "struct<a:string,b:string>",
    ],
    [
      "a part that is text in the table",
      "struct<A:struct<x:bigint>>",
      "struct<a:string>",
      "struct<A:string>",
    ],
    ["an element that is text in the table", "array<struct<a:bigint>>", "array<string>", "array<string>"],
    [
      "a part inside a list that is text in the table",
      "array<struct<a:struct<b:bigint>,c:array<bigint>>>",
      "array<struct<a:string>>",
      "array<struct<a:string,c:array<string>>>",
    ],
  ])("reads %s as text in every leaf", (_name, inferred, previous, expected) => {
    const before = previous === undefined ? undefined : parseDataType(previous);
    expect(formatDataType(textType(parseDataType(inferred), before))).toBe(expected);
  });
});
