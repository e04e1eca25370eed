import { InvalidArgumentError } from "../errors.ts";
import type { Relation } from "../plan/relation.ts";
import type { DataFrameState } from "./dataframe-analysis.ts";

/** The plan of another DataFrame, which must be of the same session. */
export function sameSession(one: DataFrameState, other: DataFrameState): Relation {
  if (one.runtime !== other.runtime) {
    throw new InvalidArgumentError(
      "Two DataFrames can be combined only when they come from the same session",
    );
  }
  return other.relation;
}
