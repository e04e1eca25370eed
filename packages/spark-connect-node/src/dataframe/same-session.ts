import { InvalidArgumentError } from "../errors.ts";
import type { Relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import type { DataFrameState } from "./dataframe-analysis.ts";

/** The plan of another DataFrame, which must be of this session. */
export function sameSession(runtime: SessionRuntime, other: DataFrameState): Relation {
  if (runtime !== other.runtime) {
    throw new InvalidArgumentError(
      "Two DataFrames can be combined only when they come from the same session",
    );
  }
  return other.relation;
}
