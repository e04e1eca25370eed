import type { ColumnOrName } from "../column/column.ts";
import { named } from "../column/named.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Relation } from "../plan/relation.ts";
import type { StatisticsOp } from "../plan/relations/statistics.ts";
import { toLiteral } from "../values/index.ts";
import { unambiguousPairs } from "./arguments.ts";
import { fractionOf, seedOf } from "./sampling.ts";

/** The part wanted of the rows with each value: `{ red: 0.1 }` for texts, a Map for numbers and booleans. */
export type Fractions =
  | ReadonlyMap<string | number | bigint | boolean, number>
  | Readonly<Record<string, number>>;

export function corrOp(input: Relation, columns: readonly [string, string], method: "pearson"): StatisticsOp {
  if (method !== "pearson") {
    throw new InvalidArgumentError(`corr knows the method "pearson" only, not "${String(method)}"`);
  }
  return { kind: "corr", input, columns, method };
}

export function approxQuantileOp(
  input: Relation,
  columns: readonly string[],
  probabilities: readonly number[],
  relativeError: number,
): StatisticsOp {
  const bad = probabilities.find((probability) => !(probability >= 0 && probability <= 1));
  if (bad !== undefined) {
    throw new InvalidArgumentError(`The probabilities of approxQuantile are from 0 to 1, not ${bad}`);
  }
  if (!(relativeError >= 0)) {
    throw new InvalidArgumentError(`The relativeError of approxQuantile is 0 or more, not ${relativeError}`);
  }
  return { kind: "approxQuantile", input, columns, probabilities, relativeError };
}

export function freqItemsOp(input: Relation, columns: readonly string[], support: number): StatisticsOp {
  if (!(support >= 1e-4 && support <= 1)) {
    throw new InvalidArgumentError(`The support of freqItems is from 0.0001 to 1, not ${support}`);
  }
  return { kind: "freqItems", input, columns, support };
}

export function sampleByOp(
  input: Relation,
  column: ColumnOrName,
  fractions: Fractions,
  seed: number | bigint | undefined,
): StatisticsOp {
  return {
    kind: "sampleBy",
    input,
    column: named(column),
    fractions: unambiguousPairs("sampleBy", fractions).map(([stratum, fraction]) => ({
      stratum: toLiteral(stratum),
      fraction: fractionOf("sampleBy", fraction),
    })),
    seed: seedOf("sampleBy", seed),
  };
}
