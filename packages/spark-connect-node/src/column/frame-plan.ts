import type { Relation } from "../plan/relation.ts";

// Columns take DataFrames as subqueries, and DataFrames are made of columns: this keeps the modules from importing
// each other.

let planOf: (value: unknown) => Relation | undefined = () => undefined;

/** Says how to get the plan of a DataFrame. */
export function setFramePlan(lookUp: (value: unknown) => Relation | undefined): void {
  planOf = lookUp;
}

/** The plan, when the value is a DataFrame. */
export function framePlan(value: unknown): Relation | undefined {
  return planOf(value);
}
