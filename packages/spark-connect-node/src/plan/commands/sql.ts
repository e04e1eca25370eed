import type { MessageInitShape } from "@bufbuild/protobuf";
import type { SqlCommandSchema } from "#gen/spark/connect/commands_pb.js";
import type { Relation } from "../relation.ts";
import { relationToProto } from "../relation-proto.ts";
import type { SqlOp } from "../relations/sources.ts";
import { isAtLeast, type ServerTarget } from "../server-target.ts";

/** Has the server look at a statement, and run it when it is a command. */
export interface SqlCommand {
  readonly kind: "sql";
  readonly input: Relation & { readonly op: SqlOp };
}

/** From 4.0 on the query is a relation inside the command; 3.5 has it, and the arguments, in fields of the command. */
export function sqlCommandToProto(
  { input }: SqlCommand,
  target: ServerTarget,
): MessageInitShape<typeof SqlCommandSchema> {
  const relation = relationToProto(input, target);
  if (isAtLeast(target, 4, 0) || relation.relType.case !== "sql") {
    return { input: relation };
  }
  const { query, args, posArgs } = relation.relType.value;
  return { input: relation, sql: query, args, posArgs };
}
