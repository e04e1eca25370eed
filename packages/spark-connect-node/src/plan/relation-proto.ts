import { create } from "@bufbuild/protobuf";
import { type Relation as ProtoRelation, RelationSchema } from "#gen/spark/connect/relations_pb.js";
import { nextPlanId, type Relation, type RelationOp } from "./relation.ts";
import { aggregateToProto } from "./relations/aggregate.ts";
import { columnsToProto } from "./relations/columns.ts";
import { combineToProto } from "./relations/combine.ts";
import type { PlanContext, RelType } from "./relations/context.ts";
import { noteToProto } from "./relations/notes.ts";
import { nullsToProto } from "./relations/nulls.ts";
import { parseToProto } from "./relations/parse.ts";
import { partitionsToProto } from "./relations/partitions.ts";
import { reshapeToProto } from "./relations/reshape.ts";
import { rowsToProto } from "./relations/rows.ts";
import { showToProto } from "./relations/show.ts";
import { sourceToProto } from "./relations/sources.ts";
import { statisticsToProto } from "./relations/statistics.ts";
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
    const subqueries: Relation[] = [];
    const carry = (subquery: Relation): void => void subqueries.push(subquery);
    const type = relType(node.op, { build, target: { ...target, carry } });
    const message =
      subqueries.length === 0
        ? create(RelationSchema, { common: { planId: node.planId }, relType: type })
        : withSubqueries(node, type, subqueries.map(build));
    built.set(node, message);
    return message;
  };
  return build(root);
}

const innerPlanIds = new WeakMap<Relation, bigint>();

/** The node beside the plans that its expressions name. The node's id is the whole's: what is bound to it sees both. */
function withSubqueries(node: Relation, type: RelType, references: ProtoRelation[]): ProtoRelation {
  // Remembered, so that a plan is the same message each time: servers keep what they have analysed.
  const planId = innerPlanIds.get(node) ?? nextPlanId();
  innerPlanIds.set(node, planId);
  const root = create(RelationSchema, { common: { planId }, relType: type });
  return create(RelationSchema, {
    common: { planId: node.planId },
    relType: { case: "withRelations", value: { root, references } },
  });
}

/** Where each kind of relation is described and written. */
function relType(op: RelationOp, context: PlanContext): RelType {
  switch (op.kind) {
    case "sql":
    case "table":
    case "dataSource":
    case "changes":
    case "range":
    case "local":
    case "catalog":
    case "tableFunction":
    case "cachedRemote":
    case "server":
      return sourceToProto(op, context);
    case "parse":
      return parseToProto(op, context);
    case "project":
    case "withColumns":
    case "withColumnsRenamed":
    case "drop":
    case "zipWithIndex":
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
    case "lateralJoin":
    case "nearestByJoin":
    case "zip":
    case "setOperation":
      return combineToProto(op, context);
    case "aggregate":
      return aggregateToProto(op, context);
    case "unpivot":
    case "transpose":
      return reshapeToProto(op, context);
    case "repartition":
    case "repartitionByExpression":
    case "repartitionById":
      return partitionsToProto(op, context);
    case "fillNa":
    case "dropNa":
    case "replace":
      return nullsToProto(op, context);
    case "summary":
    case "describe":
    case "cov":
    case "corr":
    case "approxQuantile":
    case "crosstab":
    case "freqItems":
    case "sampleBy":
      return statisticsToProto(op, context);
    case "alias":
    case "withWatermark":
    case "hint":
    case "collectMetrics":
      return noteToProto(op, context);
    case "showString":
      return showToProto(op, context);
    default:
      return op satisfies never;
  }
}
