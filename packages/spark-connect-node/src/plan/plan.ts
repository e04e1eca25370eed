import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Plan, PlanSchema } from "#gen/spark/connect/base_pb.js";
import { CommandSchema } from "#gen/spark/connect/commands_pb.js";
import { type CreateViewCommand, createViewToProto } from "./commands/create-view.ts";
import { type SqlCommand, sqlCommandToProto } from "./commands/sql.ts";
import { type WriteCommand, writeToProto } from "./commands/write.ts";
import type { Relation } from "./relation.ts";
import { relationToProto } from "./relation-proto.ts";
import type { ServerTarget } from "./server-target.ts";

/** What a command does, as data. Commands have an effect and run at once. Each is described in `commands/`. */
export type LogicalCommand = SqlCommand | WriteCommand | CreateViewCommand;

/** The plan that reads a relation. */
export function relationPlan(root: Relation, target: ServerTarget): Plan {
  return create(PlanSchema, { opType: { case: "root", value: relationToProto(root, target) } });
}

/** The plan that runs a command. */
export function commandPlan(command: LogicalCommand, target: ServerTarget): Plan {
  const commandType = commandBody(command, target);
  return create(PlanSchema, { opType: { case: "command", value: create(CommandSchema, { commandType }) } });
}

type CommandType = NonNullable<MessageInitShape<typeof CommandSchema>["commandType"]>;

function commandBody(command: LogicalCommand, target: ServerTarget): CommandType {
  switch (command.kind) {
    case "sql":
      return { case: "sqlCommand", value: sqlCommandToProto(command, target) };
    case "write":
      return { case: "writeOperation", value: writeToProto(command, target) };
    case "createView":
      return { case: "createDataframeView", value: createViewToProto(command, target) };
    default:
      return command satisfies never;
  }
}
