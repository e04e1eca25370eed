import * as fc from "fast-check";
import type { DataType } from "../../src/types/index.ts";
import { StructType, types } from "../../src/types/index.ts";
import { formatUnscaled } from "../../src/values/decimal.ts";
import type { SparkValue } from "../../src/values/index.ts";
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
} from "../../src/values/index.ts";

const INT64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const BYTES = fc.uint8Array({ maxLength: 20 });
const TEXT = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constant("é".repeat(700)),
);
const NANOS_PER_DAY = 86_400_000_000_000n;

const scalars: readonly (readonly [DataType, fc.Arbitrary<SparkValue>])[] = [
  [types.null, fc.constant(null)],
  [types.boolean, fc.boolean()],
  [types.byte, fc.integer({ min: -128, max: 127 })],
  [types.short, fc.integer({ min: -32768, max: 32767 })],
  [types.integer, fc.integer()],
  [types.long, INT64],
  [types.float, fc.float()],
  [types.double, fc.double()],
  [types.string, TEXT],
  [types.varchar(50), TEXT],
  [types.binary, BYTES],
  [types.date, fc.integer().map((day) => new LocalDate(day))],
  [types.timestamp, INT64.map((micros) => new Timestamp(micros))],
  [types.timestampNtz, INT64.map((micros) => new LocalTimestamp(micros))],
  [types.time(9), fc.bigInt({ min: 0n, max: NANOS_PER_DAY - 1n }).map((nanos) => new LocalTime(nanos))],
  [types.dayTimeInterval(), INT64.map((micros) => new DayTimeInterval(micros))],
  [types.yearMonthInterval(), fc.integer().map((months) => new YearMonthInterval(months))],
  [
    types.calendarInterval,
    fc
      .tuple(fc.integer(), fc.integer(), fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }))
      .map(([months, days, micros]) => new CalendarInterval(months, days, micros)),
  ],
  [types.variant, fc.tuple(BYTES, BYTES).map(([value, metadata]) => new Variant(value, metadata))],
  [types.geometry(0), BYTES.map((wkb) => new SpatialValue(0, wkb))],
];

const decimals = fc.tuple(fc.integer({ min: 1, max: 38 }), fc.nat(38)).map(([precision, wanted]): Sample => {
  const scale = Math.min(wanted, precision);
  const bound = 10n ** BigInt(precision) - 1n;
  return {
    type: types.decimal(precision, scale),
    value: fc.bigInt({ min: -bound, max: bound }).map((digits) => formatUnscaled(digits, scale)),
  };
});

/** A type, and its values as decoding gives them. */
export interface Sample {
  readonly type: DataType;
  readonly value: fc.Arbitrary<SparkValue>;
}

const scalar = fc.oneof(
  fc.constantFrom(...scalars).map(([type, value]): Sample => ({ type, value })),
  decimals,
);

const key = fc.constantFrom<Sample>(
  { type: types.string, value: fc.string() },
  { type: types.long, value: INT64 },
  { type: types.boolean, value: fc.boolean() },
);

const orNull = (value: fc.Arbitrary<SparkValue>, nullable: boolean): fc.Arbitrary<SparkValue> =>
  nullable ? fc.option(value) : value;

const name = fc.oneof(
  fc.constantFrom("__proto__", "constructor", 'a"b', "1", "", "\u2028", "a b"),
  fc.string(),
);

/** A struct type of those fields, and its objects. */
function structOf(
  fields: readonly { name: string; nullable: boolean; sample: Sample }[],
): Sample & { type: StructType } {
  const type = new StructType(
    fields.map((field) => ({
      name: field.name,
      type: field.sample.type,
      nullable: field.nullable || field.sample.type.kind === "null",
    })),
  );
  const value = fc
    .tuple(...fields.map((field) => orNull(field.sample.value, field.nullable)))
    .map((values) => {
      const object: { [field: string]: SparkValue } = {};
      for (const [at, field] of fields.entries()) {
        const property = { value: values[at], enumerable: true, writable: true, configurable: true };
        Object.defineProperty(object, field.name, property);
      }
      return object;
    });
  return { type, value };
}

const { sample, struct } = fc.letrec<{ sample: Sample; struct: Sample & { type: StructType } }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    scalar,
    fc.tuple(tie("sample"), fc.boolean()).map(([element, nulls]): Sample => {
      const containsNull = nulls || element.type.kind === "null";
      return {
        type: types.array(element.type, containsNull),
        value: fc.array(orNull(element.value, nulls), { maxLength: 4 }),
      };
    }),
    fc.tuple(key, tie("sample"), fc.boolean()).map(([keys, values, nulls]): Sample => {
      const entries = fc.uniqueArray(fc.tuple(keys.value, orNull(values.value, nulls)), {
        maxLength: 3,
        selector: ([first]) => first,
      });
      return {
        type: types.map(keys.type, values.type, nulls || values.type.kind === "null"),
        value: entries.map((pairs) => new Map(pairs)),
      };
    }),
    tie("struct"),
  ),
  struct: fc
    .uniqueArray(fc.record({ name, nullable: fc.boolean(), sample: tie("sample") }), {
      maxLength: 3,
      selector: (field) => field.name,
    })
    .map(structOf),
}));

/** Columns of any types, and rows of them. */
export const anyRows: fc.Arbitrary<{ schema: StructType; rows: SparkValue[] }> = struct.chain(
  ({ type, value }) => fc.record({ schema: fc.constant(type), rows: fc.array(value, { maxLength: 20 }) }),
);

/** One column of any type. */
export const anySample: fc.Arbitrary<Sample> = sample;
