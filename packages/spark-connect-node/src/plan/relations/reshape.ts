import type { Expression } from "../expression.ts";
import { expressionsToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import { requireVersion } from "../require-version.ts";
import type { PlanContext, RelType } from "./context.ts";

/** Columns made rows, and rows made columns. */
export type ReshapeOp =
  | {
      readonly kind: "unpivot";
      readonly input: Relation;
      readonly ids: readonly Expression[];
      /** Absent: all columns that are no ids. */
      readonly values?: readonly Expression[];
      readonly variableName: string;
      readonly valueName: string;
    }
  | {
      readonly kind: "transpose";
      readonly input: Relation;
      /** Whose values become the names of the columns; absent: the first column. */
      readonly index?: Expression;
    };

export function reshapeToProto(op: ReshapeOp, { build, target }: PlanContext): RelType {
  const input = build(op.input);
  switch (op.kind) {
    case "unpivot":
      return {
        case: "unpivot",
        value: {
          input,
          ids: expressionsToProto(op.ids, target),
          ...(op.values === undefined ? {} : { values: { values: expressionsToProto(op.values, target) } }),
          variableColumnName: op.variableName,
          valueColumnName: op.valueName,
        },
      };
    case "transpose":
      requireVersion(target, 4, 0, "transpose()");
      return {
        case: "transpose",
        value: {
          input,
          indexColumns: op.index === undefined ? [] : expressionsToProto([op.index], target),
        },
      };
    default:
      return op satisfies never;
  }
}
