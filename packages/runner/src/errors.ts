import { CatchupError } from "@dataworks/catchup";
import { EtlError } from "@dataworks/etl-core";
import type { LauncherErrorCode } from "@dataworks/launcher";

/**
 * What the process answers. 0 done, 1 a source file is missing, 2 bad arguments or configuration, 3 refused for safety,
 * 4 failed, 130 ended by SIGINT, 143 ended by SIGTERM.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130 | 143;

export type RunnerErrorCode =
  | LauncherErrorCode
  | "INVALID_ARGUMENT"
  | "INVALID_CONFIGURATION"
  | "INVALID_SECRET"
  | "SECRET_UNAVAILABLE"
  | "E2E_REFUSED"
  | "NOT_CONFIRMED"
  | "CLUSTER_FAILED"
  | "TEST_DATA_REFUSED"
  | "TEST_DATA_FAILED"
  | "NOT_IN_BUNDLE"
  | "SPARK_UNAVAILABLE"
  | "UNRECORDED"
  | "DAYS_WRONG"
  | "OUTPUT_LOST"
  | "INTERRUPTED";

/** Base of every error this package throws on purpose: a stable code, the process's answer, a message with the remedy. */
export class RunnerError extends Error {
  override readonly name: string = "RunnerError";
  readonly code: RunnerErrorCode;
  readonly exitCode: Exclude<ExitCode, 0>;

  constructor(
    code: RunnerErrorCode,
    exitCode: Exclude<ExitCode, 0>,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** An argument of the command line that cannot be right. */
export class InvalidArgumentError extends RunnerError {
  override readonly name = "InvalidArgumentError";

  constructor(message: string, options?: ErrorOptions) {
    super("INVALID_ARGUMENT", 2, message, options);
  }
}

/** The configuration file is missing, unreadable or wrong; every problem found is in the message. */
export class InvalidConfigError extends RunnerError {
  override readonly name = "InvalidConfigError";

  constructor(message: string, options?: ErrorOptions) {
    super("INVALID_CONFIGURATION", 2, message, options);
  }
}

/** The secret's value is not what a module needs. Nothing of the value itself is in the message but names. */
export class InvalidSecretError extends RunnerError {
  override readonly name = "InvalidSecretError";

  constructor(message: string, options?: ErrorOptions) {
    super("INVALID_SECRET", 2, message, options);
  }
}

/** The secret cannot be had: there is none of that name (2), or it may not be read (4). */
export class SecretUnavailableError extends RunnerError {
  override readonly name = "SecretUnavailableError";

  constructor(exitCode: 2 | 4, message: string, options?: ErrorOptions) {
    super("SECRET_UNAVAILABLE", exitCode, message, options);
  }
}

/** The E2E flag where real data lives. */
export class E2eRefusedError extends RunnerError {
  override readonly name = "E2eRefusedError";

  constructor(message: string) {
    super("E2E_REFUSED", 3, message);
  }
}

/** What deletes or ends something, and nobody has said yes to. */
export class NotConfirmedError extends RunnerError {
  override readonly name = "NotConfirmedError";

  constructor(message: string) {
    super("NOT_CONFIRMED", 3, message);
  }
}

/** A cluster ended badly, or a step of it did; it is named with where its log lies. */
export class ClusterFailedError extends RunnerError {
  override readonly name = "ClusterFailedError";

  constructor(message: string) {
    super("CLUSTER_FAILED", 4, message);
  }
}

/** What the launcher says went wrong, under its own code. */
export class LaunchFailedError extends RunnerError {
  override readonly name = "LaunchFailedError";

  constructor(code: LauncherErrorCode, message: string, options?: ErrorOptions) {
    super(code, LAUNCHER_EXIT_CODES[code] ?? 4, message, options);
  }
}

const LAUNCHER_EXIT_CODES: Readonly<Partial<Record<LauncherErrorCode, 2 | 3>>> = {
  INVALID_PAYLOAD: 2,
  INVALID_ENVIRONMENT: 2,
  INVALID_CONFIG: 2,
  CONFIG_UNAVAILABLE: 2,
  INVALID_SECRET: 2,
  STATE_TABLE_MISSING: 2,
  NO_SUCH_CLUSTER: 2,
  E2E_REFUSED: 3,
  LAUNCH_UNDER_WAY: 3,
  CLUSTER_ENDED: 3,
  PARTLY_LAUNCHED: 3,
  TERMINATION_PROTECTED: 3,
};

/** Test data where real data lives. */
export class TestDataRefusedError extends RunnerError {
  override readonly name = "TestDataRefusedError";

  constructor(message: string) {
    super("TEST_DATA_REFUSED", 3, message);
  }
}

/** Test data could not be made or put where it belongs. */
export class TestDataFailedError extends RunnerError {
  override readonly name = "TestDataFailedError";

  constructor(message: string, options?: ErrorOptions) {
    super("TEST_DATA_FAILED", 4, message, options);
  }
}

/** A command that the cluster's bundle leaves out. */
export class NotInBundleError extends RunnerError {
  override readonly name = "NotInBundleError";

  constructor(dependency: string, options?: ErrorOptions) {
    const text =
      `This command needs ${dependency}, which is not part of the cluster's bundle. ` +
      "Run it from a checkout, `npx pnpm@12 adg …`, or from the installed package @dataworks/runner.";
    super("NOT_IN_BUNDLE", 2, text, options);
  }
}

/** No Spark Connect server, or none that lets us in. */
export class SparkUnavailableError extends RunnerError {
  override readonly name = "SparkUnavailableError";

  constructor(message: string, options?: ErrorOptions) {
    super("SPARK_UNAVAILABLE", 4, message, options);
  }
}

/** A day whose tables are published, which the ledger could not be told. */
export class UnrecordedError extends RunnerError {
  override readonly name = "UnrecordedError";

  constructor(day: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      "UNRECORDED",
      4,
      `${day} is published, but the ledger could not be told: ${why} Run the day again.`,
      {
        cause,
      },
    );
  }
}

/** Tables do not show some days as the ledger has them. */
export class DaysWrongError extends RunnerError {
  override readonly name = "DaysWrongError";

  /** @param repaired - whether a repair was tried. */
  constructor(module: string, days: readonly string[], repaired: boolean) {
    const range = days.length === 1 ? days[0] : `${days.length} days, ${days[0]} to ${days.at(-1)}`;
    const remedy = repaired
      ? `Run them again: adg run --module_name ${module} --start_dt ${days[0]} --end_dt ${days.at(-1)}.`
      : `Put them right: adg doctor --module_name ${module} --repair.`;
    super("DAYS_WRONG", 4, `Tables of ${module} do not show what the ledger has: ${range}. ${remedy}`);
  }
}

/** What a command was asked for could not be written to stdout. */
export class OutputLostError extends RunnerError {
  override readonly name = "OutputLostError";

  constructor(cause: Error) {
    super(
      "OUTPUT_LOST",
      4,
      `The command finished, but its output could not be written to stdout and is incomplete: ${cause.message}. Free up space. A run need not be repeated for this; adg doctor shows what it did.`,
      { cause },
    );
  }
}

/** A signal ended the run. The exit code is the shell's convention: 128 and the signal's number. */
export class InterruptedError extends RunnerError {
  override readonly name = "InterruptedError";
  readonly signal: "SIGINT" | "SIGTERM";

  /** @param aftermath - what is left, and what to do. */
  constructor(
    signal: "SIGINT" | "SIGTERM",
    aftermath = "A day that was running is marked Failed; run again to do it.",
  ) {
    super("INTERRUPTED", signal === "SIGINT" ? 130 : 143, `Ended by ${signal}. ${aftermath}`);
    this.signal = signal;
  }
}

/** What the process answers for an error, whoever threw it. */
export function exitCodeOf(error: unknown): Exclude<ExitCode, 0> {
  if (error instanceof RunnerError || error instanceof EtlError) return error.exitCode;
  if (error instanceof CatchupError) return CATCHUP_EXIT_CODES[error.code] ?? 4;
  return 4;
}

/** Whether an error is about files, arguments, configuration or another runner, and not about this program. */
export function isExpected(error: unknown): boolean {
  return exitCodeOf(error) !== 4 || (error instanceof EtlError && error.code === "SOURCE_DATA");
}

const CATCHUP_EXIT_CODES: Readonly<Record<string, 2 | 3>> = {
  INVALID_DAY: 2,
  START_AFTER_END: 2,
  AUDIT_TABLE_MISSING: 2,
  DAY_LOCKED: 3,
  LEASE_LOST: 3,
};

/** The stable code of an error, for logs and machine-readable output. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return "FAILED";
}
