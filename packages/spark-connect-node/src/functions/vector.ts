import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named, optionalName } from "./invoke.ts";

// Vectors: arrays of FLOAT, without nulls. Two of them must have the same length.

/** The cosine of the angle between two vectors, as a float (Spark 4.3 and later). */
export function vectorCosineSimilarity(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("vector_cosine_similarity", named(left), named(right));
}

/** The inner product of two vectors, as a float (Spark 4.3 and later). */
export function vectorInnerProduct(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("vector_inner_product", named(left), named(right));
}

/** The Euclidean distance of two vectors, as a float (Spark 4.3 and later). */
export function vectorL2Distance(left: ColumnOrName, right: ColumnOrName): Column {
  return invoke("vector_l2_distance", named(left), named(right));
}

/** The length of a vector, as a float (Spark 4.3 and later); `degree` is 1, 2 (by default) or infinity, as a column. */
export function vectorNorm(vector: ColumnOrName, degree?: ColumnOrName): Column {
  return invoke("vector_norm", named(vector), optionalName(degree));
}

/** A vector of the same direction and of length 1 (Spark 4.3 and later); for `degree` see {@link vectorNorm}. */
export function vectorNormalize(vector: ColumnOrName, degree?: ColumnOrName): Column {
  return invoke("vector_normalize", named(vector), optionalName(degree));
}

/** The mean of the group's vectors, element by element (Spark 4.3 and later). */
export function vectorAvg(column: ColumnOrName): Column {
  return invoke("vector_avg", named(column));
}

/** The sum of the group's vectors, element by element (Spark 4.3 and later). */
export function vectorSum(column: ColumnOrName): Column {
  return invoke("vector_sum", named(column));
}
