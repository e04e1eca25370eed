import type { RecordBatch } from "apache-arrow";
import {
  BufferType,
  Data,
  DataType as Arrow,
  DateDay,
  DateUnit,
  DurationMicrosecond,
  type Field,
  Int16,
  Int32,
  Int64,
  IntervalUnit,
  Precision,
  Schema,
  Struct,
  TimeNanosecond,
  TimestampMicrosecond,
  TimeUnit,
  Type,
  Vector,
  vectorFromArray,
} from "apache-arrow";
import { UnsupportedError } from "../errors.ts";
import { checkedField } from "./check-nulls.ts";
import { type ColumnNulls, nullsOfBatches } from "./nullability.ts";
import { toStream } from "./row-encoder.ts";

/** A batch as Spark reads it. */
interface ReadableBatch {
  readonly schema: Schema;
  readonly data: Data<Struct>;
}

/**
 * One IPC stream of those rows of a batch, in types that Spark reads.
 *
 * @throws UnsupportedError for a type it has not
 * @throws InvalidArgumentError for a null in a column that must not hold one
 */
export function encodeBatches(
  batches: readonly RecordBatch[],
  nulls: ColumnNulls = nullsOfBatches(batches),
): Uint8Array {
  const readable = batches.map((batch) => readableBatch(batch, nulls));
  const [first] = readable;
  if (first === undefined) return new Uint8Array();
  return toStream(
    first.schema,
    readable.map(({ data }) => data),
  );
}

/**
 * Spark reads instants, intervals and times of day in one unit each, dates as days, no unsigned numbers and no
 * dictionaries. Other tools and arrow-js itself make such; they become what Spark has, and nothing is rounded.
 */
function readableBatch(batch: RecordBatch, nulls: ColumnNulls): ReadableBatch {
  const fields: Field[] = [];
  const children = batch.schema.fields.map((field, at) => {
    const child = batch.data.children[at] as Data;
    const data = readableColumn(child, field.name);
    fields.push(checkedField(field, data, nulls, at));
    return data;
  });
  const data = new Data(new Struct(fields), 0, batch.numRows, 0, {}, children);
  return { schema: new Schema(fields), data };
}

function readableColumn(data: Data, name: string): Data {
  const { type } = data;
  if (Arrow.isDictionary(type))
    return readableColumn(withoutDictionary(data, type.dictionary as Arrow, name), name);
  if (Arrow.isTimestamp(type) && type.unit !== TimeUnit.MICROSECOND) {
    return inUnits(data, new TimestampMicrosecond(type.timezone), type.unit, TimeUnit.MICROSECOND, name);
  }
  if (Arrow.isDuration(type) && type.unit !== TimeUnit.MICROSECOND) {
    return inUnits(data, new DurationMicrosecond(), type.unit, TimeUnit.MICROSECOND, name);
  }
  if (Arrow.isTime(type) && type.unit !== TimeUnit.NANOSECOND) {
    return inUnits(data, new TimeNanosecond(), type.unit, TimeUnit.NANOSECOND, name);
  }
  if (Arrow.isDate(type) && type.unit === DateUnit.MILLISECOND) {
    const days = Int32Array.from(longs(data), (millis) => Number(millis / MILLIS_PER_DAY));
    if (longs(data).some((millis, i) => data.getValid(i) && millis % MILLIS_PER_DAY !== 0n)) {
      throw cannot(name, "dates with a time of day: make them timestamps");
    }
    return replaced(data, new DateDay(), days);
  }
  if (Arrow.isInt(type) && !type.isSigned) return withSign(data, name);
  refuse(type, name);
  return data;
}

const MILLIS_PER_DAY = 86_400_000n;

/** A column's values as 64 bits, from its own first row on. */
function longs(data: Data): BigInt64Array {
  const { values, length } = data as { values: BigInt64Array | Int32Array; length: number };
  return values instanceof BigInt64Array
    ? values.subarray(0, length)
    : BigInt64Array.from(values.subarray(0, length), BigInt);
}

/** Seconds, milliseconds, microseconds and nanoseconds, as Arrow numbers them. */
const NANOS = [1_000_000_000n, 1_000_000n, 1000n, 1n];

function inUnits(data: Data, type: Arrow, from: TimeUnit, to: TimeUnit, name: string): Data {
  const [unit = 1n, wanted = 1n] = [NANOS[from], NANOS[to]];
  const values = longs(data);
  const changed = values.map((value, i) => {
    const nanos = value * unit;
    const whole = nanos / wanted;
    if (whole * wanted !== nanos && data.getValid(i)) throw cannot(name, "digits below a microsecond");
    if (BigInt.asIntN(64, whole) !== whole && data.getValid(i))
      throw cannot(name, "values beyond Spark's range");
    return whole;
  });
  return replaced(data, type, changed);
}

function withSign(data: Data, name: string): Data {
  const { values, length } = data as {
    values: Uint8Array | Uint16Array | Uint32Array | BigUint64Array;
    length: number;
  };
  const own = values.subarray(0, length);
  if (own instanceof Uint8Array) return replaced(data, new Int16(), Int16Array.from(own));
  if (own instanceof Uint16Array) return replaced(data, new Int32(), Int32Array.from(own));
  if (own instanceof Uint32Array) return replaced(data, new Int64(), BigInt64Array.from(own, BigInt));
  throw cannot(name, "unsigned numbers of 64 bits: make them int64 or decimals");
}

/** The column with other values in the places of its own; nulls stay. */
function replaced(data: Data, type: Arrow, values: ArrayBufferView): Data {
  const { length, nullCount } = data;
  const buffers = {
    [BufferType.DATA]: values,
    ...(nullCount === 0 ? {} : { [BufferType.VALIDITY]: validity(data) }),
  };
  return new Data(type, 0, length, nullCount, buffers);
}

function validity(data: Data): Uint8Array {
  const bits = new Uint8Array((data.length + 7) >> 3);
  for (let i = 0; i < data.length; i++)
    if (data.getValid(i)) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  return bits;
}

/** The values that a dictionary's indices stand for. */
function withoutDictionary(data: Data, type: Arrow, name: string): Data {
  const [column] = exactlyRead.has(type.typeId)
    ? vectorFromArray(new Vector([data]).toArray(), type).data
    : [];
  if (column === undefined) throw cannot(name, `a dictionary of ${Type[type.typeId]}`);
  return column;
}

/** What arrow-js itself reads without loss. */
const exactlyRead: ReadonlySet<Type> = new Set([
  Type.Utf8,
  Type.LargeUtf8,
  Type.Binary,
  Type.Int,
  Type.Float,
  Type.Bool,
]);

const plain: ReadonlySet<Type> = new Set([
  Type.Null,
  Type.Bool,
  Type.Utf8,
  Type.LargeUtf8,
  Type.Binary,
  Type.LargeBinary,
]);

/** @throws UnsupportedError for types, inside others too, that Spark does not read. */
function refuse(type: Arrow, name: string): void {
  if (Arrow.isList(type) || Arrow.isMap(type) || Arrow.isStruct(type)) {
    for (const child of type.children) refuse(child.type, `${name}.${child.name}`);
    return;
  }
  const read =
    plain.has(type.typeId) ||
    (Arrow.isInt(type) && type.isSigned) ||
    (Arrow.isFloat(type) && type.precision !== Precision.HALF) ||
    (Arrow.isDecimal(type) && type.bitWidth === 128) ||
    (Arrow.isDate(type) && type.unit === DateUnit.DAY) ||
    ((Arrow.isTimestamp(type) || Arrow.isDuration(type)) && type.unit === TimeUnit.MICROSECOND) ||
    (Arrow.isTime(type) && type.unit === TimeUnit.NANOSECOND) ||
    (Arrow.isInterval(type) && type.unit !== IntervalUnit.DAY_TIME);
  if (!read) throw cannot(name, `the Arrow type ${Type[type.typeId]}`);
}

function cannot(name: string, what: string): UnsupportedError {
  return new UnsupportedError(`Spark cannot read ${what} in column ${name}`);
}
