import {
  Join_JoinType as ProtoJoinType,
  SetOperation_SetOpType as SetOpType,
} from "#gen/spark/connect/relations_pb.js";
import type { Expression } from "../expression.ts";
import { expressionToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import { requireVersion } from "../require-version.ts";
import type { PlanContext, RelType } from "./context.ts";

export type JoinType = "inner" | "full" | "left" | "right" | "semi" | "anti" | "cross";

/** How good a match is: the smaller the better, or the greater. */
export type NearestDirection = "distance" | "similarity";

/** Two relations made one: joins and set operations. */
export type CombineOp =
  /** The right side sees the columns of the row on the left. */
  | {
      readonly kind: "lateralJoin";
      readonly left: Relation;
      readonly right: Relation;
      readonly type: "inner" | "left" | "cross";
      readonly condition?: Expression;
    }
  /** To each row on the left the few best of the right. */
  | {
      readonly kind: "nearestByJoin";
      readonly left: Relation;
      readonly right: Relation;
      readonly ranking: Expression;
      readonly numResults: number;
      readonly type: "inner" | "left";
      readonly mode: "approx" | "exact";
      readonly direction: NearestDirection;
    }
  /** Side by side, by the position of the rows. */
  | { readonly kind: "zip"; readonly left: Relation; readonly right: Relation }
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
    case "lateralJoin":
      requireVersion(target, 4, 0, "lateralJoin()");
      return {
        case: "lateralJoin",
        value: {
          left,
          right,
          joinType: joinTypes[op.type],
          ...(op.condition === undefined ? {} : { joinCondition: expressionToProto(op.condition, target) }),
        },
      };
    case "nearestByJoin":
      requireVersion(target, 4, 2, "nearestByJoin()");
      return {
        case: "nearestByJoin",
        value: {
          left,
          right,
          rankingExpression: expressionToProto(op.ranking, target),
          numResults: op.numResults,
          joinType: op.type,
          mode: op.mode,
          direction: op.direction,
        },
      };
    case "zip":
      requireVersion(target, 4, 3, "zip()");
      return { case: "zip", value: { left, right } };
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
