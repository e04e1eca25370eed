import type { MessageInitShape } from "@bufbuild/protobuf";
import type {
  CheckpointCommandSchema,
  RemoveCachedRemoteRelationCommandSchema,
} from "#gen/spark/connect/commands_pb.js";
import type { Relation } from "../relation.ts";
import { relationToProto } from "../relation-proto.ts";
import { requireVersion } from "../require-version.ts";
import type { ServerTarget } from "../server-target.ts";
import { type StorageLevel, storageLevelToProto } from "../storage-level.ts";

/** Keeps a plan's rows on the server, without the plan that made them. */
export interface CheckpointCommand {
  readonly kind: "checkpoint";
  readonly input: Relation;
  /** On the executors, not in the checkpoint directory. */
  readonly local: boolean;
  /** At once, not with the first action. */
  readonly eager: boolean;
  readonly storageLevel?: StorageLevel;
}

/** Has the server forget a checkpoint. */
export interface DropCheckpointCommand {
  readonly kind: "dropCheckpoint";
  readonly relationId: string;
}

export function checkpointToProto(
  checkpoint: CheckpointCommand,
  target: ServerTarget,
): MessageInitShape<typeof CheckpointCommandSchema> {
  requireVersion(target, 4, 0, "checkpoint() and localCheckpoint()");
  const { storageLevel } = checkpoint;
  return {
    relation: relationToProto(checkpoint.input, target),
    local: checkpoint.local,
    eager: checkpoint.eager,
    ...(storageLevel === undefined ? {} : { storageLevel: storageLevelToProto(storageLevel) }),
  };
}

export function dropCheckpointToProto(
  checkpoint: DropCheckpointCommand,
): MessageInitShape<typeof RemoveCachedRemoteRelationCommandSchema> {
  return { relation: { relationId: checkpoint.relationId } };
}
