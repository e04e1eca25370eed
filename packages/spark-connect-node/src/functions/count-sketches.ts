import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named, optional } from "./invoke.ts";
import { randomIntSeed } from "./seed.ts";

// Sketches that count: HyperLogLog, of distinct values, and count-min, of each value. A sketch is binary.

/**
 * A HyperLogLog sketch of the group's values: integers, text or binary.
 *
 * @param lgConfigK - The binary logarithm of its number of buckets, 4 to 21; 12 by default.
 */
export function hllSketchAgg(column: ColumnOrName, lgConfigK?: Column | number): Column {
  return invoke("hll_sketch_agg", named(column), optional(lgConfigK));
}

/** The union of the group's sketches; of different numbers of buckets only if `allowDifferentLgConfigK`. */
export function hllUnionAgg(column: ColumnOrName, allowDifferentLgConfigK?: Column | boolean): Column {
  return invoke("hll_union_agg", named(column), optional(allowDifferentLgConfigK));
}

/** The number of distinct values that a sketch has seen, about. */
export function hllSketchEstimate(column: ColumnOrName): Column {
  return invoke("hll_sketch_estimate", named(column));
}

/** The union of two sketches; of different numbers of buckets only if `allowDifferentLgConfigK`. */
export function hllUnion(
  left: ColumnOrName,
  right: ColumnOrName,
  allowDifferentLgConfigK?: Column | boolean,
): Column {
  return invoke("hll_union", named(left), named(right), optional(allowDifferentLgConfigK));
}

/**
 * A count-min sketch of the group's values, as binary that Spark's `CountMinSketch` reads.
 *
 * @param eps - The relative error, above 0.
 * @param confidence - The probability of it, between 0 and 1.
 * @param seed - Without one a new one is taken with each call of this function.
 */
export function countMinSketch(
  column: ColumnOrName,
  eps: Column | number,
  confidence: Column | number,
  seed?: Column | number | bigint,
): Column {
  return invoke(
    "count_min_sketch",
    named(column),
    constant(eps),
    constant(confidence),
    constant(seed ?? randomIntSeed()),
  );
}
