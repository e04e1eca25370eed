/** What kind of thing went wrong; stable, for callers that branch on it. */
export type TestDataErrorCode = "INVALID_ARGUMENT" | "NO_DATA_KEY" | "UPLOAD_FAILED";

/** Every failure of this package: the message names the thing and the remedy. */
export class TestDataError extends Error {
  override readonly name = "TestDataError";
  readonly code: TestDataErrorCode;

  constructor(code: TestDataErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
