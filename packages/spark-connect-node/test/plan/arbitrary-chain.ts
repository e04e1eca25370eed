import * as fc from "fast-check";
import type { Column } from "../../src/column/column.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import * as F from "../../src/functions/index.ts";

/** A value over columns, as data that a test can print. */
export type Value =
  | { readonly read: string }
  | { readonly constant: number }
  | { readonly plus: readonly [Value, Value] }
  /** The same, by means that a chain cannot be collapsed over. */
  | { readonly sql: string }
  | { readonly bound: string };

/** One call of `withColumns`. */
export type Step = readonly (readonly [name: string, value: Value])[];

/** The columns of the table that chains begin with. */
export const BASE = ["id", "a", "b c"] as const;

const quoted = (name: string): string => (/^\w+$/.test(name) ? name : `\`${name}\``);

/** Long chains: mostly new names made of the table's own, sometimes names made or read before, in other case too. */
export const chains: fc.Arbitrary<Step[]> = fc
  .array(fc.nat(), { minLength: 16, maxLength: 30 })
  .chain((numbers) => {
    const names = (at: number): fc.Arbitrary<string> => {
      const made = numbers.slice(0, at).map((_, index) => `c${index}`);
      return fc.constantFrom(...BASE, "A", ...made, ...made.map((name) => name.toUpperCase()));
    };
    const own = fc.constantFrom<string>(...BASE);
    const steps = numbers.map((_, at) => {
      const read = fc.oneof(
        { weight: 40, arbitrary: own },
        { weight: 1, arbitrary: at === 0 ? own : names(at) },
      );
      const leaf = fc.oneof<fc.Arbitrary<Value>[]>(
        read.map((name) => ({ read: name })),
        fc.integer({ min: -9, max: 9 }).map((constant) => ({ constant })),
      );
      const value = fc.oneof<{ weight: number; arbitrary: fc.Arbitrary<Value> }[]>(
        { weight: 20, arbitrary: leaf },
        { weight: 20, arbitrary: fc.tuple(leaf, leaf).map((plus) => ({ plus })) },
        { weight: 1, arbitrary: names(at).map((name) => ({ sql: name })) },
        { weight: 1, arbitrary: own.map((name) => ({ bound: name })) },
      );
      const name = fc.oneof(
        { weight: 40, arbitrary: fc.constant(`c${at}`) },
        { weight: 1, arbitrary: names(at) },
      );
      return fc.uniqueArray(fc.tuple(name, value), {
        minLength: 1,
        maxLength: 2,
        selector: ([key]) => key.toLowerCase(),
      });
    });
    return fc.tuple(...steps);
  });

function column(value: Value, df: DataFrame): Column {
  if ("read" in value) {
    return F.col(quoted(value.read));
  }
  if ("constant" in value) {
    return F.lit(BigInt(value.constant));
  }
  if ("sql" in value) {
    return F.expr(quoted(value.sql));
  }
  return "bound" in value
    ? df.col(quoted(value.bound))
    : column(value.plus[0], df).plus(column(value.plus[1], df));
}

/** The chain, call by call. */
export function chained(base: DataFrame, chain: readonly Step[]): DataFrame {
  return chain.reduce(
    (df, step) => df.withColumns(step.map(([name, value]) => [name, column(value, df)] as const)),
    base,
  );
}
