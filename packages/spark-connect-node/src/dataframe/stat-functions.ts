import type { ActionOptions } from "../client/options.ts";
import type { ColumnOrName } from "../column/column.ts";
import type { DataFrame } from "./dataframe.ts";
import type { Fractions } from "./statistics.ts";

let construct: (dataFrame: DataFrame) => DataFrameStatFunctions;

/** Makes them. Internal. */
export function statFunctions(dataFrame: DataFrame): DataFrameStatFunctions {
  return construct(dataFrame);
}

/** Statistics: the same as the methods of these names of the DataFrame. */
export class DataFrameStatFunctions {
  readonly #dataFrame: DataFrame;

  static {
    construct = (dataFrame) => new DataFrameStatFunctions(dataFrame);
  }

  private constructor(dataFrame: DataFrame) {
    this.#dataFrame = dataFrame;
  }

  /** See {@link DataFrame.cov}. */
  async cov(column1: string, column2: string, options?: ActionOptions): Promise<number> {
    return this.#dataFrame.cov(column1, column2, options);
  }

  /** See {@link DataFrame.corr}. */
  async corr(
    column1: string,
    column2: string,
    method: "pearson" = "pearson",
    options?: ActionOptions,
  ): Promise<number> {
    return this.#dataFrame.corr(column1, column2, method, options);
  }

  /** See {@link DataFrame.approxQuantile}. */
  async approxQuantile(
    column: string,
    probabilities: readonly number[],
    relativeError: number,
    options?: ActionOptions,
  ): Promise<number[]>;
  async approxQuantile(
    columns: readonly string[],
    probabilities: readonly number[],
    relativeError: number,
    options?: ActionOptions,
  ): Promise<number[][]>;
  async approxQuantile(
    columns: string | readonly string[],
    probabilities: readonly number[],
    relativeError: number,
    options?: ActionOptions,
  ): Promise<number[] | number[][]> {
    return this.#dataFrame.approxQuantile(columns as string, probabilities, relativeError, options);
  }

  /** See {@link DataFrame.crosstab}. */
  crosstab(column1: string, column2: string): DataFrame {
    return this.#dataFrame.crosstab(column1, column2);
  }

  /** See {@link DataFrame.freqItems}. */
  freqItems(columns: readonly string[], support?: number): DataFrame {
    return this.#dataFrame.freqItems(columns, support);
  }

  /** See {@link DataFrame.sampleBy}. */
  sampleBy(column: ColumnOrName, fractions: Fractions, seed?: number | bigint): DataFrame {
    return this.#dataFrame.sampleBy(column, fractions, seed);
  }
}
