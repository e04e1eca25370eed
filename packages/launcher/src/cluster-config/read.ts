import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GetObjectCommandInput } from "@aws-sdk/client-s3";
import { ClusterConfigError } from "../errors.ts";
import { awsRemedy } from "../problems/aws-remedy.ts";
import { type ClusterConfig, CONFIG_FILES, type ConfigFile, REQUIRED_FILES } from "./cluster-config.ts";
import { parseConfigFile } from "./parse.ts";

/** Where the four files are. */
export type ConfigPlace =
  | { readonly kind: "directory"; readonly path: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      /** Without a slash at its end. */
      readonly folder: string;
    };

/** The subset of the SDK's `S3` client that is needed. */
export interface ConfigS3Port {
  getObject(
    input: GetObjectCommandInput,
    options?: { abortSignal?: AbortSignal },
  ): Promise<{ Body?: { transformToString(): Promise<string> } | undefined }>;
}

/**
 * Reads and checks the files, and puts them into one. It is not yet what can be launched: a payload may add what is
 * missing.
 *
 * @throws ClusterConfigError naming the file, its line and what to do.
 */
export async function readClusterConfig(
  place: ConfigPlace,
  s3: ConfigS3Port,
  signal?: AbortSignal,
): Promise<Partial<ClusterConfig>> {
  const files = await Promise.all(
    CONFIG_FILES.map(async (file) => {
      const text = await read(place, file, s3, signal);
      return text === undefined ? {} : parseConfigFile(locationOf(place, file), text);
    }),
  );
  return combined(place, files);
}

/** Each name in one file alone: which of two would count, nobody could see. */
function combined(place: ConfigPlace, files: readonly Partial<ClusterConfig>[]): Partial<ClusterConfig> {
  const origin = new Map<string, ConfigFile>();
  files.forEach((config, index) => {
    const file = CONFIG_FILES[index];
    for (const name of Object.keys(config)) {
      const other = origin.get(name);
      if (file === undefined) continue;
      if (other !== undefined) {
        throw new ClusterConfigError(
          "INVALID_CONFIG",
          `${name} is in ${locationOf(place, other)} and in ${locationOf(place, file)}.`,
          "Keep one of them.",
        );
      }
      origin.set(name, file);
    }
  });
  return Object.fromEntries(files.flatMap((config) => Object.entries(config)));
}

/** `s3://bucket/folder/cluster.yaml`, or a path. */
function locationOf(place: ConfigPlace, file: ConfigFile): string {
  return place.kind === "directory"
    ? join(place.path, `${file}.yaml`)
    : `s3://${place.bucket}/${keyOf(place, file)}`;
}

function keyOf({ folder }: Extract<ConfigPlace, { kind: "s3" }>, file: ConfigFile): string {
  return `${folder}/${file}.yaml`;
}

async function read(
  place: ConfigPlace,
  file: ConfigFile,
  s3: ConfigS3Port,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    if (place.kind === "directory") return await readFile(locationOf(place, file), "utf8");
    const { Body } = await s3.getObject(
      { Bucket: place.bucket, Key: keyOf(place, file) },
      signal === undefined ? {} : { abortSignal: signal },
    );
    return (await Body?.transformToString()) ?? "";
  } catch (cause) {
    if (isMissing(cause) && !REQUIRED_FILES.has(file)) return undefined;
    throw unavailable(place, file, cause);
  }
}

function isMissing(error: unknown): boolean {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return name === "NoSuchKey" || code === "ENOENT";
}

/** A payload says it, or the environment; who calls `adg cluster start`, by flags. */
const S3_SETTINGS =
  "EMR_LAUNCHER_CONFIG_S3_BUCKET and EMR_LAUNCHER_CONFIG_S3_FOLDER (--config-s3-bucket, --config-s3-folder), or the payload's s3_overrides";

function unavailable(place: ConfigPlace, file: ConfigFile, cause: unknown): ClusterConfigError {
  const location = locationOf(place, file);
  const error = cause as { name?: string; message?: string; $response?: { statusCode?: number } };
  const options = { cause };
  if (isMissing(cause)) {
    const remedy =
      place.kind === "s3"
        ? `Put it there, or correct where the files are: ${S3_SETTINGS}.`
        : "Put it there, or correct EMR_LAUNCHER_CONFIG_DIR (--config-dir).";
    return new ClusterConfigError("CONFIG_UNAVAILABLE", `${location} does not exist.`, remedy, options);
  }
  if (error.name === "NoSuchBucket") {
    const remedy = `Correct where the files are: ${S3_SETTINGS}.`;
    return new ClusterConfigError(
      "CONFIG_UNAVAILABLE",
      `${location}: there is no such bucket.`,
      remedy,
      options,
    );
  }
  if (error.name === "AccessDenied" || error.name === "EACCES" || error.$response?.statusCode === 403) {
    // S3 says so, too, of a missing key to those who may not list the bucket.
    const remedy =
      "See that the file is there; grant the role s3:GetObject on it and s3:ListBucket on the bucket, and kms:Decrypt on its key.";
    return new ClusterConfigError("CONFIG_UNAVAILABLE", `${location} may not be read.`, remedy, options);
  }
  const text = `${location} could not be read: ${error.name ?? "Error"}: ${error.message ?? String(cause)}`;
  return new ClusterConfigError("CONFIG_UNAVAILABLE", text, awsRemedy(cause), options);
}
