import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named } from "./invoke.ts";

// Linear regression over the rows of a group where neither is null: `y` depends on `x`.

/** The number of rows where neither is null. */
export function regrCount(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_count", named(y), named(x));
}

/** The mean of `x`. */
export function regrAvgx(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_avgx", named(y), named(x));
}

/** The mean of `y`. */
export function regrAvgy(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_avgy", named(y), named(x));
}

/** Where the line meets the axis of `y`. */
export function regrIntercept(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_intercept", named(y), named(x));
}

/** The slope of the line. */
export function regrSlope(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_slope", named(y), named(x));
}

/** How well the line fits (the coefficient of determination): 0 to 1. */
export function regrR2(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_r2", named(y), named(x));
}

/** {@link regrCount} times the population variance of `x`. */
export function regrSxx(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_sxx", named(y), named(x));
}

/** {@link regrCount} times the population covariance. */
export function regrSxy(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_sxy", named(y), named(x));
}

/** {@link regrCount} times the population variance of `y`. */
export function regrSyy(y: ColumnOrName, x: ColumnOrName): Column {
  return invoke("regr_syy", named(y), named(x));
}
