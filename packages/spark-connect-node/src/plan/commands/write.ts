import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  WriteOperation_SaveMode as SaveMode,
  type WriteOperationSchema,
  WriteOperation_SaveTable_TableSaveMethod as SaveMethod,
} from "#gen/spark/connect/commands_pb.js";
import { UnsupportedError } from "../../errors.ts";
import type { Relation } from "../relation.ts";
import { relationToProto } from "../relation-proto.ts";
import type { Options } from "../relations/sources.ts";
import { isAtLeast, type ServerTarget } from "../server-target.ts";

/** What writing does where something is already. */
export type WriteMode = "append" | "overwrite" | "error" | "ignore";

/** Writes a plan's rows to files, a table or another system. */
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

export function writeToProto(
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
