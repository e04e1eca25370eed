import { describe, expect, it } from "@jest/globals";
import {
  DateMillisecond,
  Dictionary,
  DurationMillisecond,
  Field,
  FixedSizeList,
  Int32,
  Int64,
  List,
  Map_,
  Null,
  RecordBatch,
  Schema,
  Struct,
  TimeMillisecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  tableFromIPC,
  Uint64,
  Utf8,
  type Data,
  type DataType as Arrow,
  type Vector,
  Data as ArrowData,
  makeData,
  vectorFromArray,
} from "apache-arrow";
import { encodeBatches, nullsAnywhere, nullsOfSchema } from "../../src/arrow/index.ts";
import { StructType } from "../../src/types/index.ts";

/** A batch of one column, `c`. */
function batchOf(column: Vector): RecordBatch {
  const [data] = column.data;
  const field = new Field("c", column.type, true);
  const struct = new Struct([field]);
  return new RecordBatch(new Schema([field]), new ArrowData(struct, 0, column.length, 0, {}, [data as Data]));
}

const raw = (type: Arrow, data: BigInt64Array | Int32Array, nullBitmap?: Uint8Array): Vector => {
  const nulls = nullBitmap === undefined ? {} : { nullBitmap, nullCount: 1 };
  return vectorOf(makeData({ type, data, ...nulls } as never));
};
const vectorOf = (data: Data): Vector =>
  ({ data: [data], type: data.type, length: data.length }) as unknown as Vector;

/** The column as it is sent: its type, its raw values, its nulls. */
function sent(batch: RecordBatch): { type: string; values: unknown[] } {
  const table = tableFromIPC(encodeBatches([batch]));
  const [column] = table.batches[0]?.data.children ?? [];
  const values = Array.from({ length: column?.length ?? 0 }, (_, i): unknown =>
    column?.getValid(i) === true ? (column.values as unknown[])[i] : null,
  );
  return { type: table.schema.fields.map(String).join().replace("c: ", ""), values };
}

describe("Arrow columns that Spark does not read become those it does:", () => {
  it.each<[string, Vector, string, unknown[]]>([
    [
      "seconds",
      raw(new TimestampSecond("UTC"), BigInt64Array.of(2n, -2n)),
      "Timestamp<MICROSECOND, UTC>",
      [2_000_000n, -2_000_000n],
    ],
    [
      "milliseconds",
      raw(new TimestampMillisecond(), BigInt64Array.of(1n)),
      "Timestamp<MICROSECOND>",
      [1000n],
    ],
    [
      "whole nanoseconds",
      raw(new TimestampNanosecond(), BigInt64Array.of(-3000n)),
      "Timestamp<MICROSECOND>",
      [-3n],
    ],
    ["durations", raw(new DurationMillisecond(), BigInt64Array.of(5n)), "Duration<MICROSECOND>", [5000n]],
    ["times", raw(new TimeMillisecond(), Int32Array.of(7)), "Time64<NANOSECOND>", [7_000_000n]],
    ["dates", raw(new DateMillisecond(), BigInt64Array.of(-86_400_000n)), "Date32<DAY>", [-1]],
    [
      "nulls, whatever is below them",
      raw(new TimestampNanosecond(), BigInt64Array.of(1n, 1000n), Uint8Array.of(2)),
      "Timestamp<MICROSECOND>",
      [null, 1n],
    ],
    ["uint8", vectorFromArray(Uint8Array.of(255)), "Int16", [255]],
    ["uint16", vectorFromArray(Uint16Array.of(65_535)), "Int32", [65_535]],
    ["uint32", vectorFromArray(Uint32Array.of(4_294_967_295)), "Int64", [4_294_967_295n]],
    ["plain ones stay", vectorFromArray(Int32Array.of(1)), "Int32", [1]],
  ])("%s", (_, column, type, values) => {
    expect(sent(batchOf(column))).toEqual({ type, values });
  });

  it("dictionaries", () => {
    const words = vectorFromArray(["x", null, "y", "x"], new Dictionary(new Utf8(), new Int32()));
    const table = tableFromIPC(encodeBatches([batchOf(words)]));
    expect(table.schema.fields.map(String)).toEqual(["c: Utf8"]);
    expect([...(table.getChildAt(0) ?? [])]).toEqual(["x", null, "y", "x"]);
  });

  it("parts of a batch are those rows", () => {
    const batch = batchOf(vectorFromArray(["a", null, "c", "d"]));
    const table = tableFromIPC(encodeBatches([batch.slice(1, 3)]));
    expect([...(table.getChildAt(0) ?? [])]).toEqual([null, "c"]);
    const instants = batchOf(raw(new TimestampMillisecond(), BigInt64Array.of(1n, 2n, 3n)));
    expect(sent(instants.slice(1, 3)).values).toEqual([2000n, 3000n]);
  });
});

describe("Arrow columns that would lose something are refused:", () => {
  it.each<[string, Vector, RegExp]>([
    [
      "nanoseconds",
      raw(new TimestampNanosecond(), BigInt64Array.of(1n)),
      /digits below a microsecond in column c/,
    ],
    ["too many seconds", raw(new TimestampSecond(), BigInt64Array.of(2n ** 62n)), /beyond Spark's range/],
    ["dates with a time", raw(new DateMillisecond(), BigInt64Array.of(1n)), /dates with a time of day/],
    ["uint64", raw(new Uint64(), BigInt64Array.of(1n)), /unsigned|uint|UINT|cannot read/i],
    [
      "types that Spark has not",
      vectorOf(makeData({ type: new FixedSizeList(1, new Field("x", new Int64())) } as never)),
      /cannot read the Arrow type FixedSizeList in column c/,
    ],
  ])("%s", (_, column, message) => {
    expect(() => encodeBatches([batchOf(column)])).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED", message: expect.stringMatching(message) }),
    );
  });
});

describe("Arrow columns and their nulls:", () => {
  const columnOf = (type: Arrow, nullable: boolean, data: Data): RecordBatch => {
    const fields = [new Field("c", type, nullable)];
    return new RecordBatch(
      new Schema(fields),
      new ArrowData(new Struct(fields), 0, data.length, 0, {}, [data]),
    );
  };
  const nulls = (length: number): Data => makeData({ type: new Null(), length });
  const holed = vectorFromArray([1, null, 3], new Int32()).data[0] as Data;
  const listOf = (child: Data, nullBitmap?: Uint8Array): [Arrow, Data] => {
    const type = new List(new Field("element", child.type, false));
    const valueOffsets = Int32Array.of(0, 1, 3);
    const missing = nullBitmap === undefined ? { nullCount: 0 } : { nullBitmap, nullCount: 1 };
    return [type, makeData({ type, length: 2, valueOffsets, child, ...missing } as never)];
  };
  const structOf = (child: Data): [Arrow, Data] => {
    const type = new Struct([new Field("x", child.type, false)]);
    return [type, new ArrowData(type, 0, child.length, 0, {}, [child])];
  };
  const mapOf = (key: Data, value: Data): [Arrow, Data] => {
    const entry = new Struct([new Field("key", key.type, false), new Field("value", value.type, false)]);
    const type = new Map_(new Field("entries", entry, false) as never);
    const child = new ArrowData(entry, 0, key.length, 0, {}, [key, value]);
    const valueOffsets = Int32Array.of(0, key.length);
    return [type, makeData({ type, length: 1, nullCount: 0, valueOffsets, child } as never)];
  };
  const keys = (...of: (string | null)[]): Data => vectorFromArray(of, new Utf8()).data[0] as Data;
  const nullable = (field: Field | undefined): boolean[] => {
    const inside = (field?.type as Arrow | undefined)?.children as Field[] | null | undefined;
    return field === undefined ? [] : [field.nullable, ...(inside ?? []).flatMap(nullable)];
  };

  it.each<[string, [Arrow, Data], boolean[]]>([
    ["a column of type Null", [new Null(), nulls(2)], [true]],
    ["Null in a struct", structOf(nulls(2)), [false, true]],
    ["Null in a list", listOf(nulls(3)), [false, true]],
    ["Null as a map's values", mapOf(keys("a", "b"), nulls(2)), [false, false, false, true]],
  ])("%s is nullable, whatever its field declares", (_, [type, data], expected) => {
    const sentTable = tableFromIPC(encodeBatches([columnOf(type, false, data)]));
    expect(nullable(sentTable.schema.fields[0])).toEqual(expected);
  });

  it.each<[string, [Arrow, Data], RegExp]>([
    ["a column", [new Int32(), holed], /Column c holds nulls, but its Arrow field is declared non-nullable/],
    ["a field of a struct", structOf(holed), /Column c\.x holds nulls/],
    ["an element", listOf(holed), /Column c\[\] holds nulls/],
    ["a field of an element", listOf(structOf(holed)[1]), /Column c\[\]\.x holds nulls/],
    ["a key", mapOf(keys("a", null), nulls(2)), /Column c\.key holds nulls/],
  ])("a null in %s that is declared non-nullable is refused", (_, [type, data], message) => {
    expect(() => encodeBatches([columnOf(type, false, data)])).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringMatching(message) }),
    );
  });

  it("takes a null below a null list, and one that a slice leaves out", () => {
    const [type, data] = listOf(holed, Uint8Array.of(1));
    expect(() => encodeBatches([columnOf(type, true, data)])).not.toThrow();
    const sliced = columnOf(new Int32(), false, holed).slice(2, 3);
    expect(() => encodeBatches([sliced])).not.toThrow();
  });

  it("a schema wins over the fields, and is held to", () => {
    const batch = columnOf(new Int32(), false, holed);
    const allowing = encodeBatches([batch], nullsOfSchema(StructType.fromDDL("c INT")));
    expect(tableFromIPC(allowing).schema.fields[0]?.nullable).toBe(true);
    expect(() => encodeBatches([batch], nullsOfSchema(StructType.fromDDL("c INT NOT NULL")))).toThrow(
      /Column c holds nulls where the schema allows none/,
    );
  });

  it("batches are nullable where one of them is, or where more may follow", () => {
    const full = columnOf(new Int32(), false, vectorFromArray(Int32Array.of(1)).data[0] as Data);
    const both = tableFromIPC(encodeBatches([full, columnOf(new Int32(), true, holed)]));
    expect(both.schema.fields[0]?.nullable).toBe(true);
    const open = tableFromIPC(encodeBatches([full], nullsAnywhere(full)));
    expect(open.schema.fields[0]?.nullable).toBe(true);
  });
});
