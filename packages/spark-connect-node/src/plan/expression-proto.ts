import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  Expression_Cast_EvalMode as EvalMode,
  Expression_SortOrder_NullOrdering as NullOrdering,
  Expression_SortOrder_SortDirection as SortDirection,
  Expression_Window_WindowFrame_FrameType as FrameType,
  type Expression as ProtoExpression,
  type Expression_AliasSchema,
  ExpressionSchema,
  type Expression_SortOrderSchema,
  type Expression_Window_WindowFrame_FrameBoundarySchema,
  type SubqueryExpressionSchema,
  SubqueryExpression_SubqueryType as SubqueryType,
} from "#gen/spark/connect/expressions_pb.js";
import { UnsupportedError } from "../errors.ts";
import { formatDataType, toProtoDataType } from "../types/index.ts";
import type {
  AliasExpression,
  CastExpression,
  Expression,
  FrameBoundary,
  FunctionExpression,
  SortExpression,
  SubqueryExpression,
} from "./expression.ts";
import { quoteIdentifier, splitAttributeName } from "./identifier.ts";
import { literalToProto } from "./literal-proto.ts";
import type { Relation } from "./relation.ts";
import { requireVersion } from "./require-version.ts";
import { isAtLeast, type ServerTarget } from "./server-target.ts";

type ExpressionInit = MessageInitShape<typeof ExpressionSchema>;

/** The server that an expression is written for, and who carries the plans of its subqueries. */
export interface ExpressionTarget extends ServerTarget {
  /** Told of each subquery, in order. Absent where nothing could carry it. */
  readonly carry?: (subquery: Relation) => void;
}

/**
 * The protobuf message of an expression.
 *
 * @throws UnsupportedError when the target server has no way to say it.
 */
export function expressionToProto(expression: Expression, target: ExpressionTarget): ProtoExpression {
  return create(ExpressionSchema, { exprType: exprType(expression, target) });
}

/** The message of each expression, in order. */
export function expressionsToProto(
  expressions: readonly Expression[],
  target: ExpressionTarget,
): ProtoExpression[] {
  return expressions.map((expression) => expressionToProto(expression, target));
}

function exprType(e: Expression, target: ExpressionTarget): NonNullable<ExpressionInit["exprType"]> {
  switch (e.kind) {
    case "literal":
      return { case: "literal", value: literalToProto(e.literal, target) };
    case "attribute":
      if (e.metadata === true) requireVersion(target, 4, 0, "metadataColumn()");
      return {
        case: "unresolvedAttribute",
        value: {
          unparsedIdentifier: e.name,
          ...(e.planId === undefined ? {} : { planId: e.planId }),
          ...(e.metadata === true ? { isMetadataColumn: true } : {}),
        },
      };
    case "star":
      return {
        case: "unresolvedStar",
        value: {
          ...(e.target === undefined ? {} : { unparsedTarget: e.target }),
          ...(e.planId === undefined ? {} : { planId: e.planId }),
        },
      };
    case "regex":
      return {
        case: "unresolvedRegex",
        value: { colName: e.pattern, ...(e.planId === undefined ? {} : { planId: e.planId }) },
      };
    case "function":
      return {
        case: "unresolvedFunction",
        value: {
          functionName: e.name,
          arguments: expressionsToProto(understood(e, target), target),
          isDistinct: e.distinct,
        },
      };
    case "callFunction":
      return {
        case: "callFunction",
        value: { functionName: e.name, arguments: expressionsToProto(e.args, target) },
      };
    case "sql":
      return { case: "expressionString", value: { expression: e.text } };
    case "alias":
      return { case: "alias", value: aliasToProto(e, target) };
    case "cast":
      return castToProto(e, target);
    case "sort":
      return { case: "sortOrder", value: sortOrderToProto(e, target) };
    case "lambda":
      return {
        case: "lambdaFunction",
        value: {
          function: expressionToProto(e.body, target),
          arguments: e.parameters.map((name) => ({ nameParts: [name] })),
        },
      };
    case "lambdaVariable":
      return { case: "unresolvedNamedLambdaVariable", value: { nameParts: [e.name] } };
    case "extract":
      return {
        case: "unresolvedExtractValue",
        value: { child: expressionToProto(e.child, target), extraction: expressionToProto(e.key, target) },
      };
    case "updateField":
      return {
        case: "updateFields",
        value: {
          structExpression: expressionToProto(e.struct, target),
          fieldName: e.field,
          ...(e.value === undefined ? {} : { valueExpression: expressionToProto(e.value, target) }),
        },
      };
    case "window":
      return {
        case: "window",
        value: {
          windowFunction: expressionToProto(e.function, target),
          partitionSpec: expressionsToProto(e.partitionBy, target),
          orderSpec: e.orderBy.map((order) => sortOrderToProto(order, target)),
          ...(e.frame === undefined
            ? {}
            : {
                frameSpec: {
                  frameType: e.frame.type === "row" ? FrameType.ROW : FrameType.RANGE,
                  lower: boundaryToProto(e.frame.lower, target),
                  upper: boundaryToProto(e.frame.upper, target),
                },
              }),
        },
      };
    case "subquery":
      return { case: "subqueryExpression", value: subqueryToProto(e, target) };
    default:
      return e satisfies never;
  }
}

/** The arguments that a server takes of a call: without the newer ones, where those are defaults. */
function understood(e: FunctionExpression, target: ServerTarget): readonly Expression[] {
  if (e.newer === undefined || isAtLeast(target, ...e.newer.since)) return e.args;
  if (e.newer.meaning !== undefined) requireVersion(target, ...e.newer.since, e.newer.meaning);
  return e.args.slice(0, -e.newer.count);
}

/** The body of an alias, which `WithColumns` takes by itself. */
export function aliasToProto(
  alias: AliasExpression,
  target: ExpressionTarget,
): MessageInitShape<typeof Expression_AliasSchema> {
  return {
    expr: expressionToProto(alias.child, target),
    name: [...alias.names],
    ...(alias.metadata === undefined ? {} : { metadata: alias.metadata }),
  };
}

/** The body of a sort order, which `Sort` takes by itself. */
export function sortOrderToProto(
  order: SortExpression,
  target: ExpressionTarget,
): MessageInitShape<typeof Expression_SortOrderSchema> {
  return {
    child: expressionToProto(order.child, target),
    direction: order.direction === "ascending" ? SortDirection.ASCENDING : SortDirection.DESCENDING,
    nullOrdering: order.nulls === "first" ? NullOrdering.SORT_NULLS_FIRST : NullOrdering.SORT_NULLS_LAST,
  };
}

const subqueryTypes = {
  scalar: SubqueryType.SCALAR,
  exists: SubqueryType.EXISTS,
  in: SubqueryType.IN,
  tableArg: SubqueryType.TABLE_ARG,
} as const satisfies Record<SubqueryExpression["type"], SubqueryType>;

function subqueryToProto(
  e: SubqueryExpression,
  target: ExpressionTarget,
): MessageInitShape<typeof SubqueryExpressionSchema> {
  const [major, minor] = e.type === "in" ? [4, 1] : [4, 0];
  if (!isAtLeast(target, major, minor)) {
    const what = e.type === "in" ? "a DataFrame in isin()" : "DataFrames as subqueries";
    throw new UnsupportedError(`Spark ${target.version} does not know ${what}: that needs ${major}.${minor}`);
  }
  if (target.carry === undefined) {
    throw new UnsupportedError(
      "A DataFrame cannot be a subquery here: nothing in the message could carry its plan",
    );
  }
  target.carry(e.relation);
  return {
    planId: e.relation.planId,
    subqueryType: subqueryTypes[e.type],
    inSubqueryValues: expressionsToProto(e.values ?? [], target),
    ...(e.type === "tableArg"
      ? {
          tableArgOptions: {
            partitionSpec: expressionsToProto(e.partitionBy ?? [], target),
            orderSpec: (e.orderBy ?? []).map((order) => sortOrderToProto(order, target)),
            ...(e.singlePartition === undefined ? {} : { withSinglePartition: e.singlePartition }),
          },
        }
      : {}),
  };
}

function castToProto(e: CastExpression, target: ExpressionTarget): NonNullable<ExpressionInit["exprType"]> {
  if (e.mode === "try" && !isAtLeast(target, 4, 0)) {
    return { case: "expressionString", value: { expression: tryCastText(e, target) } };
  }
  return {
    case: "cast",
    value: {
      expr: expressionToProto(e.child, target),
      castToType:
        typeof e.type === "string"
          ? { case: "typeStr", value: e.type }
          : { case: "type", value: toProtoDataType(e.type) },
      evalMode: e.mode === "try" ? EvalMode.TRY : EvalMode.UNSPECIFIED,
    },
  };
}

/** Before 4.0 a cast has no mode on the wire, and the field would be ignored: the cast would throw or not by chance. */
function tryCastText(e: CastExpression, target: ExpressionTarget): string {
  const parts = e.child.kind === "attribute" ? splitAttributeName(e.child.name) : undefined;
  if (parts === undefined) {
    throw new UnsupportedError(
      `Spark ${target.version} knows tryCast of a plain column only (try_cast came to Spark Connect plans with 4.0): ` +
        'give the value a column of its own first, or write it as expr("try_cast(… AS …)")',
    );
  }
  const type = typeof e.type === "string" ? e.type : formatDataType(e.type);
  return `try_cast(${parts.map(quoteIdentifier).join(".")} AS ${type})`;
}

function boundaryToProto(
  boundary: FrameBoundary,
  target: ExpressionTarget,
): MessageInitShape<typeof Expression_Window_WindowFrame_FrameBoundarySchema> {
  if (boundary === "currentRow" || boundary === "unbounded") {
    return { boundary: { case: boundary, value: true } };
  }
  return { boundary: { case: "value", value: expressionToProto(boundary, target) } };
}
