import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  WriteOperationV2_Mode as ProtoMode,
  type WriteOperationV2Schema,
} from "#gen/spark/connect/commands_pb.js";
import type { Expression } from "../expression.ts";
import { expressionsToProto, expressionToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import { relationToProto } from "../relation-proto.ts";
import type { Options } from "../relations/sources.ts";
import { requireVersion } from "../require-version.ts";
import type { ServerTarget } from "../server-target.ts";

export type WriteV2Mode =
  | "create"
  | "replace"
  | "createOrReplace"
  | "append"
  | "overwrite"
  | "overwritePartitions";

/** Writes a plan's rows to a table, by the newer interface of sources. */
export interface WriteV2Command {
  readonly kind: "writeV2";
  readonly input: Relation;
  readonly table: string;
  /** The format of a new table; absent: `spark.sql.sources.default`. */
  readonly provider?: string;
  readonly mode: WriteV2Mode;
  /** For `overwrite`: which rows go. */
  readonly condition?: Expression;
  readonly options: Options;
  readonly properties: Options;
  readonly partitionedBy: readonly Expression[];
  readonly clusterBy: readonly string[];
}

const modes = {
  create: ProtoMode.CREATE,
  replace: ProtoMode.REPLACE,
  createOrReplace: ProtoMode.CREATE_OR_REPLACE,
  append: ProtoMode.APPEND,
  overwrite: ProtoMode.OVERWRITE,
  overwritePartitions: ProtoMode.OVERWRITE_PARTITIONS,
} as const satisfies Record<WriteV2Mode, ProtoMode>;

export function writeV2ToProto(
  write: WriteV2Command,
  target: ServerTarget,
): MessageInitShape<typeof WriteOperationV2Schema> {
  if (write.clusterBy.length > 0) {
    requireVersion(target, 4, 0, "clusterBy() of what it writes");
  }
  return {
    input: relationToProto(write.input, target),
    tableName: write.table,
    ...(write.provider === undefined ? {} : { provider: write.provider }),
    mode: modes[write.mode],
    ...(write.condition === undefined
      ? {}
      : { overwriteCondition: expressionToProto(write.condition, target) }),
    options: { ...write.options },
    tableProperties: { ...write.properties },
    partitioningColumns: expressionsToProto(write.partitionedBy, target),
    clusteringColumns: [...write.clusterBy],
  };
}
