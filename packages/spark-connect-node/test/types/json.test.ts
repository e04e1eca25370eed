import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { DataType } from "../../src/types/index.ts";
import { formatDataType, StructType } from "../../src/types/index.ts";
import { anyType } from "./arbitrary.ts";

describe("Spark's JSON of a schema", () => {
  it.each([
    ['"long"', "bigint"],
    ['"integer"', "int"],
    ['"byte"', "tinyint"],
    ['"void"', "void"],
    ['"null"', "void"],
    ['"interval"', "interval"],
    ['"decimal(10,2)"', "decimal(10,2)"],
    ['"decimal(5, -2)"', "decimal(5,-2)"],
    ['"decimal"', "decimal(10,0)"],
    ['"timestamp_ntz"', "timestamp_ntz"],
    ['"timestamp_ltz(9)"', "timestamp_ltz(9)"],
    ['"interval day to second"', "interval day to second"],
    ['"interval year"', "interval year"],
    ['"char(3)"', "char(3)"],
    ['"time(3)"', "time(3)"],
    ['"string collate UNICODE_CI"', "string collate UNICODE_CI"],
    ['"geometry(OGC:CRS84)"', "geometry(4326)"],
    ['"geometry(SRID:ANY)"', "geometry(any)"],
    ['"geography(EPSG:3857, SPHERICAL)"', "geography(3857)"],
    ['{"type":"array","elementType":"string","containsNull":true}', "array<string>"],
    ['{"type":"map","keyType":"string","valueType":"long","valueContainsNull":false}', "map<string,bigint>"],
    ['{"type":"udt","class":"a.B","pyClass":"b","sqlType":"double"}', "double"],
  ])("reads %s", (type, printed) => {
    const struct = StructType.fromJSON(
      `{"type":"struct","fields":[{"name":"a","type":${type},"metadata":{}}]}`,
    );
    expect(formatDataType(struct.fields[0]?.type ?? struct)).toBe(printed);
  });

  it("writes as Spark does, collations in the metadata of their field", () => {
    const struct = StructType.fromDDL(
      "a bigint not null comment 'x', b map<string collate UNICODE_CI, array<time>>",
    );
    expect(JSON.stringify(struct)).toBe(
      '{"type":"struct","fields":[' +
        '{"name":"a","type":"long","nullable":false,"metadata":{"comment":"x"}},' +
        '{"name":"b","type":{"type":"map","keyType":"string","valueType":{"type":"array","elementType":"time(6)",' +
        '"containsNull":true},"valueContainsNull":true},"nullable":true,' +
        '"metadata":{"__COLLATIONS":{"b.key":"icu.UNICODE_CI"}}}]}',
    );
  });

  it.each([
    ["{", "not valid JSON"],
    ['"long"', "Columns expected, but this is the single type long"],
    ['{"type":"struct"}', "Not a type of Spark's JSON at schema"],
    ['{"type":"struct","fields":[{"type":"long"}]}', "no name"],
    ['{"type":"struct","fields":[{"name":"a","type":"lng"}]}', 'Not a type of Spark\'s JSON: "lng"'],
    ['{"type":"struct","fields":[{"name":"a","type":{"type":"array"}}]}', "at schema.a.elementType"],
  ])("refuses %s", (json, message) => {
    expect(() => StructType.fromJSON(json)).toThrow(message);
    expect(() => StructType.fromJSON(json)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  it("reads back what it writes, nullability and metadata included", () => {
    const field = fc.record({
      name: fc.string(),
      type: fc.oneof(
        anyType,
        anyType.map((elementType): DataType => ({ kind: "array", elementType, containsNull: false })),
      ),
      nullable: fc.boolean(),
      metadata: fc.constantFrom({}, { comment: "x", nested: { a: [1, "b", null] } }),
    });
    const struct = fc.array(field, { maxLength: 3 }).map((fields) => new StructType(fields));
    fc.assert(
      fc.property(struct, (value) => {
        expect(StructType.fromJSON(JSON.stringify(value))).toEqual(value);
        expect(StructType.fromJSON(value.toJSON())).toEqual(value);
      }),
    );
  });
});
