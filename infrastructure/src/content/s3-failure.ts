import { InfrastructureError } from "../errors.ts";

/** What S3, or the way to it, says of a bucket, in words; errors of another kind stay as they are. */
export function s3Failure(bucket: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // The SDK says so of all that it sent or tried to send.
  if (!("$metadata" in error) && error.name !== "CredentialsProviderError") return error;
  return new InfrastructureError("S3_FAILED", `s3://${bucket}: ${whatItMeans(error)}`, { cause: error });
}

function whatItMeans({ name, message }: Error): string {
  switch (name) {
    case "NoSuchBucket":
      return "there is no such bucket. Make it, or correct buckets in the parameters.";
    case "AccessDenied":
      return `access denied: ${message}. These keys need s3:GetObject, PutObject and ListBucket on the Config bucket, s3:GetLifecycleConfiguration and PutLifecycleConfiguration on the published one, and their KMS keys.`;
    case "CredentialsProviderError":
      return "there are no AWS keys. Set them as every AWS tool takes them, AWS_PROFILE for instance.";
    default:
      return `${name}: ${message}. See that AWS keys, region and network are the environment's.`;
  }
}
