import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { formatDataType, parseDataType, StructType } from "../../src/types/index.ts";
import { anyType } from "./arbitrary.ts";

describe("parseDataType", () => {
  it.each([
    ["int", "int"],
    [" INTEGER ", "int"],
    ["tinyint", "tinyint"],
    ["byte", "tinyint"],
    ["short", "smallint"],
    ["Long", "bigint"],
    ["real", "float"],
    ["numeric(10)", "decimal(10,0)"],
    ["DEC", "decimal(10,0)"],
    ["decimal( 38 , 18 )", "decimal(38,18)"],
    ["void", "void"],
    ["variant", "variant"],
    ["interval", "interval"],
    ["INTERVAL DAY TO SECOND", "interval day to second"],
    ["interval year", "interval year"],
    ["interval hour to minute", "interval hour to minute"],
    ["time", "time(6)"],
    ["time(3) without time zone", "time(3)"],
    ["timestamp_ltz", "timestamp"],
    ["timestamp(6)", "timestamp"],
    ["timestamp without time zone", "timestamp_ntz"],
    ["timestamp with local time zone", "timestamp"],
    ["timestamp(9)", "timestamp_ltz(9)"],
    ["timestamp_ntz(7)", "timestamp_ntz(7)"],
    ["string collate unicode_ci", "string collate UNICODE_CI"],
    ["string collate system.builtin.`unicode`", "string collate UNICODE"],
    ["string collate UTF8_BINARY", "string"],
    ["char(3) collate unicode_ci", "char(3)"],
    ["character(4)", "char(4)"],
    ["geometry(any)", "geometry(any)"],
    ["geography(4326)", "geography(4326)"],
    [
      "map<string, array<struct<a:int,b string NOT  NULL comment 'x'>>>",
      "map<string,array<struct<a:int,b:string not null comment 'x'>>>",
    ],
    ["struct<>", "struct<>"],
    ["struct<`b c` int, `a``b`: int, `é` int>", "struct<`b c`:int,`a``b`:int,`é`:int>"],
    ["struct<time:time,interval:interval,select:int>", "struct<time:time(6),interval:interval,select:int>"],
    ["a INT, b STRING", "struct<a:int,b:string>"],
    ["a: INT , b: STRING NOT NULL", "struct<a:int,b:string not null>"],
    ["int int", "struct<int:int>"],
    ["array int", "struct<array:int>"],
    ["1a int", "struct<`1a`:int>"],
    ["a int -- note\n, b /* x /* y */ */ int", "struct<a:int,b:int>"],
    ["a interval, b int", "struct<a:interval,b:int>"],
  ])("reads %j as %j", (ddl, printed) => {
    expect(formatDataType(parseDataType(ddl))).toBe(printed);
  });

  it.each([
    ["'it''s'", "it's"],
    ["'it\\'s \\n \\u0041 \\101 \\% \\_ \\\\'", "it's \n A A \\% \\_ \\"],
    ["r'raw\\n'", "raw\\n"],
    ["'x' \"y\"", "xy"],
    ['"say ""x"" \'y\'"', "say \"x\" 'y'"],
  ])("reads the comment %s", (text, comment) => {
    expect(StructType.fromDDL(`a int comment ${text}`).field("a")?.metadata).toEqual({ comment });
  });

  it.each([
    ["", 1, "a type expected, found the end"],
    ["foo", 1, 'a type expected, found "foo"'],
    ["null", 1, "a type expected"],
    ["a int,", 7, "a column name expected, found the end"],
    ["a int b int", 7, 'a comma or the end expected, found "b"'],
    ["array<int", 10, '">" expected, found the end'],
    ["array<int not null>", 11, '">" expected'],
    ["map<int, boolean>>", 18, "the end of the type expected"],
    ["struct<a:int,b:strng>", 16, 'a type expected, found "strng"'],
    ["decimal(39,1)", 9, "a precision from 1 to 38"],
    ["decimal(5,6)", 11, "a scale from 0 to 5"],
    ["decimal(5,-2)", 11, "a scale expected"],
    ["char", 5, '"(" expected'],
    ["string(3)", 7, "the end of the type expected"],
    ["timestamp(5)", 11, "a precision from 6 to 9"],
    ["interval month to year", 19, "a unit below month expected"],
    ["a.b int", 1, 'a type expected, found "a"'],
    ["123 int", 1, "a type expected"],
    ["a-b int", 1, 'a type expected, found "a"'],
    ["a strng", 3, 'a type expected, found "strng"'],
    ["arry<int>", 1, 'a type expected, found "arry"'],
    ["é int", 1, 'unexpected "é" (put unusual names in backquotes)'],
    ["a int comment 5", 15, "the text of the comment"],
    ["a int comment 'x", 15, "a ' that is not closed"],
    ["`a int", 1, "a ` that is not closed"],
    ["a int /* x", 7, "a comment that is not closed"],
    ["a INT NULL", 7, "a comma or the end expected"],
  ])("refuses %j, pointing at position %d", (ddl, position, problem) => {
    expect(() => parseDataType(ddl)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
    expect(() => parseDataType(ddl)).toThrow(new RegExp(`at position ${position}\\n`));
    expect(() => parseDataType(ddl)).toThrow(problem);
  });

  it("gives the line of an error in a longer text", () => {
    expect(() => parseDataType("a int,\nb strng")).toThrow("at line 2, position 3\n  b strng\n    ^");
  });

  it("reads back what formatDataType prints", () => {
    fc.assert(fc.property(anyType, (type) => expect(parseDataType(formatDataType(type))).toEqual(type)));
  });

  it("reads back what toDDL prints", () => {
    const structs = fc
      .array(anyType, { minLength: 1, maxLength: 3 })
      .map(
        (types) => new StructType(types.map((type, at) => ({ name: `c${at}`, type, nullable: at !== 1 }))),
      );
    fc.assert(fc.property(structs, (struct) => expect(StructType.fromDDL(struct.toDDL())).toEqual(struct)));
  });
});

describe("StructType.toDDL", () => {
  it("writes as Spark does", () => {
    const ddl =
      "a bigint not null comment 'it\\'s', `b c` array<struct<d: string not null, `e f` map<int, void>>>";
    expect(StructType.fromDDL(ddl).toDDL()).toBe(
      "a BIGINT NOT NULL COMMENT 'it\\'s',`b c` ARRAY<STRUCT<d: STRING NOT NULL, `e f`: MAP<INT, VOID>>>",
    );
  });
});
