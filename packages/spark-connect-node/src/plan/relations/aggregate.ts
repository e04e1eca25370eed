import { Aggregate_GroupType as ProtoGroupType } from "#gen/spark/connect/relations_pb.js";
import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import type { Expression } from "../expression.ts";
import { expressionsToProto, expressionToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import type { PlanContext, RelType } from "./context.ts";

export type GroupType = "groupBy" | "rollup" | "cube" | "pivot";

/** Groups of rows, each made one row. */
export interface AggregateOp {
  readonly kind: "aggregate";
  readonly input: Relation;
  readonly groupType: GroupType;
  readonly grouping: readonly Expression[];
  readonly aggregates: readonly Expression[];
  /** Values are literals; none: the server finds the distinct ones itself. */
  readonly pivot?: { readonly column: Expression; readonly values: readonly Expression[] };
}

const groupTypes = {
  groupBy: ProtoGroupType.GROUPBY,
  rollup: ProtoGroupType.ROLLUP,
  cube: ProtoGroupType.CUBE,
  pivot: ProtoGroupType.PIVOT,
} as const satisfies Record<GroupType, ProtoGroupType>;

export function aggregateToProto(op: AggregateOp, { build, target }: PlanContext): RelType {
  return {
    case: "aggregate",
    value: {
      input: build(op.input),
      groupType: groupTypes[op.groupType],
      groupingExpressions: expressionsToProto(op.grouping, target),
      aggregateExpressions: expressionsToProto(op.aggregates, target),
      ...(op.pivot === undefined
        ? {}
        : { pivot: { col: expressionToProto(op.pivot.column, target), values: literals(op.pivot.values) } }),
    },
  };
}

function literals(expressions: readonly Expression[]): Expression_Literal[] {
  return expressions.flatMap((expression) => (expression.kind === "literal" ? [expression.literal] : []));
}
