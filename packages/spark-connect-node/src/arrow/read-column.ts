import type { Data } from "apache-arrow";
import { DataType as ArrowType, IntervalUnit, TimeUnit } from "apache-arrow";
import { UnsupportedError } from "../errors.ts";
import type { DataType, StructType } from "../types/index.ts";
import { formatDataType } from "../types/index.ts";
import type { SparkValue } from "../values/index.ts";
import {
  CalendarInterval,
  DayTimeInterval,
  LocalDate,
  LocalTime,
  LocalTimestamp,
  SpatialValue,
  Timestamp,
  Variant,
  YearMonthInterval,
} from "../values/index.ts";
import type { Column } from "./buffers.ts";
import {
  arrayOf,
  childOf,
  isValid,
  mapCells,
  offsetsOf,
  unexpected,
  valuesOf,
  withNulls,
} from "./buffers.ts";
import { readDecimals } from "./read-decimal.ts";
import { readText } from "./read-text.ts";
import type { RowMode } from "./row-builder.ts";
import { rowBuilder } from "./row-builder.ts";

/** Decodes one column. */
export type ColumnReader = (data: Data) => Column<SparkValue>;

const readBooleans: ColumnReader = (data) => {
  if (!ArrowType.isBool(data.type)) throw unexpected(data, "booleans");
  const bits = valuesOf(data, Uint8Array);
  return mapCells(data, (i) => (((bits[(data.offset + i) >> 3] ?? 0) >> ((data.offset + i) & 7)) & 1) === 1);
};

/** Numbers are their typed array, where none is null. */
function readNumbers(constructor: abstract new (length: number) => Column<number | bigint>): ColumnReader {
  return (data) => withNulls(data, valuesOf(data, constructor));
}

/** 64-bit integers that count microseconds, each made a value of its own. */
function readMicros(
  isUnit: (type: ArrowType) => boolean,
  make: (micros: bigint) => SparkValue,
): ColumnReader {
  return (data) => {
    if (!isUnit(data.type)) throw unexpected(data, "microseconds");
    const micros = valuesOf(data, BigInt64Array);
    return mapCells(data, (i) => make(micros[i] ?? 0n));
  };
}

const isTimestampMicros = (type: ArrowType): boolean =>
  ArrowType.isTimestamp(type) && type.unit === TimeUnit.MICROSECOND;
const isDurationMicros = (type: ArrowType): boolean =>
  ArrowType.isDuration(type) && type.unit === TimeUnit.MICROSECOND;

const readTimes: ColumnReader = (data) => {
  if (!ArrowType.isTime(data.type) || data.type.bitWidth !== 64) throw unexpected(data, "times of day");
  const scale = data.type.unit === TimeUnit.NANOSECOND ? 1n : 1000n;
  const units = valuesOf(data, BigInt64Array);
  return mapCells(data, (i) => new LocalTime((units[i] ?? 0n) * scale));
};

const readMonths: ColumnReader = (data) => {
  if (!ArrowType.isInterval(data.type) || data.type.unit !== IntervalUnit.YEAR_MONTH)
    throw unexpected(data, "months");
  const months = valuesOf(data, Int32Array);
  return mapCells(data, (i) => new YearMonthInterval(months[i] ?? 0));
};

const readCalendarIntervals: ColumnReader = (data) => {
  if (!ArrowType.isInterval(data.type) || data.type.unit !== IntervalUnit.MONTH_DAY_NANO) {
    throw unexpected(data, "calendar intervals");
  }
  const words = valuesOf(data, Int32Array);
  const nanos = new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);
  return mapCells(
    data,
    (i) => new CalendarInterval(words[4 * i] ?? 0, words[4 * i + 1] ?? 0, (nanos[2 * i + 1] ?? 0n) / 1000n),
  );
};

/** Bytes are copied out: a kept value must not keep the batch. */
function readBinaries(data: Data): Column<Uint8Array | null> {
  const bytes = valuesOf(data, Uint8Array);
  const offsets = offsetsOf(data);
  return mapCells(data, (i) => bytes.slice(offsets[i], offsets[i + 1]));
}

/** Values that Spark carries as structs of two. */
function readPairs<A, B>(
  first: (data: Data) => Column<A>,
  second: (data: Data) => Column<B>,
  make: (a: NonNullable<A>, b: NonNullable<B>) => SparkValue,
): ColumnReader {
  return (data) => {
    const [as, bs] = [first(childOf(data, 0)), second(childOf(data, 1))];
    return mapCells(data, (i) => make(as[i] as NonNullable<A>, bs[i] as NonNullable<B>));
  };
}

function readArrays(readElements: ColumnReader): ColumnReader {
  return (data) => {
    const offsets = offsetsOf(data);
    const elements = readElements(childOf(data, 0));
    return mapCells(data, (i) => {
      const [from = 0, to = 0] = [offsets[i], offsets[i + 1]];
      const array = arrayOf<SparkValue>(to - from);
      for (let at = from; at < to; at++) array[at - from] = elements[at] as SparkValue;
      return array;
    });
  };
}

function readMaps(readKeys: ColumnReader, readValues: ColumnReader): ColumnReader {
  return (data) => {
    const offsets = offsetsOf(data);
    const entries = childOf(data, 0);
    const [keys, values] = [readKeys(childOf(entries, 0)), readValues(childOf(entries, 1))];
    return mapCells(data, (i) => {
      const map = new Map<SparkValue, SparkValue>();
      const to = offsets[i + 1] ?? 0;
      for (let at = offsets[i] ?? 0; at < to; at++) map.set(keys[at] as SparkValue, values[at] as SparkValue);
      return map;
    });
  };
}

function readStructs(struct: StructType, mode: RowMode, at: string): ColumnReader {
  const readers = fieldReaders(struct, mode, at);
  const build = rowBuilder(struct.names(), mode, at);
  return (data) => {
    const rows = build(
      data.length,
      readers.map((read, index) => read(childOf(data, index))),
    );
    if (data.nullCount === 0) return rows;
    return rows.map((row, i) => (isValid(data, i) ? row : null));
  };
}

/** The readers of a struct's fields, in order. */
export function fieldReaders(struct: StructType, mode: RowMode, at: string): ColumnReader[] {
  return struct.fields.map(({ name, type }) => columnReader(type, mode, at === "" ? name : `${at}.${name}`));
}

/**
 * How a column of that Spark type is decoded.
 *
 * @param at the column's name, in messages
 * @throws UnsupportedError for types without a JavaScript value
 */
export function columnReader(type: DataType, mode: RowMode, at: string): ColumnReader {
  switch (type.kind) {
    case "null":
      return (data) => arrayOf<null>(data.length).fill(null);
    case "boolean":
      return readBooleans;
    case "byte":
      return readNumbers(Int8Array);
    case "short":
      return readNumbers(Int16Array);
    case "integer":
      return readNumbers(Int32Array);
    case "long":
      return readNumbers(BigInt64Array);
    case "float":
      return readNumbers(Float32Array);
    case "double":
      return readNumbers(Float64Array);
    case "decimal":
      return (data) => readDecimals(data, type);
    case "string":
    case "char":
    case "varchar":
      return readText;
    case "binary":
      return readBinaries;
    case "date":
      return (data) => {
        const days = valuesOf(data, Int32Array);
        return mapCells(data, (i) => new LocalDate(days[i] ?? 0));
      };
    case "timestamp":
      return readMicros(isTimestampMicros, (micros) => new Timestamp(micros));
    case "timestamp_ntz":
      return readMicros(isTimestampMicros, (micros) => new LocalTimestamp(micros));
    case "time":
      return readTimes;
    case "day_time_interval":
      return readMicros(isDurationMicros, (micros) => new DayTimeInterval(micros));
    case "year_month_interval":
      return readMonths;
    case "calendar_interval":
      return readCalendarIntervals;
    case "variant":
      return readPairs(readBinaries, readBinaries, (value, metadata) => new Variant(value, metadata));
    case "geometry":
    case "geography":
      return readPairs(
        (data) => valuesOf(data, Int32Array),
        readBinaries,
        (srid, wkb) => new SpatialValue(srid, wkb),
      );
    case "array":
      return readArrays(columnReader(type.elementType, mode, `${at}[]`));
    case "map":
      return readMaps(
        columnReader(type.keyType, mode, `${at} key`),
        columnReader(type.valueType, mode, `${at} value`),
      );
    case "struct":
      return readStructs(type, mode, at);
    case "udt":
      if (type.sqlType !== undefined) return columnReader(type.sqlType, mode, at);
      throw new UnsupportedError(
        `Column ${at} has a user-defined type of which only its server knows the content`,
      );
    case "timestamp_ltz_nanos":
    case "timestamp_ntz_nanos":
      throw new UnsupportedError(
        `Column ${at} has type ${formatDataType(type)}; timestamps finer than a microsecond are not supported: cast it`,
      );
    default:
      return type satisfies never;
  }
}
