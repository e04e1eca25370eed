import { create } from "@bufbuild/protobuf";
import { type Relation as ProtoRelation, RelationSchema } from "#gen/spark/connect/relations_pb.js";
import { collapseColumns } from "./collapse-columns.ts";
import { refuseDeepExpressions, refuseDeepMessage } from "./nesting.ts";
import { inputsOf, nextPlanId, type Relation, type RelationOp } from "./relation.ts";
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
import { streamToProto } from "./relations/streams.ts";
import type { ServerTarget } from "./server-target.ts";

/**
 * The protobuf message of a logical plan. A node used twice is built once.
 *
 * @param simplify - What is written for a node: see {@link collapseColumns}.
 * @throws UnsupportedError when the target server has no way to say it.
 * @throws InvalidArgumentError when it nests deeper than servers read.
 */
export function relationToProto(
  root: Relation,
  target: ServerTarget,
  simplify: (node: Relation) => Relation = collapseColumns,
): ProtoRelation {
  const built = new Map<Relation, ProtoRelation>();
  const simplified = new Map<Relation, Relation>();
  const simple = (node: Relation): Relation => {
    const plain = simplified.get(node) ?? simplify(node);
    simplified.set(node, plain);
    return plain;
  };

  // Nodes wait on a list for what they read, not on the stack: plans can be deeper than that.
  const build = (wanted: Relation): ProtoRelation => {
    const pending = [wanted];
    for (;;) {
      const done = built.get(wanted);
      if (done !== undefined) {
        return done;
      }
      const node = pending.at(-1) ?? wanted;
      const before = built.has(node) ? [] : buildOrWait(node);
      if (before.length === 0) {
        pending.pop();
      } else {
        pending.push(...before);
      }
    }
  };

  /** Builds a node, or gives the nodes that must be built before. */
  const buildOrWait = (node: Relation): readonly Relation[] => {
    const plain = simple(node);
    const inputs = inputsOf(plain).filter((input) => !built.has(input));
    if (inputs.length > 0) {
      return inputs;
    }
    refuseDeepExpressions(plain.op);
    const subqueries: Relation[] = [];
    const carry = (subquery: Relation): void => void subqueries.push(subquery);
    const type = relType(plain.op, { build, target: { ...target, carry } });
    const unbuilt = subqueries.filter((subquery) => !built.has(subquery));
    if (unbuilt.length > 0) {
      return unbuilt;
    }
    const message =
      subqueries.length === 0
        ? create(RelationSchema, { common: { planId: node.planId }, relType: type })
        : withSubqueries(node, type, subqueries.map(build));
    built.set(node, message);
    return [];
  };

  const message = build(root);
  refuseDeepMessage(message);
  return message;
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
    case "uploaded":
    case "catalog":
    case "tableFunction":
    case "cachedRemote":
    case "server":
      return sourceToProto(op, context);
    case "parse":
      return parseToProto(op, context);
    case "streamingSource":
    case "streamingTable":
    case "streamingChanges":
      return streamToProto(op, context);
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
