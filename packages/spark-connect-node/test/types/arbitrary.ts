import * as fc from "fast-check";
import type { DataType, DayTimeField, StructFieldInit, YearMonthField } from "../../src/types/index.ts";
import { StructType } from "../../src/types/index.ts";

const simple = fc
  .constantFrom(
    "null" as const,
    "boolean" as const,
    "byte" as const,
    "short" as const,
    "integer" as const,
    "long" as const,
    "float" as const,
    "double" as const,
    "date" as const,
    "timestamp" as const,
    "timestamp_ntz" as const,
    "binary" as const,
    "variant" as const,
    "calendar_interval" as const,
  )
  .map((kind): DataType => ({ kind }));

const range = (max: number): fc.Arbitrary<readonly [number, number]> =>
  fc
    .tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);

const parametric: fc.Arbitrary<DataType> = fc.oneof(
  fc.constant<DataType>({ kind: "string" }),
  fc
    .constantFrom("UNICODE_CI", "UTF8_LCASE", "de_CI_AI")
    .map((collation): DataType => ({ kind: "string", collation })),
  fc
    .tuple(fc.constantFrom("char" as const, "varchar" as const), fc.integer({ min: 1, max: 65535 }))
    .map(([kind, length]): DataType => ({ kind, length })),
  fc
    .tuple(fc.integer({ min: 1, max: 38 }), fc.nat(38))
    .map(
      ([precision, scale]): DataType => ({ kind: "decimal", precision, scale: Math.min(scale, precision) }),
    ),
  fc.nat(9).map((precision): DataType => ({ kind: "time", precision })),
  fc
    .tuple(
      fc.constantFrom("timestamp_ltz_nanos" as const, "timestamp_ntz_nanos" as const),
      fc.integer({ min: 7, max: 9 }),
    )
    .map(([kind, precision]): DataType => ({ kind, precision })),
  range(3).map(
    ([start, end]): DataType => ({
      kind: "day_time_interval",
      start: start as DayTimeField,
      end: end as DayTimeField,
    }),
  ),
  range(1).map(
    ([start, end]): DataType => ({
      kind: "year_month_interval",
      start: start as YearMonthField,
      end: end as YearMonthField,
    }),
  ),
  fc
    .tuple(fc.constantFrom("geometry" as const, "geography" as const), fc.constantFrom(-1, 4326))
    .map(([kind, srid]): DataType => ({ kind, srid })),
);

/** Names that need quoting, keywords, and everything else that a column may be called. */
const name = fc.oneof(
  fc.constantFrom("a", "A b", "`", "select", "int", "interval", "1", "é", "__proto__", "x.y", "", "a\nb"),
  fc.string({ unit: "binary", maxLength: 8 }),
);

const comment = fc.oneof(
  fc.constantFrom("it's", "\\", "a\\n", "100%", "\\%", 'say "x"', "line\nline", "r'x'"),
  fc.string({ unit: "binary", maxLength: 8 }),
);

/** Types as DDL can write them: arrays and maps that may hold nulls, comments as the only metadata. */
export const anyType: fc.Arbitrary<DataType> = fc.letrec<{ type: DataType; struct: StructType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    simple,
    parametric,
    tie("type").map((elementType): DataType => ({ kind: "array", elementType, containsNull: true })),
    fc
      .tuple(tie("type"), tie("type"))
      .map(
        ([keyType, valueType]): DataType => ({ kind: "map", keyType, valueType, valueContainsNull: true }),
      ),
    tie("struct"),
  ),
  struct: fc
    .array(
      fc.record<StructFieldInit>(
        {
          name,
          type: tie("type"),
          nullable: fc.boolean(),
          metadata: fc.oneof(
            fc.constant({}),
            comment.map((text) => ({ comment: text })),
          ),
        },
        { requiredKeys: ["name", "type"] },
      ),
      { maxLength: 4 },
    )
    .map((fields) => new StructType(fields)),
})).type;
