import type { DataFrame } from "./dataframe.ts";
import type { DropNaOptions, Primitive, Replacements, Subset } from "./null-handling.ts";

let construct: (dataFrame: DataFrame) => DataFrameNaFunctions;

/** Makes them. Internal. */
export function naFunctions(dataFrame: DataFrame): DataFrameNaFunctions {
  return construct(dataFrame);
}

/** What to do about nulls: the same as `dropna`, `fillna` and `replace` of the DataFrame. */
export class DataFrameNaFunctions {
  readonly #dataFrame: DataFrame;

  static {
    construct = (dataFrame) => new DataFrameNaFunctions(dataFrame);
  }

  private constructor(dataFrame: DataFrame) {
    this.#dataFrame = dataFrame;
  }

  /** See {@link DataFrame.dropna}. */
  drop(options?: DropNaOptions): DataFrame {
    return this.#dataFrame.dropna(options);
  }

  /** See {@link DataFrame.fillna}. */
  fill(value: Primitive, subset?: Subset): DataFrame;
  fill(values: Readonly<Record<string, Primitive>>): DataFrame;
  fill(value: Primitive | Readonly<Record<string, Primitive>>, subset?: Subset): DataFrame {
    return this.#dataFrame.fillna(value as Primitive, subset);
  }

  /** See {@link DataFrame.replace}. */
  replace(replacements: Replacements, value?: undefined, subset?: Subset): DataFrame;
  replace(
    toReplace: Primitive | readonly Primitive[],
    value: Primitive | null | readonly (Primitive | null)[],
    subset?: Subset,
  ): DataFrame;
  replace(
    toReplace: Primitive | readonly Primitive[] | Replacements,
    value?: Primitive | null | readonly (Primitive | null)[],
    subset?: Subset,
  ): DataFrame {
    return this.#dataFrame.replace(toReplace as Primitive, value as Primitive, subset);
  }
}
