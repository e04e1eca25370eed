import { describe, expect, it } from "@jest/globals";
import type { Data, DataType as ArrowType } from "apache-arrow";
import {
  Bool,
  Field,
  Int32,
  LargeBinary,
  LargeUtf8,
  List,
  makeData,
  Struct,
  TimeMicrosecond,
  TimestampNanosecond,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { columnReader } from "../../src/arrow/read-column.ts";
import { parseDataType } from "../../src/types/index.ts";
import { LocalTime } from "../../src/values/index.ts";

function read(ddl: string, data: Data): unknown[] {
  return Array.from(columnReader(parseDataType(ddl), "object", "c")(data));
}

function dataOf(values: readonly unknown[], type: ArrowType): Data {
  const [data] = vectorFromArray(values, type).data;
  if (data === undefined) throw new Error("no data");
  return data;
}

describe("columns as other writers make them", () => {
  it("slices of booleans, whose bits do not begin at a byte", () => {
    const values = Array.from({ length: 30 }, (_, i) => (i % 7 === 0 ? null : i % 3 === 0));
    const data = dataOf(values, new Bool());
    expect(read("boolean", data.slice(11, 15))).toEqual(values.slice(11, 26));
  });

  it("slices of numbers, text, lists and structs", () => {
    const numbers = [1, null, 3, 4, null, 6, 7, 8, 9, null];
    expect(read("int", dataOf(numbers, new Int32()).slice(3, 6))).toEqual(numbers.slice(3, 9));
    const texts = ["a", null, "éé", "", "😀", "xyz"];
    expect(read("string", dataOf(texts, new Utf8()).slice(2, 4))).toEqual(texts.slice(2));
    const lists = [["a"], [], null, ["b", null, "é"], ["c"]];
    const listType = new List(new Field("element", new Utf8(), true));
    expect(read("array<string>", dataOf(lists, listType).slice(1, 3))).toEqual(lists.slice(1, 4));
    const structs = [{ x: 1 }, null, { x: null }, { x: 4 }];
    const structType = new Struct([new Field("x", new Int32(), true)]);
    expect(read("struct<x:int>", dataOf(structs, structType).slice(1, 3))).toEqual(structs.slice(1));
  });

  it("text and bytes with 64-bit offsets", () => {
    expect(read("string", dataOf(["a", null, "éé"], new LargeUtf8()))).toEqual(["a", null, "éé"]);
    const bytes = [new Uint8Array([1, 2]), null, new Uint8Array(0)];
    expect(read("binary", dataOf(bytes, new LargeBinary()))).toEqual(bytes);
  });

  it.each(["string", "binary", "array<int>", "map<string,int>"])(
    "an empty %s column without any offset",
    (ddl) => {
      const empty = makeData({
        type: new Utf8(),
        length: 0,
        valueOffsets: new Int32Array(0),
        data: new Uint8Array(0),
      });
      const child = makeData({ type: new Int32(), length: 0 });
      const entries = makeData({ type: new Struct([]), length: 0, children: [empty, child] });
      const list = makeData({
        type: new List(new Field("e", new Int32())),
        length: 0,
        valueOffsets: new Int32Array(0),
        child,
      });
      const nested = ddl.startsWith("map") ? list.clone(list.type, 0, 0, 0, list.buffers, [entries]) : list;
      expect(read(ddl, ddl === "string" || ddl === "binary" ? empty : nested)).toEqual([]);
    },
  );

  it("times in microseconds", () => {
    const data = makeData({ type: new TimeMicrosecond(), length: 1, data: new BigInt64Array([1_500_000n]) });
    expect(read("time", data)).toEqual([new LocalTime(1_500_000_000n)]);
  });

  it("and refuses timestamps in another unit rather than misreading them", () => {
    const data = makeData({ type: new TimestampNanosecond("UTC"), length: 1, data: new BigInt64Array([1n]) });
    expect(() => read("timestamp", data)).toThrow("where microseconds was expected");
  });
});

describe("text that is no UTF-8", () => {
  const column = (...values: number[][]): Data => {
    const offsets = new Int32Array(values.length + 1);
    for (const [i, value] of values.entries()) offsets[i + 1] = (offsets[i] ?? 0) + value.length;
    const data = Uint8Array.from(values.flat());
    return makeData({ type: new Utf8(), length: values.length, valueOffsets: offsets, data });
  };

  it.each<[string, number[][], string[]]>([
    ["a character over two values", [[0xc3], [0xa9]], ["\ufffd", "\ufffd"]],
    ["a lone byte among ASCII", [[0x61], [0xff], [0x62]], ["a", "\ufffd", "b"]],
    [
      "stray continuation bytes",
      [
        [0xf0, 0x61],
        [0x80, 0x80],
      ],
      ["\ufffda", "\ufffd\ufffd"],
    ],
    ["good neighbours", [[0xc3, 0xa9], [0xff], [0xf0, 0x9f, 0x98, 0x80]], ["é", "\ufffd", "😀"]],
  ])("keeps values apart: %s", (_, bytes, texts) => {
    expect(read("string", column(...bytes))).toEqual(texts);
  });
});
