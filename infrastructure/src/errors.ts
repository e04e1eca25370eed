/**
 * Base of every error this package throws on purpose. `code` is stable and meant for programs, the message for people:
 * it names the thing, where it is, and what to do.
 */
export class InfrastructureError extends Error {
  readonly code: InfrastructureErrorCode;

  constructor(code: InfrastructureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

export type InfrastructureErrorCode =
  | "INVALID_ARGUMENT"
  | "INVALID_PARAMETERS"
  | "ENTRY_MISSING"
  | "BUNDLE_FAILED"
  | "ARTEFACT_MISSING"
  | "BUCKET_FAILED"
  | "S3_FAILED";
