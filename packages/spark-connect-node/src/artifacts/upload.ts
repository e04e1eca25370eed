import { createHash } from "node:crypto";
import type { AddArtifactsResponse } from "#gen/spark/connect/base_pb.js";
import { ExecutionError } from "../errors.ts";
import { type Artifact, blobArtifact } from "./artifact.ts";
import { type ArtifactPayload, artifactPayloads } from "./payloads.ts";

/** How far an upload is. */
export interface UploadProgress {
  /** The artifact being sent, by its name on the server. */
  readonly artifact: string;
  /** Of all artifacts together; begins anew when the connection broke and the upload is repeated. */
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** How an upload is followed and ended. */
export interface UploadOptions {
  /** Aborting it ends the upload with a `CancelledError`. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each piece of 32 KiB; what it throws ends the upload. */
  readonly onUpload?: ((progress: UploadProgress) => void) | undefined;
}

/** What uploads need of the session's connection. */
export interface ArtifactClient {
  /** Streams requests; `payloads` is asked again for each attempt. */
  addArtifacts(
    payloads: () => AsyncIterable<ArtifactPayload>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<AddArtifactsResponse>;
  /** Which of these artifacts the session has on the server. */
  existingArtifacts(
    names: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ReadonlySet<string>>;
}

/**
 * Sends artifacts with one call.
 *
 * @throws ExecutionError naming an artifact that arrived damaged.
 */
export async function uploadArtifacts(
  client: ArtifactClient,
  artifacts: readonly Artifact[],
  { signal, onUpload }: UploadOptions = {},
): Promise<void> {
  if (artifacts.length === 0) return;
  const totalBytes = artifacts.reduce((sum, artifact) => sum + artifact.size, 0);
  const attempt = (): AsyncIterable<ArtifactPayload> => {
    let sentBytes = 0;
    return artifactPayloads(artifacts, (artifact, bytes) => {
      sentBytes += bytes;
      onUpload?.({ artifact: artifact.name, sentBytes, totalBytes });
    });
  };
  const answer = await client.addArtifacts(attempt, { signal });
  const damaged = answer.artifacts.filter((summary) => !summary.isCrcSuccessful).map(({ name }) => name);
  if (damaged.length > 0) {
    throw new ExecutionError(
      `Damaged on the way, and dropped by the server (its checksum differs): ${damaged.join(", ")}. Send it again`,
    );
  }
}

/** The name by which the session finds a blob: its content's. */
export function contentHash(blob: Uint8Array): string {
  return createHash("sha256").update(blob).digest("hex");
}

/** Keeps blobs in the session, those it does not have yet. @returns their SHA-256 in hex, in order */
export async function cacheBlobs(
  client: ArtifactClient,
  blobs: readonly Uint8Array[],
  options: UploadOptions = {},
): Promise<string[]> {
  const hashes = blobs.map(contentHash);
  const named = new Map(hashes.map((hash, at) => [`cache/${hash}`, blobs[at]] as const));
  if (named.size === 0) return hashes;
  const existing = await client.existingArtifacts([...named.keys()], { signal: options.signal });
  const missing = [...named].flatMap(([name, blob]) =>
    blob === undefined || existing.has(name) ? [] : [blobArtifact(name, blob)],
  );
  await uploadArtifacts(client, missing, options);
  return hashes;
}
