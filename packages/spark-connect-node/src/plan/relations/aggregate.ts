import { Aggregate_GroupType as ProtoGroupType } from "#gen/spark/connect/relations_pb.js";
import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import type { Expression } from "../expression.ts";
import { expressionsToProto, expressionToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import { requireVersion } from "../require-version.ts";
import type { PlanContext, RelType } from "./context.ts";

export type GroupType = "groupBy" | "rollup" | "cube" | "pivot" | "groupingSets";

/** Groups of rows, each made one row. */
export interface AggregateOp {
  readonly kind: "aggregate";
  readonly input: Relation;
  readonly groupType: GroupType;
  readonly grouping: readonly Expression[];
  readonly aggregates: readonly Expression[];
  readonly groupingSets?: readonly (readonly Expression[])[];
  /** Values are literals; none: the server finds the distinct ones itself. */
  readonly pivot?: { readonly column: Expression; readonly values: readonly Expression[] };
}

const groupTypes = {
  groupBy: ProtoGroupType.GROUPBY,
  rollup: ProtoGroupType.ROLLUP,
  cube: ProtoGroupType.CUBE,
  pivot: ProtoGroupType.PIVOT,
  groupingSets: ProtoGroupType.GROUPING_SETS,
} as const satisfies Record<GroupType, ProtoGroupType>;

export function aggregateToProto(op: AggregateOp, { build, target }: PlanContext): RelType {
  if (op.groupType === "groupingSets") {
    requireVersion(target, 4, 0, "groupingSets()");
  }
  return {
    case: "aggregate",
    value: {
      input: build(op.input),
      groupType: groupTypes[op.groupType],
      groupingExpressions: expressionsToProto(op.grouping, target),
      aggregateExpressions: expressionsToProto(op.aggregates, target),
      groupingSets: (op.groupingSets ?? []).map((set) => ({ groupingSet: expressionsToProto(set, target) })),
      ...(op.pivot === undefined
        ? {}
        : { pivot: { col: expressionToProto(op.pivot.column, target), values: literals(op.pivot.values) } }),
    },
  };
}

function literals(expressions: readonly Expression[]): Expression_Literal[] {
  return expressions.flatMap((expression) => (expression.kind === "literal" ? [expression.literal] : []));
}
