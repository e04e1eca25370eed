import type { Day } from "./days/day.ts";

/**
 * Base of every error this package throws. `code` is stable and meant for programs, the message for people:
 * it names the thing, where it is, and what to do.
 */
export class CatchupError extends Error {
  // Literal, here and in the subclasses: minifiers rename classes.
  override readonly name: string = "CatchupError";
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** A text that is no calendar day: wrong shape, or a day that does not exist such as `2021-02-30`. */
export class InvalidDayError extends CatchupError {
  override readonly name: string = "InvalidDayError";
  readonly text: string;

  constructor(text: string, reason: string) {
    super("INVALID_DAY", `"${text}" is not a calendar day: ${reason}. Give a day as YYYY-MM-DD.`);
    this.text = text;
  }
}

/** The first day asked for lies after the last one. */
export class StartAfterEndError extends CatchupError {
  override readonly name: string = "StartAfterEndError";
  readonly start: Day;
  readonly end: Day;

  constructor(start: Day, end: Day, origin: { start: string; end: string }) {
    super(
      "START_AFTER_END",
      `The start day ${start} (${origin.start}) is after the end day ${end} (${origin.end}). ` +
        "Give a start day that is not after the end day.",
    );
    this.start = start;
    this.end = end;
  }
}

/** Another runner holds the day. Not a failure of the day: wait, or ask the owner. */
export class DayLockedError extends CatchupError {
  override readonly name: string = "DayLockedError";
  readonly day: Day;
  readonly owner: string;
  readonly expiresAt: Date;

  constructor(day: Day, owner: string, expiresAt: Date) {
    super(
      "DAY_LOCKED",
      `The day ${day} is being run by ${owner}, who holds it until ${expiresAt.toISOString()}. ` +
        "Wait for that run to end; if its process is gone, the day is free after that time.",
    );
    this.day = day;
    this.owner = owner;
    this.expiresAt = expiresAt;
  }
}

/** The lease of a day is no longer ours: it expired and was taken over, or removed. */
export class LeaseLostError extends CatchupError {
  override readonly name: string = "LeaseLostError";
  readonly day: Day;
  readonly owner: string;

  constructor(day: Day, owner: string, options?: { cause?: unknown }) {
    super(
      "LEASE_LOST",
      `The lock of the day ${day} is no longer held by ${owner}: it expired and another runner took it, or it was removed. ` +
        "The ledger is left as it is. See whether another run of that day is under way, then run the day again.",
      options,
    );
    this.day = day;
    this.owner = owner;
  }
}

/** An item of the audit table that cannot be understood, for instance an error text where the day should be. */
export class InvalidAuditItemError extends CatchupError {
  override readonly name: string = "InvalidAuditItemError";
  readonly key: string;

  constructor(key: string, attribute: string, found: string, expected: string) {
    super(
      "INVALID_AUDIT_ITEM",
      `The audit item "${key}" has ${attribute} = ${found}, expected ${expected}. ` +
        "Correct the item, or give --start_dt and --end_dt: a run of a named day writes the item anew.",
    );
    this.key = key;
  }
}

/** The audit table did not answer as it should. `cause` is the SDK's error. */
export class LedgerError extends CatchupError {
  override readonly name: string = "LedgerError";
  readonly table: string;

  constructor(code: LedgerErrorCode, table: string, message: string, options?: { cause?: unknown }) {
    super(code, message, options);
    this.table = table;
  }
}

export type LedgerErrorCode =
  | "AUDIT_TABLE_MISSING"
  | "AUDIT_ACCESS_DENIED"
  | "AUDIT_CONTENTION"
  | "AUDIT_FAILED";
