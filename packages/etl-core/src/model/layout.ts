import { randomBytes } from "node:crypto";
import { InvalidConfigurationError } from "../errors.ts";
import { checkDay, checkIdentifier, hiveName } from "./identifiers.ts";

/** Where tables live. */
export interface Output {
  /** `s3a` where Hadoop reads S3 itself, `s3` on EMR. */
  readonly scheme: "s3a" | "s3";
  readonly bucket: string;
  readonly database: string;
  /** A key of KMS for what this process itself writes there; the bucket's default encryption unless given. */
  readonly kmsKeyId?: string;
}

/** A run of the ledger, told apart from another of the same number: run ids repeat after a reset. */
export interface RunRef {
  readonly runId: number;
  /** 8 hex digits. */
  readonly token: string;
}

/** What decides where a collection's files are. */
export interface Placement {
  readonly database: string;
  readonly collection: string;
  readonly pii: boolean;
}

const RUN_NAME = /^run=(\d{6,})-([0-9a-f]{8})$/;

/** Gives a run of the ledger its own token. */
export function newRunRef(runId: number): RunRef {
  return { runId, token: randomBytes(4).toString("hex") };
}

/** `data/{db}/{pii|non-pii}/{collection}/`: everything of one collection, every run; ends in a slash. */
export function publishedPrefix({ database, collection, pii }: Placement): string {
  checkIdentifier("database", database);
  checkIdentifier("collection", collection);
  return `data/${hiveName(database)}/${pii ? "pii" : "non-pii"}/${hiveName(collection)}/`;
}

/** Both places a collection can have been published to; clean-up looks in each. */
export function publishedPrefixes(placement: Omit<Placement, "pii">): [nonPii: string, pii: string] {
  return [publishedPrefix({ ...placement, pii: false }), publishedPrefix({ ...placement, pii: true })];
}

/** `run=000042-0a1b2c3d` */
export function runName({ runId, token }: RunRef): string {
  const name = `run=${String(runId).padStart(6, "0")}-${token}`;
  if (!RUN_NAME.test(name)) {
    throw new InvalidConfigurationError(
      `Run ${runId} with token ${JSON.stringify(token)} makes no run folder.`,
    );
  }
  return name;
}

/** `…/{collection}/run=NNNNNN-{8 hex}/`: one run of one collection; ends in a slash. */
export function runFolder(placement: Placement, run: RunRef): string {
  return `${publishedPrefix(placement)}${runName(run)}/`;
}

/**
 * `…/run=NNNNNN-{8 hex}/date_uploaded=YYYY-MM-DD/`: what a partition's location is. Never inside another
 * partition's location: Hive's own reader reads folders recursively.
 */
export function dayFolder(placement: Placement, run: RunRef, day: string): string {
  return `${runFolder(placement, run)}date_uploaded=${checkDay(day)}/`;
}

/** The run a key or location lies in, or undefined when it is of no run (the original's files are not). */
export function runOf(keyOrUri: string): RunRef | undefined {
  for (const part of keyOrUri.split("/")) {
    const [, runId, token] = RUN_NAME.exec(part) ?? [];
    if (runId !== undefined && token !== undefined) {
      return { runId: Number(runId), token };
    }
  }
  return undefined;
}

/** `{scheme}://{bucket}/{key}` */
export function uriOf({ scheme, bucket }: { scheme: string; bucket: string }, key: string): string {
  return `${scheme}://${bucket}/${key}`;
}
