import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Plan, PlanSchema } from "#gen/spark/connect/base_pb.js";
import { CommandSchema } from "#gen/spark/connect/commands_pb.js";
import {
  type CheckpointCommand,
  checkpointToProto,
  type DropCheckpointCommand,
  dropCheckpointToProto,
} from "./commands/checkpoint.ts";
import { type CreateViewCommand, createViewToProto } from "./commands/create-view.ts";
import { type MergeIntoCommand, mergeIntoToProto } from "./commands/merge-into.ts";
import { type RegisterJavaCommand, registerJavaToProto } from "./commands/register-java.ts";
import { type SqlCommand, sqlCommandToProto } from "./commands/sql.ts";
import { type StreamingCommand, streamingCommandToProto } from "./commands/streaming.ts";
import { type WriteCommand, writeToProto } from "./commands/write.ts";
import { type WriteV2Command, writeV2ToProto } from "./commands/write-v2.ts";
import { type WriteStreamCommand, writeStreamToProto } from "./commands/write-stream.ts";
import { refuseDeepExpressions, refuseDeepMessage } from "./nesting.ts";
import type { Relation } from "./relation.ts";
import { relationToProto } from "./relation-proto.ts";
import type { ServerTarget } from "./server-target.ts";

/** What a command does, as data. Commands have an effect and run at once. Each is described in `commands/`. */
export type LogicalCommand =
  | SqlCommand
  | WriteCommand
  | WriteV2Command
  | MergeIntoCommand
  | CreateViewCommand
  | CheckpointCommand
  | DropCheckpointCommand
  | WriteStreamCommand
  | StreamingCommand
  | RegisterJavaCommand;

/**
 * The plan that reads a relation.
 *
 * @throws UnsupportedError when the server has no way to say it.
 * @throws InvalidArgumentError when it is too deep for any server.
 */
export function relationPlan(root: Relation, target: ServerTarget): Plan {
  return create(PlanSchema, { opType: { case: "root", value: relationToProto(root, target) } });
}

/** The plan that runs a command. Throws as {@link relationPlan} does. */
export function commandPlan(command: LogicalCommand, target: ServerTarget): Plan {
  refuseDeepExpressions(command);
  const value = create(CommandSchema, { commandType: commandBody(command, target) });
  refuseDeepMessage(value);
  return create(PlanSchema, { opType: { case: "command", value } });
}

/** The plan whose rows a command reads, if it reads any. */
export function planReadBy(command: LogicalCommand): Relation | undefined {
  switch (command.kind) {
    case "sql":
    case "write":
    case "writeV2":
    case "mergeInto":
      return command.input;
    case "checkpoint":
      return command.eager ? command.input : undefined;
    // Nor does the server tell of metrics when a later plan reads the view.
    case "createView":
    case "dropCheckpoint":
    case "registerJava":
    // A streaming query runs its plan later; its progress tells of the metrics.
    case "writeStream":
    case "streamingQuery":
    case "streamingManager":
    case "listenerBus":
      return undefined;
    default:
      return command satisfies never;
  }
}

type CommandType = NonNullable<MessageInitShape<typeof CommandSchema>["commandType"]>;

function commandBody(command: LogicalCommand, target: ServerTarget): CommandType {
  switch (command.kind) {
    case "sql":
      return { case: "sqlCommand", value: sqlCommandToProto(command, target) };
    case "write":
      return { case: "writeOperation", value: writeToProto(command, target) };
    case "writeV2":
      return { case: "writeOperationV2", value: writeV2ToProto(command, target) };
    case "mergeInto":
      return { case: "mergeIntoTableCommand", value: mergeIntoToProto(command, target) };
    case "createView":
      return { case: "createDataframeView", value: createViewToProto(command, target) };
    case "checkpoint":
      return { case: "checkpointCommand", value: checkpointToProto(command, target) };
    case "dropCheckpoint":
      return { case: "removeCachedRemoteRelationCommand", value: dropCheckpointToProto(command) };
    case "writeStream":
      return { case: "writeStreamOperationStart", value: writeStreamToProto(command, target) };
    case "streamingQuery":
    case "streamingManager":
    case "listenerBus":
      return streamingCommandToProto(command, target);
    case "registerJava":
      return { case: "registerFunction", value: registerJavaToProto(command) };
    default:
      return command satisfies never;
  }
}
