/**
 * What the process answers when this error ends it: 1 a source file is missing (as the original), 2 bad
 * arguments or configuration, 3 refused for safety, 4 failed.
 */
export type ExitCode = 1 | 2 | 3 | 4;

/** Stable names of what can go wrong; the messages may change, these do not. */
export type EtlErrorCode =
  | "SOURCE_FILE_MISSING"
  | "SOURCE_DATA"
  | "INVALID_CONFIGURATION"
  | "REFUSED"
  | "CREDENTIALS"
  | "STORAGE"
  | "DATA_KEY"
  | "STAGE"
  | "VERIFICATION"
  | "PUBLISH"
  | "SUPERSEDED"
  | "FAILED";

/** Base of every error this package throws on purpose. Its message names the thing, the place and the remedy. */
export class EtlError extends Error {
  override readonly name: string = "EtlError";
  readonly code: EtlErrorCode;
  readonly exitCode: ExitCode;

  constructor(message: string, options: ErrorOptions & { code?: EtlErrorCode; exitCode?: ExitCode } = {}) {
    super(message, options);
    this.code = options.code ?? "FAILED";
    this.exitCode = options.exitCode ?? 4;
  }
}

/** A day's file is not there. The message begins as the original's does, to the letter, for anyone who greps for it. */
export class SourceFileMissingError extends EtlError {
  override readonly name = "SourceFileMissingError";
  readonly bucket: string;
  readonly prefix: string;

  /** @param similar - Keys of the bucket that the file may have become. */
  constructor(bucket: string, prefix: string, similar: readonly string[] = []) {
    const there =
      similar.length === 0
        ? "nothing there has a similar name"
        : `similar names there: ${similar.join(", ")}`;
    super(`File Not Found for ${prefix} in s3://${bucket}; ${there}.`, {
      code: "SOURCE_FILE_MISSING",
      exitCode: 1,
    });
    this.bucket = bucket;
    this.prefix = prefix;
  }
}

/** A source file is there but cannot be read as what it claims to be. */
export class SourceDataError extends EtlError {
  override readonly name = "SourceDataError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "SOURCE_DATA" });
  }
}

/** Most faults that one message lists. */
const MOST_FAULTS = 20;

/**
 * Several faults of a day's files, over all files and collections. Missing files come first, and decide code and exit
 * code; the message begins with that of the first.
 */
export class SourceFaultsError extends EtlError {
  override readonly name = "SourceFaultsError";
  readonly faults: readonly (SourceDataError | SourceFileMissingError)[];

  /** @param faults - At least two. */
  constructor(faults: readonly (SourceDataError | SourceFileMissingError)[]) {
    const missing = faults.filter((fault) => fault instanceof SourceFileMissingError);
    const ordered = [...missing, ...faults.filter((fault) => fault instanceof SourceDataError)];
    const [first, ...others] = ordered;
    const listed = others.slice(0, MOST_FAULTS - 1).map(({ message }, index) => `(${index + 2}) ${message}`);
    const left = others.length - listed.length;
    super(
      `${first?.message ?? ""} ${others.length} more ${others.length === 1 ? "problem" : "problems"} with the day's files: ` +
        `${listed.join(" ")}${left > 0 ? ` … and ${left} more.` : ""}`,
      { code: first?.code ?? "SOURCE_DATA", exitCode: first?.exitCode ?? 4 },
    );
    this.faults = ordered;
  }
}

/** A name or option that cannot be right, whatever the data. */
export class InvalidConfigurationError extends EtlError {
  override readonly name = "InvalidConfigurationError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "INVALID_CONFIGURATION", exitCode: 2 });
  }
}

/** What was asked would lose data or touch what it must not. */
export class RefusedError extends EtlError {
  override readonly name = "RefusedError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "REFUSED", exitCode: 3 });
  }
}

/** A role could not be assumed. */
export class CredentialsError extends EtlError {
  override readonly name = "CredentialsError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "CREDENTIALS" });
  }
}

/** The object store refused or failed. */
export class StorageError extends EtlError {
  override readonly name = "StorageError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "STORAGE" });
  }
}

/** A data key could not be opened: the Data Key Service refused, failed or could not be reached. */
export class DataKeyError extends EtlError {
  override readonly name = "DataKeyError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "DATA_KEY" });
  }
}

/** The pass that writes a run folder failed, or what it counted is not acceptable. */
export class StageError extends EtlError {
  override readonly name = "StageError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "STAGE" });
  }
}

/** What was staged is not what was read: nothing of the day may be published. */
export class VerificationError extends EtlError {
  override readonly name = "VerificationError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "VERIFICATION" });
  }
}

/** The metastore could not be moved to the new run. */
export class PublishError extends EtlError {
  override readonly name = "PublishError";

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { ...options, code: "PUBLISH" });
  }
}

/** Another runner has taken the day over while this run published it. Nothing more of this run is shown. */
export class SupersededError extends EtlError {
  override readonly name = "SupersededError";
  /** YYYY-MM-DD */
  readonly day: string;

  constructor(day: string, runId: number | undefined, options: ErrorOptions = {}) {
    const run = runId === undefined ? "This run" : `Run ${runId}`;
    super(
      `${run} of ${day} has lost the day: its lock expired and another runner took it, or it was removed. ` +
        "The tables are left to that runner; see how its run ended, then run the day again if need be.",
      { ...options, code: "SUPERSEDED", exitCode: 3 },
    );
    this.day = day;
  }
}
