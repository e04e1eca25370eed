import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named, optional } from "./invoke.ts";

// Theta sketches: distinct values, with unions, intersections and differences. A sketch is binary. `lgNomEntries` is
// the binary logarithm of how many values it keeps, 4 to 26; 12 by default.

/** A sketch of the group's values (Spark 4.1 and later). */
export function thetaSketchAgg(column: ColumnOrName, lgNomEntries?: Column | number): Column {
  return invoke("theta_sketch_agg", named(column), optional(lgNomEntries));
}

/** The union of the group's sketches (Spark 4.1 and later). */
export function thetaUnionAgg(column: ColumnOrName, lgNomEntries?: Column | number): Column {
  return invoke("theta_union_agg", named(column), optional(lgNomEntries));
}

/** The intersection of the group's sketches (Spark 4.1 and later). */
export function thetaIntersectionAgg(column: ColumnOrName): Column {
  return invoke("theta_intersection_agg", named(column));
}

/** The number of distinct values of a sketch, about (Spark 4.1 and later). */
export function thetaSketchEstimate(column: ColumnOrName): Column {
  return invoke("theta_sketch_estimate", named(column));
}

/** The union of two sketches (Spark 4.1 and later). */
export function thetaUnion(left: ColumnOrName, right: ColumnOrName, lgNomEntries?: Column | number): Column {
  return invoke("theta_union", named(left), named(right), optional(lgNomEntries));
}

/** The intersection of two sketches (Spark 4.1 and later). */
export function thetaIntersection(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("theta_intersection", named(left), named(right));
}

/** The values of the first sketch that the second has not (Spark 4.1 and later). */
export function thetaDifference(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("theta_difference", named(left), named(right));
}
