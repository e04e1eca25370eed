import type { DataFrame } from "spark-connect-node";
import { planEvolution } from "../plan/plan-evolution.ts";
import type { EvolutionPlan } from "../plan/steps.ts";
import { evolvedColumns, type ReadingOptions } from "./evolved-columns.ts";

/**
 * Applies a plan, lazily: the plan's result columns, then `error_desc` (`array<string>`, empty where nothing failed).
 *
 * @param df - Data of the plan's incoming schema. Columns that it has besides are left out.
 * @throws ReservedColumnError when the incoming `error_desc` is neither text nor an array of text.
 */
export function applyEvolution(df: DataFrame, plan: EvolutionPlan, options: ReadingOptions = {}): DataFrame {
  const { staged, columns } = evolvedColumns(plan, options);
  return (staged.length === 0 ? df : df.select(...staged)).select(...columns);
}

/**
 * Gives new data the columns of old data: what was removed comes back as null, what changed its type is converted to
 * the old one, what is new is kept. Values that could not be kept are listed in `error_desc`.
 *
 * Only the two schemas are asked of the server; the result is lazy.
 *
 * @param oldDf - The table, or anything with its columns; its rows are never read.
 * @param newDf - The data that arrived.
 * @throws AmbiguousColumnError when two columns have one name, case ignored.
 * @throws ReservedColumnError when the data's own `error_desc` is neither text nor an array of text.
 */
export async function getEvolvedSchema(oldDf: DataFrame, newDf: DataFrame): Promise<DataFrame> {
  const [previous, incoming] = await Promise.all([oldDf.schema(), newDf.schema()]);
  return applyEvolution(newDf, planEvolution(previous, incoming));
}
