import { create } from "@bufbuild/protobuf";
import { StorageLevelSchema, type StorageLevel as ProtoStorageLevel } from "#gen/spark/connect/common_pb.js";

/** Where Spark keeps what it caches. {@link StorageLevel} has the usual ones. */
export interface StorageLevel {
  readonly useDisk: boolean;
  readonly useMemory: boolean;
  /** Outside of the Java heap. */
  readonly useOffHeap: boolean;
  /** As Java objects: larger, and quicker to read. */
  readonly deserialized: boolean;
  /** On how many executors. */
  readonly replication: number;
}

function level(
  useDisk: boolean,
  useMemory: boolean,
  useOffHeap: boolean,
  deserialized: boolean,
  replication = 1,
): StorageLevel {
  return Object.freeze({ useDisk, useMemory, useOffHeap, deserialized, replication });
}

/** The levels that PySpark names. Its `MEMORY_…` levels keep serialized data; `…_DESER` keeps Java objects. */
export const StorageLevel: Readonly<
  Record<
    | "NONE"
    | "DISK_ONLY"
    | "DISK_ONLY_2"
    | "DISK_ONLY_3"
    | "MEMORY_ONLY"
    | "MEMORY_ONLY_2"
    | "MEMORY_AND_DISK"
    | "MEMORY_AND_DISK_2"
    | "MEMORY_AND_DISK_DESER"
    | "OFF_HEAP",
    StorageLevel
  >
> = Object.freeze({
  NONE: level(false, false, false, false),
  DISK_ONLY: level(true, false, false, false),
  DISK_ONLY_2: level(true, false, false, false, 2),
  DISK_ONLY_3: level(true, false, false, false, 3),
  MEMORY_ONLY: level(false, true, false, false),
  MEMORY_ONLY_2: level(false, true, false, false, 2),
  MEMORY_AND_DISK: level(true, true, false, false),
  MEMORY_AND_DISK_2: level(true, true, false, false, 2),
  MEMORY_AND_DISK_DESER: level(true, true, false, true),
  OFF_HEAP: level(true, true, true, false),
});

/** The protobuf message of a level. */
export function storageLevelToProto(storageLevel: StorageLevel): ProtoStorageLevel {
  return create(StorageLevelSchema, { ...storageLevel });
}

/** The level that a message tells of. */
export function storageLevelOf(message: ProtoStorageLevel): StorageLevel {
  const { useDisk, useMemory, useOffHeap, deserialized, replication } = message;
  return level(useDisk, useMemory, useOffHeap, deserialized, replication);
}
