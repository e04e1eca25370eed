import type { MessageInitShape } from "@bufbuild/protobuf";
import type { MergeIntoTableCommandSchema } from "#gen/spark/connect/commands_pb.js";
import {
  type ExpressionSchema,
  MergeAction_ActionType as ActionType,
} from "#gen/spark/connect/expressions_pb.js";
import type { Expression } from "../expression.ts";
import { expressionToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import { relationToProto } from "../relation-proto.ts";
import { requireVersion } from "../require-version.ts";
import type { ServerTarget } from "../server-target.ts";

/** What becomes of a row that fits; the `All` kinds take every column from the source by name. */
export interface MergeAction {
  readonly kind: "delete" | "insert" | "insertAll" | "update" | "updateAll";
  /** Absent: always. */
  readonly condition?: Expression;
  /** From the target's column, in SQL, to its new value. */
  readonly assignments?: readonly { readonly key: string; readonly value: Expression }[];
}

/** Changes a table by the rows of a plan. Of each list the first action whose condition holds is taken. */
export interface MergeIntoCommand {
  readonly kind: "mergeInto";
  readonly input: Relation;
  readonly table: string;
  readonly condition: Expression;
  readonly matched: readonly MergeAction[];
  readonly notMatched: readonly MergeAction[];
  readonly notMatchedBySource: readonly MergeAction[];
  readonly schemaEvolution: boolean;
}

const actionTypes = {
  delete: ActionType.DELETE,
  insert: ActionType.INSERT,
  insertAll: ActionType.INSERT_STAR,
  update: ActionType.UPDATE,
  updateAll: ActionType.UPDATE_STAR,
} as const satisfies Record<MergeAction["kind"], ActionType>;

export function mergeIntoToProto(
  merge: MergeIntoCommand,
  target: ServerTarget,
): MessageInitShape<typeof MergeIntoTableCommandSchema> {
  requireVersion(target, 4, 0, "mergeInto()");
  const actions = (list: readonly MergeAction[]): MessageInitShape<typeof ExpressionSchema>[] =>
    list.map((action) => actionToProto(action, target));
  return {
    targetTableName: merge.table,
    sourceTablePlan: relationToProto(merge.input, target),
    mergeCondition: expressionToProto(merge.condition, target),
    matchActions: actions(merge.matched),
    notMatchedActions: actions(merge.notMatched),
    notMatchedBySourceActions: actions(merge.notMatchedBySource),
    withSchemaEvolution: merge.schemaEvolution,
  };
}

function actionToProto(action: MergeAction, target: ServerTarget): MessageInitShape<typeof ExpressionSchema> {
  return {
    exprType: {
      case: "mergeAction",
      value: {
        actionType: actionTypes[action.kind],
        ...(action.condition === undefined ? {} : { condition: expressionToProto(action.condition, target) }),
        assignments: (action.assignments ?? []).map(({ key, value }) => ({
          key: expressionToProto({ kind: "sql", text: key }, target),
          value: expressionToProto(value, target),
        })),
      },
    },
  };
}
