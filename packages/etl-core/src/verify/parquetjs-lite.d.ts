/** The little of parquetjs-lite that reads a footer; the package has no types of its own. */
declare module "parquetjs-lite" {
  interface SchemaElement {
    readonly name: string;
    /** null for a group. */
    readonly type: number | null;
    readonly repetition_type: number | null;
    readonly num_children: number | null;
    readonly converted_type: number | null;
    readonly scale: number | null;
    readonly precision: number | null;
  }

  /** A 64-bit integer object. */
  interface Int64 {
    valueOf(): number;
  }

  interface ColumnMetaData {
    readonly path_in_schema: readonly string[];
    /** Nulls included. */
    readonly num_values: Int64;
    readonly statistics?: { readonly null_count?: Int64 | null } | null;
  }

  interface RowGroup {
    readonly columns: readonly { readonly meta_data: ColumnMetaData }[];
  }

  interface FileMetaData {
    /** Depth first; the first is the root. */
    readonly schema: readonly SchemaElement[];
    readonly num_rows: Int64;
    readonly row_groups: readonly RowGroup[];
  }

  class ParquetEnvelopeReader {
    constructor(
      read: (offset: number, length: number) => Promise<Buffer>,
      close: () => Promise<void>,
      fileSize: number,
    );
    readFooter(): Promise<FileMetaData>;
  }

  const parquet: { readonly ParquetEnvelopeReader: typeof ParquetEnvelopeReader };
  export type { FileMetaData, SchemaElement };
  export default parquet;
}
