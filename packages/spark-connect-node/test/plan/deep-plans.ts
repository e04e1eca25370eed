import type { Column } from "../../src/column/column.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import * as F from "../../src/functions/index.ts";

const { col, lit } = F;

/** The deepest plans that servers read, as numbers of calls, and how to make plans of so many. */
export const DEEPEST: readonly (readonly [
  what: string,
  calls: number,
  make: (df: DataFrame, n: number) => DataFrame,
])[] = [
  // Each call is a relation and its body; the range at the bottom, too.
  ["select() after select()", 510, (df, n) => times(n, df, (input) => input.select("id"))],
  // A project, an alias, and the attribute inside take the rest.
  ["sum upon sum", 508, (df, n) => df.select(times(n, col("id"), (sum) => sum.plus(1n)).as("id"))],
  ["not of not", 508, (df, n) => df.select(times(n, lit(true), (value) => value.not()).as("id"))],
  [
    "condition and condition",
    507,
    (df, n) => df.select(times(n, lit(true), (all) => all.and(col("id").ge(0n))).as("id")),
  ],
];

export function times<T extends DataFrame | Column>(n: number, start: T, next: (value: T) => T): T {
  let value = start;
  for (let at = 0; at < n; at++) {
    value = next(value);
  }
  return value;
}
