import type { Data } from "apache-arrow";
import { InvalidArgumentError, UnsupportedError } from "../errors.ts";
import type { DataType, DecimalType } from "../types/index.ts";
import { formatDataType } from "../types/index.ts";
import {
  toBoolean,
  toBytes,
  toCalendarInterval,
  toDayTimeMicros,
  toDouble,
  toEpochDay,
  toEpochMicros,
  toFloat,
  toInteger,
  toLocalMicros,
  toLong,
  toMonths,
  toNanosOfDay,
  toSpatial,
  toText,
  toUnscaled,
  toVariant,
} from "../values/coerce.ts";
import { INT64_MAX, INT64_MIN } from "../values/integers.ts";
import type { CalendarInterval } from "../values/index.ts";
import { arrowType } from "./arrow-type.ts";
import type { Cells, Where } from "./cells.ts";
import { column, convertCells, fill, mapCells, pack } from "./cells.ts";
import { writeArray, writeMap, writeStruct } from "./write-nested.ts";
import { quickDoubles, quickInstants, quickIntegers, quickLongs, quickTexts } from "./quick-cells.ts";
import { packBytes, packText, type Text } from "./write-text.ts";

/** Arrow's decimal128: two 64-bit words each, the lower first, in two's complement. */
function decimalWords(cells: Cells, type: DecimalType, where: Where): Uint32Array {
  const words = new BigInt64Array(cells.length * 2);
  const convert = (cell: unknown, at: string): bigint => toUnscaled(cell, type, at);
  convertCells(cells, where, convert, (digits, i) => {
    words[2 * i] = BigInt.asIntN(64, digits);
    words[2 * i + 1] = digits >> 64n;
  });
  return new Uint32Array(words.buffer);
}

function toNanoInterval(cell: unknown, at: string): CalendarInterval {
  const interval = toCalendarInterval(cell, at);
  const nanos = interval.micros * 1000n;
  if (nanos >= INT64_MIN && nanos <= INT64_MAX) return interval;
  throw new InvalidArgumentError(
    `${at}: calendar intervals travel in nanoseconds, and this one has too many`,
  );
}

/** Arrow's month-day-nano intervals: 32, 32 and 64 bits. */
function calendarWords(cells: Cells, where: Where): Int32Array {
  const words = new Int32Array(cells.length * 4);
  const nanos = new BigInt64Array(words.buffer);
  convertCells(cells, where, toNanoInterval, ({ months, days, micros }, i) => {
    words[4 * i] = months;
    words[4 * i + 1] = days;
    nanos[2 * i + 1] = micros * 1000n;
  });
  return words;
}

function refuseValue(cell: unknown, at: string): never {
  throw new InvalidArgumentError(`${at}: only null is of type void`);
}

function writeVariants(cells: Cells, type: DataType, where: Where): Data {
  const variants = mapCells(cells, where, toVariant);
  const parts = [
    variants.map((variant) => variant?.value ?? null),
    variants.map((variant) => variant?.metadata ?? null),
  ];
  return column(arrowType(type), cells, {
    children: parts.map((part) => writeColumn(part, { kind: "binary" }, where)),
  });
}

function writeShapes(cells: Cells, type: DataType, where: Where): Data {
  const shapes = mapCells(cells, where, toSpatial);
  const srids = writeColumn(
    shapes.map((shape) => shape?.srid ?? null),
    { kind: "integer" },
    where,
  );
  const bytes = writeColumn(
    shapes.map((shape) => shape?.wkb ?? null),
    { kind: "binary" },
    where,
  );
  return column(arrowType(type), cells, { children: [srids, bytes] });
}

/** One column as Arrow has it, of JavaScript values of a Spark type. Nulls are allowed, whatever the field says. */
export function writeColumn(cells: Cells, type: DataType, where: Where): Data {
  const { length } = cells;
  const flat = (values: ArrayBufferView): Data => column(arrowType(type), cells, { values });
  switch (type.kind) {
    case "null":
      convertCells(cells, where, refuseValue, () => undefined);
      return column(arrowType(type), cells, {});
    case "boolean":
      return flat(pack(cells, where, toBoolean));
    case "byte":
      return flat(fill(new Int8Array(length), cells, where, (cell, at) => toInteger(cell, 8, at)));
    case "short":
      return flat(fill(new Int16Array(length), cells, where, (cell, at) => toInteger(cell, 16, at)));
    case "integer": {
      const integers = new Int32Array(length);
      const quick = quickIntegers(cells, integers);
      return flat(fill(integers, cells, where, (cell, at) => toInteger(cell, 32, at), quick));
    }
    case "long": {
      const longs = new BigInt64Array(length);
      return flat(fill(longs, cells, where, toLong, quickLongs(cells, longs)));
    }
    case "float":
      return flat(fill(new Float32Array(length), cells, where, toFloat));
    case "double": {
      const doubles = new Float64Array(length);
      return flat(fill(doubles, cells, where, toDouble, quickDoubles(cells, doubles)));
    }
    case "decimal":
      return flat(decimalWords(cells, type, where));
    case "date":
      return flat(fill(new Int32Array(length), cells, where, toEpochDay));
    case "timestamp": {
      const micros = new BigInt64Array(length);
      return flat(fill(micros, cells, where, toEpochMicros, quickInstants(cells, micros)));
    }
    case "timestamp_ntz":
      return flat(fill(new BigInt64Array(length), cells, where, toLocalMicros));
    case "time": {
      const nanos = (cell: unknown, at: string): bigint => toNanosOfDay(cell, type.precision, at);
      return flat(fill(new BigInt64Array(length), cells, where, nanos));
    }
    case "day_time_interval":
      return flat(
        fill(new BigInt64Array(length), cells, where, (cell, at) => toDayTimeMicros(cell, at, type.end)),
      );
    case "year_month_interval":
      return flat(fill(new Int32Array(length), cells, where, (cell, at) => toMonths(cell, at, type.end)));
    case "calendar_interval":
      return flat(calendarWords(cells, where));
    case "string":
    case "char":
    case "varchar": {
      const texts =
        quickTexts(cells) === length ? (cells as readonly Text[]) : mapCells(cells, where, toText);
      const { bytes, offsets } = packText(texts, where);
      return column(arrowType(type), cells, { values: bytes, offsets });
    }
    case "binary": {
      const { bytes, offsets } = packBytes(mapCells(cells, where, toBytes));
      return column(arrowType(type), cells, { values: bytes, offsets });
    }
    case "variant":
      return writeVariants(cells, type, where);
    case "geometry":
    case "geography":
      return writeShapes(cells, type, where);
    case "array":
      return writeArray(cells, type, where, writeColumn);
    case "map":
      return writeMap(cells, type, where, writeColumn);
    case "struct":
      return writeStruct(cells, type, where, writeColumn);
    case "udt":
      if (type.sqlType !== undefined) return writeColumn(cells, type.sqlType, where);
      throw new UnsupportedError("A user-defined type can only be sent when its SQL type is known");
    case "timestamp_ltz_nanos":
    case "timestamp_ntz_nanos":
      throw new UnsupportedError(`Values of type ${formatDataType(type)} cannot be sent: use microseconds`);
    default:
      return type satisfies never;
  }
}
