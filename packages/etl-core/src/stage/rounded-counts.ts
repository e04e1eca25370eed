import type { RoundedValues } from "@dataworks/schema-evolution";
import { type Column, functions } from "spark-connect-node";

const { col, sum, when } = functions;

/** How many numbers of a column are kept as the nearest double to what was written. */
export interface RoundedColumn {
  /** The column, or the part of it, as in `error_desc`. */
  readonly column: string;
  readonly values: number;
}

const nameAt = (place: number): string => `rounded_${place}`;

/**
 * The aggregates that count them, by name, for the pass that writes.
 *
 * @param corrupt - The name of the column that is not null for a row that is left out.
 */
export function roundedChecks({ places }: RoundedValues, corrupt: string): Readonly<Record<string, Column>> {
  return Object.fromEntries(
    places.map(({ count }, at) => [nameAt(at), sum(when(col(corrupt).isNull(), count))]),
  );
}

/** The columns of which values were rounded, from the counts of {@link roundedChecks}. */
export function roundedColumns(
  { places }: RoundedValues,
  counts: Readonly<Record<string, unknown>>,
): RoundedColumn[] {
  return places.flatMap(({ path }, at) => {
    const values = Number(counts[nameAt(at)] ?? 0);
    return values === 0 ? [] : [{ column: path, values }];
  });
}
