import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Plan, PlanSchema } from "#gen/spark/connect/base_pb.js";
import {
  type Command,
  CommandSchema,
  WriteOperation_SaveMode as SaveMode,
  type WriteOperationSchema,
  WriteOperation_SaveTable_TableSaveMethod as SaveMethod,
} from "#gen/spark/connect/commands_pb.js";
import { UnsupportedError } from "../errors.ts";
import type { Options, Relation } from "./relation.ts";
import { relationToProto } from "./relation-proto.ts";
import { isAtLeast, type ServerTarget } from "./server-target.ts";

export type WriteMode = "append" | "overwrite" | "error" | "ignore";

/** What a command does, as data. Commands have an effect and run at once. */
export type LogicalCommand =
  | { readonly kind: "sql"; readonly input: Relation & { readonly op: { readonly kind: "sql" } } }
  | WriteCommand
  | {
      readonly kind: "createView";
      readonly input: Relation;
      readonly name: string;
      readonly global: boolean;
      readonly replace: boolean;
    };

export interface WriteCommand {
  readonly kind: "write";
  readonly input: Relation;
  /** Absent: `spark.sql.sources.default`. */
  readonly format?: string;
  readonly mode?: WriteMode;
  /** Where to; absent where an option says it, as JDBC's. */
  readonly destination?:
    | { readonly kind: "path"; readonly path: string }
    | { readonly kind: "table"; readonly name: string; readonly method: "saveAsTable" | "insertInto" };
  readonly options: Options;
  readonly partitionBy: readonly string[];
  readonly bucketBy?: { readonly numBuckets: number; readonly columns: readonly string[] };
  readonly sortBy: readonly string[];
  readonly clusterBy: readonly string[];
}

const saveModes = {
  append: SaveMode.APPEND,
  overwrite: SaveMode.OVERWRITE,
  error: SaveMode.ERROR_IF_EXISTS,
  ignore: SaveMode.IGNORE,
} as const satisfies Record<WriteMode, SaveMode>;

/** The plan that reads a relation. */
export function relationPlan(root: Relation, target: ServerTarget): Plan {
  return create(PlanSchema, { opType: { case: "root", value: relationToProto(root, target) } });
}

/** The plan that runs a command. */
export function commandPlan(command: LogicalCommand, target: ServerTarget): Plan {
  return create(PlanSchema, { opType: { case: "command", value: commandToProto(command, target) } });
}

function commandToProto(command: LogicalCommand, target: ServerTarget): Command {
  switch (command.kind) {
    case "sql":
      return create(CommandSchema, {
        commandType: { case: "sqlCommand", value: sqlCommandToProto(command.input, target) },
      });
    case "write":
      return create(CommandSchema, {
        commandType: { case: "writeOperation", value: writeToProto(command, target) },
      });
    case "createView":
      return create(CommandSchema, {
        commandType: {
          case: "createDataframeView",
          value: {
            input: relationToProto(command.input, target),
            name: command.name,
            isGlobal: command.global,
            replace: command.replace,
          },
        },
      });
    default:
      return command satisfies never;
  }
}

type SqlCommandInit = Extract<
  NonNullable<MessageInitShape<typeof CommandSchema>["commandType"]>,
  { case: "sqlCommand" }
>["value"];

/** From 4.0 on the query is a relation inside the command; 3.5 has it, and the arguments, in fields of the command. */
function sqlCommandToProto(input: Relation, target: ServerTarget): SqlCommandInit {
  const relation = relationToProto(input, target);
  if (isAtLeast(target, 4, 0) || relation.relType.case !== "sql") {
    return { input: relation };
  }
  const { query, args, posArgs } = relation.relType.value;
  return { input: relation, sql: query, args, posArgs };
}

function writeToProto(
  write: WriteCommand,
  target: ServerTarget,
): MessageInitShape<typeof WriteOperationSchema> {
  const { destination } = write;
  if (write.clusterBy.length > 0 && !isAtLeast(target, 4, 0)) {
    throw new UnsupportedError(
      `Spark ${target.version} cannot cluster what it writes: clusterBy() needs 4.0`,
    );
  }
  return {
    input: relationToProto(write.input, target),
    ...(write.format === undefined ? {} : { source: write.format }),
    ...(write.mode === undefined ? {} : { mode: saveModes[write.mode] }),
    ...(destination === undefined
      ? {}
      : {
          saveType:
            destination.kind === "path"
              ? { case: "path" as const, value: destination.path }
              : {
                  case: "table" as const,
                  value: {
                    tableName: destination.name,
                    saveMethod:
                      destination.method === "saveAsTable"
                        ? SaveMethod.SAVE_AS_TABLE
                        : SaveMethod.INSERT_INTO,
                  },
                },
        }),
    options: { ...write.options },
    partitioningColumns: [...write.partitionBy],
    sortColumnNames: [...write.sortBy],
    clusteringColumns: [...write.clusterBy],
    ...(write.bucketBy === undefined
      ? {}
      : {
          bucketBy: { numBuckets: write.bucketBy.numBuckets, bucketColumnNames: [...write.bucketBy.columns] },
        }),
  };
}
