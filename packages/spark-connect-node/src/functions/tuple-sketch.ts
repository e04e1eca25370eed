import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named, optional } from "./invoke.ts";

// Tuple sketches: theta sketches of keys, each with a number that sums its values up. A sketch is binary.
// `lgNomEntries` is the binary logarithm of how many keys it keeps, 4 to 26.

/** How the numbers of one key are made one: added, the least or greatest of them, or always 1. */
export type SummaryMode = "sum" | "min" | "max" | "alwaysone";

/** A sketch of the group's keys and their numbers, doubles (Spark 4.2 and later). */
export function tupleSketchAggDouble(
  key: ColumnOrName,
  summary: ColumnOrName,
  lgNomEntries: Column | number = 12,
  mode: Column | SummaryMode = "sum",
): Column {
  return invoke(
    "tuple_sketch_agg_double",
    named(key),
    named(summary),
    constant(lgNomEntries),
    constant(mode),
  );
}

/** A sketch of the group's keys and their numbers, integers (Spark 4.2 and later). */
export function tupleSketchAggInteger(
  key: ColumnOrName,
  summary: ColumnOrName,
  lgNomEntries: Column | number = 12,
  mode: Column | SummaryMode = "sum",
): Column {
  return invoke(
    "tuple_sketch_agg_integer",
    named(key),
    named(summary),
    constant(lgNomEntries),
    constant(mode),
  );
}

/** The union of the group's sketches of doubles (Spark 4.2 and later). */
export function tupleUnionAggDouble(
  column: ColumnOrName,
  lgNomEntries: Column | number = 12,
  mode: Column | SummaryMode = "sum",
): Column {
  return invoke("tuple_union_agg_double", named(column), constant(lgNomEntries), constant(mode));
}

/** The union of the group's sketches of integers (Spark 4.2 and later). */
export function tupleUnionAggInteger(
  column: ColumnOrName,
  lgNomEntries: Column | number = 12,
  mode: Column | SummaryMode = "sum",
): Column {
  return invoke("tuple_union_agg_integer", named(column), constant(lgNomEntries), constant(mode));
}

/** The intersection of the group's sketches of doubles; the mode is `sum` by default (Spark 4.2 and later). */
export function tupleIntersectionAggDouble(column: ColumnOrName, mode?: Column | SummaryMode): Column {
  return invoke("tuple_intersection_agg_double", named(column), optional(mode));
}

/** The intersection of the group's sketches of integers; the mode is `sum` by default (Spark 4.2 and later). */
export function tupleIntersectionAggInteger(column: ColumnOrName, mode?: Column | SummaryMode): Column {
  return invoke("tuple_intersection_agg_integer", named(column), optional(mode));
}

/** The number of distinct keys of a sketch of doubles, about (Spark 4.2 and later). */
export function tupleSketchEstimateDouble(column: ColumnOrName): Column {
  return invoke("tuple_sketch_estimate_double", named(column));
}

/** The number of distinct keys of a sketch of integers, about (Spark 4.2 and later). */
export function tupleSketchEstimateInteger(column: ColumnOrName): Column {
  return invoke("tuple_sketch_estimate_integer", named(column));
}

/** The numbers of a sketch's keys, doubles, as one; the mode is `sum` by default (Spark 4.2 and later). */
export function tupleSketchSummaryDouble(column: ColumnOrName, mode?: Column | SummaryMode): Column {
  return invoke("tuple_sketch_summary_double", named(column), optional(mode));
}

/** The numbers of a sketch's keys, integers, as one; the mode is `sum` by default (Spark 4.2 and later). */
export function tupleSketchSummaryInteger(column: ColumnOrName, mode?: Column | SummaryMode): Column {
  return invoke("tuple_sketch_summary_integer", named(column), optional(mode));
}

/** The share of the keys, from 0 to 1, that a sketch of doubles keeps (Spark 4.2 and later). */
export function tupleSketchThetaDouble(column: ColumnOrName): Column {
  return invoke("tuple_sketch_theta_double", named(column));
}

/** The share of the keys, from 0 to 1, that a sketch of integers keeps (Spark 4.2 and later). */
export function tupleSketchThetaInteger(column: ColumnOrName): Column {
  return invoke("tuple_sketch_theta_integer", named(column));
}

/** The union of two sketches of doubles (Spark 4.2 and later). */
export function tupleUnionDouble(
  left: ColumnOrName,
  right: ColumnOrName,
  lgNomEntries: Column | number = 12,
  mode: Column | SummaryMode = "sum",
): Column {
  return invoke("tuple_union_double", named(left), named(right), constant(lgNomEntries), constant(mode));
}

/** The union of two sketches of integers (Spark 4.2 and later). */
export function tupleUnionInteger(
  left: ColumnOrName,
  right: ColumnOrName,
  lgNomEntries: Column | number = 12,
  mode: Column | SummaryMode = "sum",
): Column {
  return invoke("tuple_union_integer", named(left), named(right), constant(lgNomEntries), constant(mode));
}

/** The intersection of two sketches of doubles; the mode is `sum` by default (Spark 4.2 and later). */
export function tupleIntersectionDouble(
  left: ColumnOrName,
  right: ColumnOrName,
  mode?: Column | SummaryMode,
): Column {
  return invoke("tuple_intersection_double", named(left), named(right), optional(mode));
}

/** The intersection of two sketches of integers; the mode is `sum` by default (Spark 4.2 and later). */
export function tupleIntersectionInteger(
  left: ColumnOrName,
  right: ColumnOrName,
  mode?: Column | SummaryMode,
): Column {
  return invoke("tuple_intersection_integer", named(left), named(right), optional(mode));
}

/** The keys of the first sketch of doubles that the second has not (Spark 4.2 and later). */
export function tupleDifferenceDouble(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("tuple_difference_double", named(left), named(right));
}

/** The keys of the first sketch of integers that the second has not (Spark 4.2 and later). */
export function tupleDifferenceInteger(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("tuple_difference_integer", named(left), named(right));
}

/** The union of a sketch of doubles with a theta sketch (Spark 4.2 and later). */
export function tupleUnionThetaDouble(
  left: ColumnOrName,
  theta: ColumnOrName,
  lgNomEntries: Column | number = 12,
  mode: Column | SummaryMode = "sum",
): Column {
  return invoke(
    "tuple_union_theta_double",
    named(left),
    named(theta),
    constant(lgNomEntries),
    constant(mode),
  );
}

/** The union of a sketch of integers with a theta sketch (Spark 4.2 and later). */
export function tupleUnionThetaInteger(
  left: ColumnOrName,
  theta: ColumnOrName,
  lgNomEntries: Column | number = 12,
  mode: Column | SummaryMode = "sum",
): Column {
  return invoke(
    "tuple_union_theta_integer",
    named(left),
    named(theta),
    constant(lgNomEntries),
    constant(mode),
  );
}

/** The intersection of a sketch of doubles with a theta sketch; the mode is `sum` by default (Spark 4.2 and later). */
export function tupleIntersectionThetaDouble(
  left: ColumnOrName,
  theta: ColumnOrName,
  mode?: Column | SummaryMode,
): Column {
  return invoke("tuple_intersection_theta_double", named(left), named(theta), optional(mode));
}

/** The intersection of a sketch of integers with a theta sketch; the mode is `sum` by default (Spark 4.2 and later). */
export function tupleIntersectionThetaInteger(
  left: ColumnOrName,
  theta: ColumnOrName,
  mode?: Column | SummaryMode,
): Column {
  return invoke("tuple_intersection_theta_integer", named(left), named(theta), optional(mode));
}

/** The keys of a sketch of doubles that a theta sketch has not (Spark 4.2 and later). */
export function tupleDifferenceThetaDouble(left: ColumnOrName, theta: ColumnOrName): Column {
  return invoke("tuple_difference_theta_double", named(left), named(theta));
}

/** The keys of a sketch of integers that a theta sketch has not (Spark 4.2 and later). */
export function tupleDifferenceThetaInteger(left: ColumnOrName, theta: ColumnOrName): Column {
  return invoke("tuple_difference_theta_integer", named(left), named(theta));
}
