import type { MessageInitShape } from "@bufbuild/protobuf";
import type { Relation as ProtoRelation, RelationSchema } from "#gen/spark/connect/relations_pb.js";
import type { Relation } from "../relation.ts";
import type { ExpressionTarget } from "../expression-proto.ts";

/** The body of a relation's message. */
export type RelType = NonNullable<MessageInitShape<typeof RelationSchema>["relType"]>;

/** What a node needs to become a message. */
export interface PlanContext {
  /** The message of another node; built once however often it is asked for. */
  readonly build: (node: Relation) => ProtoRelation;
  /** The server the plan is for, and who carries the subqueries of the node. */
  readonly target: ExpressionTarget;
}
