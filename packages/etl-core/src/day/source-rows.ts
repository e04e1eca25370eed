import type { Column, DataFrame, StructType } from "spark-connect-node";
import type { Conformed } from "../conform/conform.ts";
import type { GuardedFile } from "../conform/shape-guard.ts";
import type { StoreOptions } from "../model/object-store.ts";

/** What was counted while a collection's rows were read. */
export type Counts = Readonly<Record<string, unknown>>;

/** Rows that were read, and what of them was left out. */
export interface RowsJudged {
  /** Bad ones included. */
  readonly rows: number;
  readonly badRows: number;
  /** Where bad rows are, in words, for the log. */
  readonly notes: readonly string[];
}

/** A day's rows of a collection on their way from the source, whatever its format. */
export interface SourceRows {
  /** Lazy: {@link columns}, {@link computed}, and `_corrupt_record`, which is not null for a bad row. */
  readonly df: DataFrame;
  /** Those of {@link df} that may have a value in one of these columns, lazily. */
  having(columns: readonly string[]): DataFrame;
  /** Text in every leaf, under the table's names. */
  readonly columns: StructType;
  /** The types that the format itself states for the columns; undefined for CSV, which has none. */
  readonly stated?: StructType;
  /** What is made of each row besides. */
  readonly computed: StructType;
  /** The files they are in, with the columns of each. */
  readonly files: readonly GuardedFile[];
  /** Whether there is a row to look at. */
  readonly hasRows: boolean;
  /** Whether they are personal data. */
  readonly pii: boolean;
  /** What a refused value may hold that makes its file suspect; nothing for most formats. */
  readonly isSuspect?: (value: Column) => Column;
  /** What is to be counted in the pass that writes. */
  checks(conformed: Conformed): Readonly<Record<string, Column>>;
  /**
   * Judges what was counted.
   *
   * @param suspects - Refused values for which {@link isSuspect} is true.
   * @throws SourceDataError when it is more than the collection allows.
   */
  judge(counts: Counts, suspects: number, options: StoreOptions): Promise<RowsJudged>;
  /** Says why Spark could not read them, when a look at the files tells; else the error as it was. */
  explain(error: unknown, options: StoreOptions): Promise<unknown>;
  /** Removes what was put anywhere for Spark to read. Never throws. */
  discard(): Promise<void>;
}
