import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named, optional } from "./invoke.ts";

// KLL sketches: quantiles of numbers, about. A sketch is binary. `k`, 8 to 65535, says how large and exact it is. Ranks
// are from 0 to 1. Ranks and quantiles may be arrays, and then so are the results.

/** A sketch of the group's numbers, as BIGINT; `k` is 200 by default (Spark 4.1 and later). */
export function kllSketchAggBigint(column: ColumnOrName, k?: Column | number): Column {
  return invoke("kll_sketch_agg_bigint", named(column), optional(k));
}

/** A sketch of the group's numbers, as FLOAT; `k` is 200 by default (Spark 4.1 and later). */
export function kllSketchAggFloat(column: ColumnOrName, k?: Column | number): Column {
  return invoke("kll_sketch_agg_float", named(column), optional(k));
}

/** A sketch of the group's numbers, as DOUBLE; `k` is 200 by default (Spark 4.1 and later). */
export function kllSketchAggDouble(column: ColumnOrName, k?: Column | number): Column {
  return invoke("kll_sketch_agg_double", named(column), optional(k));
}

/** The group's sketches of BIGINT in one; `k` is by default that of the first (Spark 4.1.2 and later). */
export function kllMergeAggBigint(column: ColumnOrName, k?: Column | number): Column {
  return invoke("kll_merge_agg_bigint", named(column), optional(k));
}

/** The group's sketches of FLOAT in one; `k` is by default that of the first (Spark 4.1.2 and later). */
export function kllMergeAggFloat(column: ColumnOrName, k?: Column | number): Column {
  return invoke("kll_merge_agg_float", named(column), optional(k));
}

/** The group's sketches of DOUBLE in one; `k` is by default that of the first (Spark 4.1.2 and later). */
export function kllMergeAggDouble(column: ColumnOrName, k?: Column | number): Column {
  return invoke("kll_merge_agg_double", named(column), optional(k));
}

/** What a sketch of BIGINT is like, as text for people (Spark 4.1 and later). */
export function kllSketchToStringBigint(sketch: ColumnOrName): Column {
  return invoke("kll_sketch_to_string_bigint", named(sketch));
}

/** What a sketch of FLOAT is like, as text for people (Spark 4.1 and later). */
export function kllSketchToStringFloat(sketch: ColumnOrName): Column {
  return invoke("kll_sketch_to_string_float", named(sketch));
}

/** What a sketch of DOUBLE is like, as text for people (Spark 4.1 and later). */
export function kllSketchToStringDouble(sketch: ColumnOrName): Column {
  return invoke("kll_sketch_to_string_double", named(sketch));
}

/** The number of values that a sketch of BIGINT has seen (Spark 4.1 and later). */
export function kllSketchGetNBigint(sketch: ColumnOrName): Column {
  return invoke("kll_sketch_get_n_bigint", named(sketch));
}

/** The number of values that a sketch of FLOAT has seen (Spark 4.1 and later). */
export function kllSketchGetNFloat(sketch: ColumnOrName): Column {
  return invoke("kll_sketch_get_n_float", named(sketch));
}

/** The number of values that a sketch of DOUBLE has seen (Spark 4.1 and later). */
export function kllSketchGetNDouble(sketch: ColumnOrName): Column {
  return invoke("kll_sketch_get_n_double", named(sketch));
}

/** Two sketches of BIGINT in one (Spark 4.1 and later). */
export function kllSketchMergeBigint(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("kll_sketch_merge_bigint", named(left), named(right));
}

/** Two sketches of FLOAT in one (Spark 4.1 and later). */
export function kllSketchMergeFloat(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("kll_sketch_merge_float", named(left), named(right));
}

/** Two sketches of DOUBLE in one (Spark 4.1 and later). */
export function kllSketchMergeDouble(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("kll_sketch_merge_double", named(left), named(right));
}

/** The value of a sketch of BIGINT at a rank (Spark 4.1 and later). */
export function kllSketchGetQuantileBigint(sketch: ColumnOrName, rank: ColumnOrName): Column {
  return invoke("kll_sketch_get_quantile_bigint", named(sketch), named(rank));
}

/** The value of a sketch of FLOAT at a rank (Spark 4.1 and later). */
export function kllSketchGetQuantileFloat(sketch: ColumnOrName, rank: ColumnOrName): Column {
  return invoke("kll_sketch_get_quantile_float", named(sketch), named(rank));
}

/** The value of a sketch of DOUBLE at a rank (Spark 4.1 and later). */
export function kllSketchGetQuantileDouble(sketch: ColumnOrName, rank: ColumnOrName): Column {
  return invoke("kll_sketch_get_quantile_double", named(sketch), named(rank));
}

/** The rank of a value in a sketch of BIGINT (Spark 4.1 and later). */
export function kllSketchGetRankBigint(sketch: ColumnOrName, quantile: ColumnOrName): Column {
  return invoke("kll_sketch_get_rank_bigint", named(sketch), named(quantile));
}

/** The rank of a value in a sketch of FLOAT (Spark 4.1 and later). */
export function kllSketchGetRankFloat(sketch: ColumnOrName, quantile: ColumnOrName): Column {
  return invoke("kll_sketch_get_rank_float", named(sketch), named(quantile));
}

/** The rank of a value in a sketch of DOUBLE (Spark 4.1 and later). */
export function kllSketchGetRankDouble(sketch: ColumnOrName, quantile: ColumnOrName): Column {
  return invoke("kll_sketch_get_rank_double", named(sketch), named(quantile));
}
