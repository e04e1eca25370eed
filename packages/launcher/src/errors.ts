/**
 * Base of every error this package throws on purpose. `code` is stable and meant for programs, the message for people:
 * it names the thing and where it is. `remedy` is what to do about it, and is the message's end.
 */
export class LauncherError extends Error {
  readonly code: LauncherErrorCode;
  readonly remedy: string;

  constructor(code: LauncherErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(remedy === "" ? message : `${message} ${remedy}`, options);
    this.name = new.target.name;
    this.code = code;
    this.remedy = remedy;
  }
}

export type LauncherErrorCode = ClaimsTableErrorCode | "CLAIM_LOST";

export type ClaimsTableErrorCode =
  | "STATE_TABLE_MISSING"
  | "STATE_TABLE_DENIED"
  | "STATE_TABLE_CONTENTION"
  | "STATE_TABLE_FAILED";

/** The table of claims did not answer as it should. `cause` is the SDK's error. */
export class ClaimsTableError extends LauncherError {
  readonly table: string;

  constructor(
    code: ClaimsTableErrorCode,
    table: string,
    message: string,
    remedy: string,
    options?: ErrorOptions,
  ) {
    super(code, message, remedy, options);
    this.table = table;
  }
}

/** A claim is no longer ours: its lease ran out and somebody else took it over, or it was removed. */
export class ClaimLostError extends LauncherError {
  readonly keys: readonly string[];

  constructor(keys: readonly string[], owner: string, options?: ErrorOptions) {
    super(
      "CLAIM_LOST",
      `The claim on ${keys.join(", ")} is no longer held by ${owner}: its lease ran out and another took it over, or it was removed.`,
      "See what the other one did before anything is done again.",
      options,
    );
    this.keys = keys;
  }
}
