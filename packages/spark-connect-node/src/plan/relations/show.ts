import type { Relation } from "../relation.ts";
import type { PlanContext, RelType } from "./context.ts";

/** The rows drawn as a table: one text. */
export interface ShowOp {
  readonly kind: "showString";
  readonly input: Relation;
  readonly numRows: number;
  readonly truncate: number;
  readonly vertical: boolean;
}

export function showToProto(op: ShowOp, { build }: PlanContext): RelType {
  return {
    case: "showString",
    value: { input: build(op.input), numRows: op.numRows, truncate: op.truncate, vertical: op.vertical },
  };
}
