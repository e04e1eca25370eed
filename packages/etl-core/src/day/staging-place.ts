import type { CollectionSpec } from "../model/collection.ts";
import { hiveName } from "../model/identifiers.ts";
import type { Output, RunRef } from "../model/layout.ts";
import type { Log } from "../model/log.ts";
import type { ObjectStore, WriteOptions } from "../model/object-store.ts";
import { removeStaged } from "../staging-area/leftovers.ts";
import type { LineTarget } from "../staging-area/line-objects.ts";
import { stagingFolder } from "../staging-area/staging-layout.ts";

/** Removing what was staged does not keep a run waiting longer than this, in ms; the next run removes the rest. */
const DISCARD_TIMEOUT_MS = 30_000;

/** What {@link stagingPlace} needs. */
export interface StagingPlaceOptions {
  readonly spec: CollectionSpec;
  readonly day: string;
  readonly run: RunRef;
  readonly output: Output;
  /** The output's. */
  readonly store: ObjectStore;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Where a run puts what Spark is to read of a collection, and how. */
export interface StagingPlace {
  readonly target: LineTarget;
  readonly upload: WriteOptions;
  /** Empties it. Never throws. */
  discard(): Promise<void>;
}

/** The run's folder for a collection in the staging area. */
export function stagingPlace({
  spec,
  day,
  run,
  output,
  store,
  log,
  signal,
}: StagingPlaceOptions): StagingPlace {
  const folder = stagingFolder(output.database, spec.name, day, run);
  return {
    target: { store, bucket: output.bucket, folder },
    upload: {
      // Who may not read personal data may not read this either, whatever the day turns out to be.
      tags: { pii: "true", db: hiveName(output.database), table: hiveName(spec.name) },
      ...(output.kmsKeyId === undefined ? {} : { kmsKeyId: output.kmsKeyId }),
      signal,
    },
    async discard() {
      try {
        await removeStaged(store, output.bucket, folder, { signal: AbortSignal.timeout(DISCARD_TIMEOUT_MS) });
      } catch (error) {
        log.error(
          { bucket: output.bucket, prefix: folder, error },
          "the staging area could not be emptied; the next run does it first",
        );
      }
    },
  };
}
