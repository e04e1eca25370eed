import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { DataTypeSchema } from "#gen/spark/connect/types_pb.js";
import type { DataType } from "../../src/types/index.ts";
import { fromProtoDataType, StructType, toProtoDataType, types } from "../../src/types/index.ts";
import { anyType } from "./arbitrary.ts";

function throughTheWire(type: DataType): DataType {
  return fromProtoDataType(fromBinary(DataTypeSchema, toBinary(DataTypeSchema, toProtoDataType(type))));
}

describe("the protocol's form of a type", () => {
  it("gives every type back", () => {
    fc.assert(fc.property(anyType, (type) => expect(throughTheWire(type)).toEqual(type)));
  });

  it.each<[string, DataType]>([
    ["array without nulls", types.array("int", false)],
    ["map without nulls", types.map("int", "string", false)],
    ["user-defined type", { kind: "udt", sqlType: types.double, jvmClass: "a.B", pythonClass: "b" }],
    ["metadata", new StructType([{ name: "a", type: types.long, metadata: { x: { y: [1] } } }])],
  ])("keeps %s", (_, type) => {
    expect(throughTheWire(type)).toEqual(type);
  });

  it.each<[string, DataType]>([
    ["decimal", { kind: "decimal", precision: 10, scale: 0 }],
    ["time", { kind: "time", precision: 6 }],
    ["dayTimeInterval", { kind: "day_time_interval", start: 0, end: 3 }],
    ["yearMonthInterval", { kind: "year_month_interval", start: 0, end: 1 }],
  ])("fills in what a server leaves out of %s", (kind, type) => {
    const proto = create(DataTypeSchema, { kind: { case: kind as "decimal", value: {} } });
    expect(fromProtoDataType(proto)).toEqual(type);
  });

  it("parses a type that travels as text", () => {
    const proto = create(DataTypeSchema, {
      kind: { case: "unparsed", value: { dataTypeString: "array<int>" } },
    });
    expect(fromProtoDataType(proto)).toEqual(types.array("int"));
  });

  it("refuses a type it does not know", () => {
    expect(() => fromProtoDataType(create(DataTypeSchema))).toThrow("does not know");
  });
});
