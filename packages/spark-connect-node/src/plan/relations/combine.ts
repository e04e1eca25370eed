import {
  Join_JoinType as ProtoJoinType,
  SetOperation_SetOpType as SetOpType,
} from "#gen/spark/connect/relations_pb.js";
import type { Expression } from "../expression.ts";
import { expressionToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import type { PlanContext, RelType } from "./context.ts";

export type JoinType = "inner" | "full" | "left" | "right" | "semi" | "anti" | "cross";

/** Two relations made one: joins and set operations. */
export type CombineOp =
  | {
      readonly kind: "join";
      readonly left: Relation;
      readonly right: Relation;
      readonly type: JoinType;
      readonly condition?: Expression;
      readonly using: readonly string[];
    }
  | {
      readonly kind: "setOperation";
      readonly left: Relation;
      readonly right: Relation;
      readonly operation: "union" | "intersect" | "except";
      readonly all: boolean;
      readonly byName: boolean;
      readonly allowMissingColumns: boolean;
    };

const joinTypes = {
  inner: ProtoJoinType.INNER,
  full: ProtoJoinType.FULL_OUTER,
  left: ProtoJoinType.LEFT_OUTER,
  right: ProtoJoinType.RIGHT_OUTER,
  semi: ProtoJoinType.LEFT_SEMI,
  anti: ProtoJoinType.LEFT_ANTI,
  cross: ProtoJoinType.CROSS,
} as const satisfies Record<JoinType, ProtoJoinType>;

const setOperations = {
  union: SetOpType.UNION,
  intersect: SetOpType.INTERSECT,
  except: SetOpType.EXCEPT,
} as const;

export function combineToProto(op: CombineOp, { build, target }: PlanContext): RelType {
  const [left, right] = [build(op.left), build(op.right)];
  switch (op.kind) {
    case "join":
      return {
        case: "join",
        value: {
          left,
          right,
          joinType: joinTypes[op.type],
          usingColumns: [...op.using],
          ...(op.condition === undefined ? {} : { joinCondition: expressionToProto(op.condition, target) }),
        },
      };
    case "setOperation":
      return {
        case: "setOp",
        value: {
          leftInput: left,
          rightInput: right,
          setOpType: setOperations[op.operation],
          isAll: op.all,
          byName: op.byName,
          allowMissingColumns: op.allowMissingColumns,
        },
      };
    default:
      return op satisfies never;
  }
}
