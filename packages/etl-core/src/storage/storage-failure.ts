import { EtlError, StorageError } from "../errors.ts";

/** What was being done to what, for the message. */
export interface StorageAction {
  /** "list", "read": as in "cannot list". */
  readonly verb: string;
  readonly bucket: string;
  /** Key or prefix. */
  readonly key: string;
}

/** The part of the SDK's errors that tells causes apart; it throws plain objects as errors of many classes. */
export interface ServiceFailure {
  readonly name: string;
  readonly status: number | undefined;
}

/** Reads name and HTTP status out of whatever the SDK threw. */
export function serviceFailure(error: unknown): ServiceFailure {
  const name = error instanceof Error ? error.name : "Error";
  if (typeof error === "object" && error !== null && "$metadata" in error) {
    const metadata = error.$metadata;
    if (typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata) {
      return {
        name,
        status: typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined,
      };
    }
  }
  return { name, status: undefined };
}

/**
 * Turns the SDK's error into ours, once, at the boundary. Errors of credentials pass through: they already say
 * which role was refused. So does a cancellation.
 */
export function storageFailure(cause: unknown, { verb, bucket, key }: StorageAction): unknown {
  if (cause instanceof EtlError) {
    return cause;
  }
  const { name, status } = serviceFailure(cause);
  if (name === "AbortError") {
    return cause;
  }
  const what = `Cannot ${verb} s3://${bucket}/${key}`;
  if (name === "NoSuchBucket") {
    return new StorageError(
      `${what}: there is no bucket ${bucket}. Correct its name in the configuration or the secret.`,
      { cause },
    );
  }
  if (status === 403) {
    return new StorageError(
      `${what}: access denied. The role in use needs a policy that allows it on ${bucket}.`,
      { cause },
    );
  }
  if (name === "PreconditionFailed" || status === 412) {
    return new StorageError(`${what}: it was replaced since it was located. Run the day again.`, { cause });
  }
  if (name === "NoSuchKey" || name === "NotFound" || status === 404) {
    return new StorageError(`${what}: it is not there any more. Run the day again.`, { cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(`${what}: ${name}: ${reason}`, { cause });
}
