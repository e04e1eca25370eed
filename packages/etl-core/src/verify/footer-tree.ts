import type { SchemaElement } from "parquetjs-lite";
import type { FooterColumn, PhysicalType } from "./footer-column.ts";

/** Parquet's types by their numbers. */
const TYPES: readonly PhysicalType[] = [
  "boolean",
  "int32",
  "int64",
  "int96",
  "float",
  "double",
  "byte_array",
  "fixed_len_byte_array",
];

/** Parquet's converted types by their numbers; unsigned ones Spark does not write. */
const ANNOTATIONS: Readonly<Record<number, string>> = {
  0: "utf8",
  1: "map",
  2: "map_key_value",
  3: "list",
  4: "enum",
  5: "decimal",
  6: "date",
  7: "time_millis",
  8: "time_micros",
  9: "timestamp_millis",
  10: "timestamp_micros",
  15: "int_8",
  16: "int_16",
  17: "int_32",
  18: "int_64",
  19: "json",
  20: "bson",
  21: "interval",
};

/** Makes a tree of the footer's schema, which is a list with counts of children. */
export function footerColumns(schema: readonly SchemaElement[]): FooterColumn[] {
  const elements = schema.values();
  const take = (count: number): FooterColumn[] =>
    Array.from({ length: count }, () => {
      const { value: element } = elements.next();
      if (element === undefined) {
        throw new RangeError("the footer's schema names more children than it has");
      }
      return column(element, take(element.num_children ?? 0));
    });
  const { value: root } = elements.next();
  return take(root?.num_children ?? 0);
}

function column(element: SchemaElement, children: readonly FooterColumn[]): FooterColumn {
  const { name, type, converted_type: converted, precision, scale } = element;
  const physical = type === null ? "group" : (TYPES[type] ?? "group");
  if (converted === null) {
    return { name, physical, children };
  }
  const kind = ANNOTATIONS[converted] ?? `converted type ${converted}`;
  const annotation = kind === "decimal" ? `decimal(${precision ?? 0},${scale ?? 0})` : kind;
  return { name, physical, annotation, children };
}
