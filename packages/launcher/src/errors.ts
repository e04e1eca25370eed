/**
 * Base of every error this package throws on purpose. `code` is stable and meant for programs, the message for people:
 * it names the thing and where it is. The message is the `problem`, then the `remedy`: what to do about it.
 */
export class LauncherError extends Error {
  // Literal, here and in the subclasses: minifiers rename classes.
  override readonly name: string = "LauncherError";
  readonly code: LauncherErrorCode;
  readonly problem: string;
  readonly remedy: string;

  constructor(code: LauncherErrorCode, problem: string, remedy: string, options?: ErrorOptions) {
    super(remedy === "" ? problem : `${problem}${between(problem)}${remedy}`, options);
    this.code = code;
    this.problem = problem;
    this.remedy = remedy;
  }
}

/** A list of problems ends its own line; what AWS says may end without a full stop. */
function between(problem: string): string {
  if (problem.endsWith("\n")) return "";
  return problem.endsWith(".") ? " " : ". ";
}

export type LauncherErrorCode =
  | ClaimsTableErrorCode
  | ConfigErrorCode
  | SecretErrorCode
  | LaunchErrorCode
  | ClusterErrorCode
  | NotifyErrorCode
  | "CLAIM_LOST"
  | "INVALID_PAYLOAD"
  | "INVALID_ENVIRONMENT";

export type NotifyErrorCode =
  | "INVALID_EVENT"
  | "CLUSTER_UNKNOWN"
  | "SLACK_SECRET"
  | "SLACK_FAILED"
  | "SNS_FAILED"
  | "BEING_DELIVERED"
  | "NOT_DELIVERED";

export type ClaimsTableErrorCode =
  | "STATE_TABLE_MISSING"
  | "STATE_TABLE_DENIED"
  | "STATE_TABLE_CONTENTION"
  | "STATE_TABLE_FAILED";

/** The table of claims did not answer as it should. `cause` is the SDK's error. */
export class ClaimsTableError extends LauncherError {
  override readonly name: string = "ClaimsTableError";
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
  override readonly name: string = "ClaimLostError";
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

/** A payload, or what is wrapped around it, cannot be right; every problem found is in the message. */
export class InvalidPayloadError extends LauncherError {
  override readonly name: string = "InvalidPayloadError";
  /** `Records[0].Sns.Message`; empty: the event itself. */
  readonly place: string;

  constructor(place: string, problems: readonly string[], options?: ErrorOptions) {
    const where = place === "" ? "" : `${place}: `;
    super(
      "INVALID_PAYLOAD",
      `The payload is not right, nothing was launched:\n${problems.map((each) => `  ${where}${each}`).join("\n")}\n`,
      "Correct the message and send it again.",
      options,
    );
    this.place = place;
  }
}

/** Variables of the environment that the Lambda needs are missing or wrong. */
export class InvalidEnvironmentError extends LauncherError {
  override readonly name: string = "InvalidEnvironmentError";
  constructor(problems: readonly string[]) {
    super(
      "INVALID_ENVIRONMENT",
      `The environment is not right:\n${problems.map((each) => `  ${each}`).join("\n")}\n`,
      "Set them in the function's configuration.",
    );
  }
}

export type ConfigErrorCode = "CONFIG_UNAVAILABLE" | "INVALID_CONFIG";

/** The cluster's files, or what a payload makes of them, cannot be had or cannot be right. */
export class ClusterConfigError extends LauncherError {
  override readonly name: string = "ClusterConfigError";
}

export type SecretErrorCode = "SECRET_UNAVAILABLE" | "INVALID_SECRET";

/** The metastore's password cannot be had. Nothing of a secret's value is in the message. */
export class SecretError extends LauncherError {
  override readonly name: string = "SecretError";
}

export type LaunchErrorCode =
  /** The E2E flag where real data lives. */
  | "E2E_REFUSED"
  /** Another launch holds the key. */
  | "LAUNCH_UNDER_WAY"
  /** The key's cluster has ended. */
  | "CLUSTER_ENDED"
  /** Some of the modules asked for have a cluster already, others do not. */
  | "PARTLY_LAUNCHED"
  /** It took so long that the claim might be another's. */
  | "LAUNCH_TOO_SLOW"
  | "SECURITY_CONFIGURATION_FAILED"
  | "LAUNCH_THROTTLED"
  | "LAUNCH_REFUSED"
  /** No answer: there may be a cluster, and the next try looks for it. */
  | "LAUNCH_UNKNOWN"
  /** Several launches were asked for and not all went well. */
  | "LAUNCHES_FAILED";

/** A cluster was not launched, or not by us. */
export class LaunchError extends LauncherError {
  override readonly name: string = "LaunchError";
  readonly launchKeys: readonly string[];

  constructor(
    code: LaunchErrorCode,
    launchKeys: readonly string[],
    message: string,
    remedy: string,
    options?: ErrorOptions,
  ) {
    super(code, message, remedy, options);
    this.launchKeys = launchKeys;
  }
}

export type ClusterErrorCode =
  | "EMR_DENIED"
  | "EMR_FAILED"
  | "NO_SUCH_CLUSTER"
  | "TERMINATION_PROTECTED"
  | "WAIT_TIMED_OUT";

/** A question to EMR, or a wish, that came to nothing. */
export class ClusterError extends LauncherError {
  override readonly name: string = "ClusterError";
}
