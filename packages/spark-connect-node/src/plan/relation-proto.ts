import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  Aggregate_GroupType as ProtoGroupType,
  Join_JoinType as ProtoJoinType,
  type Relation as ProtoRelation,
  RelationSchema,
  SetOperation_SetOpType as SetOpType,
} from "#gen/spark/connect/relations_pb.js";
import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import { UnsupportedError } from "../errors.ts";
import { toProtoDataType } from "../types/index.ts";
import type { Expression } from "./expression.ts";
import { aliasToProto, expressionsToProto, expressionToProto, sortOrderToProto } from "./expression-proto.ts";
import type { GroupType, JoinType, Relation, RelationOp } from "./relation.ts";
import { isAtLeast, type ServerTarget } from "./server-target.ts";

type RelType = NonNullable<MessageInitShape<typeof RelationSchema>["relType"]>;

const joinTypes = {
  inner: ProtoJoinType.INNER,
  full: ProtoJoinType.FULL_OUTER,
  left: ProtoJoinType.LEFT_OUTER,
  right: ProtoJoinType.RIGHT_OUTER,
  semi: ProtoJoinType.LEFT_SEMI,
  anti: ProtoJoinType.LEFT_ANTI,
  cross: ProtoJoinType.CROSS,
} as const satisfies Record<JoinType, ProtoJoinType>;

const groupTypes = {
  groupBy: ProtoGroupType.GROUPBY,
  rollup: ProtoGroupType.ROLLUP,
  cube: ProtoGroupType.CUBE,
  pivot: ProtoGroupType.PIVOT,
} as const satisfies Record<GroupType, ProtoGroupType>;

const setOperations = {
  union: SetOpType.UNION,
  intersect: SetOpType.INTERSECT,
  except: SetOpType.EXCEPT,
} as const;

/**
 * The protobuf message of a logical plan. A node used twice is built once.
 *
 * @throws UnsupportedError when the target server has no way to say it.
 */
export function relationToProto(root: Relation, target: ServerTarget): ProtoRelation {
  const built = new Map<Relation, ProtoRelation>();
  const build = (node: Relation): ProtoRelation => {
    const known = built.get(node);
    if (known !== undefined) {
      return known;
    }
    const message = create(RelationSchema, {
      common: { planId: node.planId },
      relType: relType(node.op, build, target),
    });
    built.set(node, message);
    return message;
  };
  return build(root);
}

function relType(op: RelationOp, build: (node: Relation) => ProtoRelation, target: ServerTarget): RelType {
  const input = "input" in op ? build(op.input) : undefined;
  switch (op.kind) {
    case "sql":
      return { case: "sql", value: sqlToProto(op, target) };
    case "table":
      return {
        case: "read",
        value: {
          readType: {
            case: "namedTable",
            value: { unparsedIdentifier: op.name, options: { ...op.options } },
          },
        },
      };
    case "dataSource":
      return {
        case: "read",
        value: {
          readType: {
            case: "dataSource",
            value: {
              ...(op.format === undefined ? {} : { format: op.format }),
              ...(op.schema === undefined ? {} : { schema: op.schema }),
              options: { ...op.options },
              paths: [...op.paths],
            },
          },
        },
      };
    case "range":
      return {
        case: "range",
        value: {
          start: op.start,
          end: op.end,
          step: op.step,
          ...(op.numPartitions === undefined ? {} : { numPartitions: op.numPartitions }),
        },
      };
    case "local":
      return {
        case: "localRelation",
        value: { schema: op.schema, ...(op.data === undefined ? {} : { data: op.data }) },
      };
    case "catalog":
      return { case: "catalog", value: { catType: op.operation } };
    case "server": {
      const type = op.relation.relType;
      if (type.case === undefined) {
        throw new UnsupportedError(
          "The server answered with a relation of a kind that this client does not know",
        );
      }
      return type;
    }
    case "project":
      return { case: "project", value: { input, expressions: expressionsToProto(op.expressions, target) } };
    case "filter":
      return { case: "filter", value: { input, condition: expressionToProto(op.condition, target) } };
    case "join":
      return {
        case: "join",
        value: {
          left: build(op.left),
          right: build(op.right),
          joinType: joinTypes[op.type],
          usingColumns: [...op.using],
          ...(op.condition === undefined ? {} : { joinCondition: expressionToProto(op.condition, target) }),
        },
      };
    case "setOperation":
      return {
        case: "setOp",
        value: {
          leftInput: build(op.left),
          rightInput: build(op.right),
          setOpType: setOperations[op.operation],
          isAll: op.all,
          byName: op.byName,
          allowMissingColumns: op.allowMissingColumns,
        },
      };
    case "limit":
      return { case: "limit", value: { input, limit: op.limit } };
    case "offset":
      return { case: "offset", value: { input, offset: op.offset } };
    case "tail":
      return { case: "tail", value: { input, limit: op.limit } };
    case "aggregate":
      return {
        case: "aggregate",
        value: {
          input,
          groupType: groupTypes[op.groupType],
          groupingExpressions: expressionsToProto(op.grouping, target),
          aggregateExpressions: expressionsToProto(op.aggregates, target),
          ...(op.pivot === undefined
            ? {}
            : {
                pivot: { col: expressionToProto(op.pivot.column, target), values: literals(op.pivot.values) },
              }),
        },
      };
    case "sort":
      return {
        case: "sort",
        value: {
          input,
          order: op.order.map((order) => sortOrderToProto(order, target)),
          isGlobal: op.global,
        },
      };
    case "drop":
      return {
        case: "drop",
        value: { input, columns: expressionsToProto(op.columns, target), columnNames: [...op.names] },
      };
    case "deduplicate":
      return {
        case: "deduplicate",
        value: {
          input,
          ...(op.names === undefined ? { allColumnsAsKeys: true } : { columnNames: [...op.names] }),
        },
      };
    case "sample":
      return {
        case: "sample",
        value: {
          input,
          lowerBound: op.lowerBound,
          upperBound: op.upperBound,
          withReplacement: op.withReplacement,
          seed: op.seed,
        },
      };
    case "alias":
      return { case: "subqueryAlias", value: { input, alias: op.name } };
    case "repartition":
      return { case: "repartition", value: { input, numPartitions: op.numPartitions, shuffle: op.shuffle } };
    case "repartitionByExpression":
      return {
        case: "repartitionByExpression",
        value: {
          input,
          partitionExprs: expressionsToProto(op.expressions, target),
          ...(op.numPartitions === undefined ? {} : { numPartitions: op.numPartitions }),
        },
      };
    case "withColumns":
      return {
        case: "withColumns",
        value: { input, aliases: op.columns.map((column) => aliasToProto(column, target)) },
      };
    case "withColumnsRenamed":
      // 4.0 replaced the map by a list, which keeps the order and allows chains of renames.
      return {
        case: "withColumnsRenamed",
        value: isAtLeast(target, 4, 0)
          ? { input, renames: op.renames.map(({ from, to }) => ({ colName: from, newColName: to })) }
          : { input, renameColumnsMap: Object.fromEntries(op.renames.map(({ from, to }) => [from, to])) },
      };
    case "toDF":
      return { case: "toDf", value: { input, columnNames: [...op.names] } };
    case "toSchema":
      return { case: "toSchema", value: { input, schema: toProtoDataType(op.schema) } };
    case "hint":
      return {
        case: "hint",
        value: { input, name: op.name, parameters: expressionsToProto(op.parameters, target) },
      };
    case "collectMetrics":
      return {
        case: "collectMetrics",
        value: { input, name: op.name, metrics: expressionsToProto(op.metrics, target) },
      };
    case "showString":
      return {
        case: "showString",
        value: { input, numRows: op.numRows, truncate: op.truncate, vertical: op.vertical },
      };
    default:
      return op satisfies never;
  }
}

function sqlToProto(
  op: Extract<RelationOp, { kind: "sql" }>,
  target: ServerTarget,
): Extract<RelType, { case: "sql" }>["value"] {
  if (isAtLeast(target, 4, 0)) {
    return {
      query: op.query,
      namedArguments: mapValues(op.namedArgs, (argument) => expressionToProto(argument, target)),
      posArguments: expressionsToProto(op.positionalArgs, target),
    };
  }
  // 3.5 knows literals only, and would ignore the newer fields: the query would run without its arguments.
  const literalOf = (argument: Expression): Expression_Literal => {
    if (argument.kind !== "literal") {
      throw new UnsupportedError(
        `Spark ${target.version} takes plain values as arguments of sql(), not expressions`,
      );
    }
    return argument.literal;
  };
  return {
    query: op.query,
    args: mapValues(op.namedArgs, literalOf),
    posArgs: op.positionalArgs.map(literalOf),
  };
}

function literals(expressions: readonly Expression[]): Expression_Literal[] {
  return expressions.flatMap((expression) => (expression.kind === "literal" ? [expression.literal] : []));
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
