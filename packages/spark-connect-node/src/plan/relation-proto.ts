import { create } from "@bufbuild/protobuf";
import { type Relation as ProtoRelation, RelationSchema } from "#gen/spark/connect/relations_pb.js";
import type { Relation, RelationOp } from "./relation.ts";
import { aggregateToProto } from "./relations/aggregate.ts";
import { columnsToProto } from "./relations/columns.ts";
import { combineToProto } from "./relations/combine.ts";
import type { PlanContext, RelType } from "./relations/context.ts";
import { noteToProto } from "./relations/notes.ts";
import { partitionsToProto } from "./relations/partitions.ts";
import { rowsToProto } from "./relations/rows.ts";
import { showToProto } from "./relations/show.ts";
import { sourceToProto } from "./relations/sources.ts";
import type { ServerTarget } from "./server-target.ts";

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
      relType: relType(node.op, { build, target }),
    });
    built.set(node, message);
    return message;
  };
  return build(root);
}

/** Where each kind of relation is described and written. */
function relType(op: RelationOp, context: PlanContext): RelType {
  switch (op.kind) {
    case "sql":
    case "table":
    case "dataSource":
    case "range":
    case "local":
    case "catalog":
    case "server":
      return sourceToProto(op, context);
    case "project":
    case "withColumns":
    case "withColumnsRenamed":
    case "drop":
    case "toDF":
    case "toSchema":
      return columnsToProto(op, context);
    case "filter":
    case "sort":
    case "limit":
    case "offset":
    case "tail":
    case "deduplicate":
    case "sample":
      return rowsToProto(op, context);
    case "join":
    case "setOperation":
      return combineToProto(op, context);
    case "aggregate":
      return aggregateToProto(op, context);
    case "repartition":
    case "repartitionByExpression":
      return partitionsToProto(op, context);
    case "alias":
    case "hint":
    case "collectMetrics":
      return noteToProto(op, context);
    case "showString":
      return showToProto(op, context);
    default:
      return op satisfies never;
  }
}
