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

  interface FileMetaData {
    /** Depth first; the first is the root. */
    readonly schema: readonly SchemaElement[];
    /** A 64-bit integer object. */
    readonly num_rows: { valueOf(): number };
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
  export type { SchemaElement };
  export default parquet;
}
