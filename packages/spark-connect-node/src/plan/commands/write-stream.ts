import type { MessageInitShape } from "@bufbuild/protobuf";
import type { WriteStreamOperationStartSchema } from "#gen/spark/connect/commands_pb.js";
import type { Relation } from "../relation.ts";
import { relationToProto } from "../relation-proto.ts";
import type { Options } from "../relations/sources.ts";
import { requireVersion } from "../require-version.ts";
import type { ServerTarget } from "../server-target.ts";

type WriteStreamStart = MessageInitShape<typeof WriteStreamOperationStartSchema>;

/** When a streaming query looks for new data. */
export type StreamTrigger =
  | { readonly kind: "processingTime" | "continuous" | "realTime"; readonly interval: string }
  | { readonly kind: "once" | "availableNow" };

/** Starts a streaming query. */
export interface WriteStreamCommand {
  readonly kind: "writeStream";
  readonly input: Relation;
  /** Absent: `spark.sql.sources.default`. */
  readonly format?: string;
  readonly outputMode?: string;
  readonly trigger?: StreamTrigger;
  readonly queryName?: string;
  /** Absent for sinks that need none, as the console. */
  readonly destination?: { readonly kind: "path" | "table"; readonly name: string };
  readonly options: Options;
  readonly partitionBy: readonly string[];
  readonly clusterBy: readonly string[];
}

export function writeStreamToProto(write: WriteStreamCommand, target: ServerTarget): WriteStreamStart {
  const { destination, trigger } = write;
  if (write.clusterBy.length > 0) requireVersion(target, 4, 0, "writeStream.clusterBy()");
  if (trigger?.kind === "realTime") requireVersion(target, 4, 2, "the real-time trigger");
  return {
    input: relationToProto(write.input, target),
    ...(write.format === undefined ? {} : { format: write.format }),
    ...(write.outputMode === undefined ? {} : { outputMode: write.outputMode }),
    ...(write.queryName === undefined ? {} : { queryName: write.queryName }),
    ...(trigger === undefined ? {} : { trigger: triggerToProto(trigger) }),
    ...(destination === undefined
      ? {}
      : {
          sinkDestination:
            destination.kind === "path"
              ? { case: "path" as const, value: destination.name }
              : { case: "tableName" as const, value: destination.name },
        }),
    options: { ...write.options },
    partitioningColumnNames: [...write.partitionBy],
    clusteringColumnNames: [...write.clusterBy],
  };
}

function triggerToProto(trigger: StreamTrigger): NonNullable<WriteStreamStart["trigger"]> {
  switch (trigger.kind) {
    case "processingTime":
      return { case: "processingTimeInterval", value: trigger.interval };
    case "continuous":
      return { case: "continuousCheckpointInterval", value: trigger.interval };
    case "realTime":
      return { case: "realTimeBatchDuration", value: trigger.interval };
    case "once":
    case "availableNow":
      return { case: trigger.kind, value: true };
    default:
      return trigger satisfies never;
  }
}
