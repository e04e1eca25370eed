import { type Column, type DataFrame, functions, Observation } from "spark-connect-node";

const { col } = functions;

/** Rows without the bad ones, and what was counted before those were left out. */
export interface CountedRows {
  readonly rows: DataFrame;
  /** The counts, by name, once an action has read the rows to the end. */
  counts(): Promise<Readonly<Record<string, unknown>>>;
}

/**
 * Counts rows in the pass that reads them and leaves out those that could not be read.
 *
 * The counting comes first, so that a bad row is counted, and no second pass is needed to know how many there were.
 *
 * @param raw - Rows with a column that is null unless the row could not be read.
 * @param corrupt - The name of that column; in the result it is null in every row.
 * @param counts - Aggregates by name.
 * @param staged - Columns that the aggregates need besides. The result still has them, for the reason that {@link readableRows} gives.
 */
export function countRows(
  raw: DataFrame,
  corrupt: string,
  counts: Readonly<Record<string, Column>>,
  staged: readonly (readonly [name: string, column: Column])[] = [],
): CountedRows {
  const observation = new Observation();
  const [first, ...others] = Object.entries(counts).map(([name, aggregate]) => aggregate.as(name));
  const prepared = staged.length === 0 ? raw : raw.withColumns(staged);
  const counted = first === undefined ? prepared : prepared.observe(observation, first, ...others);
  return {
    rows: readableRows(counted, corrupt),
    counts: async () => (first === undefined ? {} : observation.get()),
  };
}

/**
 * Rows without the bad ones, uncounted: for a look ahead. They still have the column, which is null: dropping it would be a
 * select of all the others, and Spark's optimizer takes long over each select of some thousand columns.
 */
export function readableRows(raw: DataFrame, corrupt: string): DataFrame {
  return raw.filter(col(corrupt).isNull());
}
