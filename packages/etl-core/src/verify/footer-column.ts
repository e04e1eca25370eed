/** How a column's values are stored; a group stores none itself. */
export type PhysicalType =
  | "boolean"
  | "int32"
  | "int64"
  | "int96"
  | "float"
  | "double"
  | "byte_array"
  | "fixed_len_byte_array"
  | "group";

/** A column as a Parquet footer has it. */
export interface FooterColumn {
  readonly name: string;
  readonly physical: PhysicalType;
  /** Parquet's converted type in lower case: `utf8`, `date`, `list`, `decimal(10,2)`. */
  readonly annotation?: string;
  /** Of a group. */
  readonly children: readonly FooterColumn[];
}
