import { describe, expect, it } from "@jest/globals";
import {
  Dictionary,
  Field,
  Int32,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  makeData,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { encodeRows, toArrowTable } from "../../src/arrow/index.ts";
import { StructType } from "../../src/types/index.ts";

describe("toArrowTable", () => {
  const schema = StructType.fromDDL("a bigint, a string");

  it("joins all batches, columns of one name included", () => {
    const batches = [
      [[1n, "x"]],
      [],
      [
        [2n, "y"],
        [null, null],
      ],
    ].map((rows) => encodeRows(rows, schema));
    const table = toArrowTable(batches);
    expect(table.numRows).toBe(3);
    expect(table.schema.names).toEqual(["a", "a"]);
    expect([...(table.getChildAt(0) ?? [])]).toEqual([1n, 2n, null]);
    expect([...(table.getChildAt(1) ?? [])]).toEqual(["x", "y", null]);
  });

  it("keeps the schema of a result without rows", () => {
    expect(toArrowTable([encodeRows([], schema)]).schema.fields.map(String)).toEqual(["a: Int64", "a: Utf8"]);
    expect(toArrowTable([]).numRows).toBe(0);
  });

  it("keeps metadata, and each batch its own dictionary", () => {
    const batch = (...values: string[]): Uint8Array => {
      const type = new Dictionary(new Utf8(), new Int32(), 7);
      const field = new Field("d", type, true, new Map([["k", "v"]]));
      const [data] = vectorFromArray(values, type).data;
      const row = makeData({
        type: new Struct([field]),
        length: values.length,
        children: data ? [data] : [],
      });
      const writer = new RecordBatchStreamWriter();
      writer.write(new RecordBatch(new Schema([field], new Map([["s", "t"]])), row));
      return writer.finish().toUint8Array(true);
    };
    const table = toArrowTable([batch("x", "y", "x"), batch("z", "x")]);
    expect([...(table.getChildAt(0) ?? [])]).toEqual(["x", "y", "x", "z", "x"]);
    expect(table.schema.fields[0]?.metadata.get("k")).toBe("v");
    expect(table.schema.metadata.get("s")).toBe("t");
  });
});
