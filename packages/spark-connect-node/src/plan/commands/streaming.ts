import type { MessageInitShape } from "@bufbuild/protobuf";
import type {
  CommandSchema,
  StreamingQueryCommandSchema,
  StreamingQueryManagerCommandSchema,
} from "#gen/spark/connect/commands_pb.js";
import { requireVersion } from "../require-version.ts";
import type { ServerTarget } from "../server-target.ts";

type CommandType = NonNullable<MessageInitShape<typeof CommandSchema>["commandType"]>;

/** What is said to a query that runs, as its message has it. */
export type QueryCommandBody = NonNullable<MessageInitShape<typeof StreamingQueryCommandSchema>["command"]>;

/** What is asked of a session's streaming queries together, as its message has it. */
export type ManagerCommandBody = NonNullable<
  MessageInitShape<typeof StreamingQueryManagerCommandSchema>["command"]
>;

/** Commands about streaming queries. They read no plan. */
export type StreamingCommand =
  | {
      readonly kind: "streamingQuery";
      readonly id: string;
      readonly runId: string;
      readonly command: QueryCommandBody;
    }
  | { readonly kind: "streamingManager"; readonly command: ManagerCommandBody }
  /** `add` answers until `remove` is sent: with the events of the session's queries. */
  | { readonly kind: "listenerBus"; readonly action: "add" | "remove" };

export function streamingCommandToProto(command: StreamingCommand, target: ServerTarget): CommandType {
  switch (command.kind) {
    case "streamingQuery":
      return {
        case: "streamingQueryCommand",
        value: { queryId: { id: command.id, runId: command.runId }, command: command.command },
      };
    case "streamingManager":
      return { case: "streamingQueryManagerCommand", value: { command: command.command } };
    case "listenerBus":
      requireVersion(target, 4, 0, "streaming listeners of clients");
      return {
        case: "streamingQueryListenerBusCommand",
        value: {
          command:
            command.action === "add"
              ? { case: "addListenerBusListener", value: true }
              : { case: "removeListenerBusListener", value: true },
        },
      };
    default:
      return command satisfies never;
  }
}
