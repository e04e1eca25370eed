import { chooseTypes, type InferenceColumn, inferenceRows } from "@dataworks/schema-evolution";
import type { ActionOptions, DataFrame, DataType } from "spark-connect-node";

/**
 * Looks at the values of columns seen for the first time, in one pass over these columns only, and chooses their types.
 *
 * @returns the types by column; a column without any value is missing.
 */
export async function inferColumns(
  rows: DataFrame,
  columns: readonly InferenceColumn[],
  options: ActionOptions,
): Promise<ReadonlyMap<string, DataType>> {
  const found = await inferenceRows(rows, columns)?.collect(options);
  return chooseTypes(columns, found ?? []);
}
