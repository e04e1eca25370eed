/** What kind of thing went wrong; stable, for callers that branch on it. */
export type StackErrorCode =
  | "INVALID_ARGUMENT"
  | "PREREQUISITE"
  | "INSTALL_FAILED"
  | "START_FAILED"
  | "NOT_RUNNING"
  | "CANCELLED"
  | "SETUP_FAILED"
  | "READ_FAILED";

/** Every failure of the stack: the message names the thing and the remedy. */
export class StackError extends Error {
  readonly code: StackErrorCode;

  constructor(code: StackErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StackError";
    this.code = code;
  }
}

/** Whether what `catch` gave is Node's system error of that code. By its shape: realms differ under test runners. */
export function hasErrno(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
