export type EmrStepErrorCode =
  | "INVALID_PARAMETERS"
  | "INVALID_TEMPLATE"
  | "CERTIFICATE_UNAVAILABLE"
  | "INVALID_ARGUMENT"
  | "SPARK_UNAVAILABLE";

/**
 * Base of every error this package throws on purpose. `code` is stable and meant for programs, the message for people:
 * it names the thing, where it is, and what to do.
 */
export class EmrStepError extends Error {
  override readonly name: string = "EmrStepError";
  readonly code: EmrStepErrorCode;

  constructor(code: EmrStepErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Parameters of the cluster that cannot be right; every problem found is in the message. */
export class InvalidParametersError extends EmrStepError {
  override readonly name = "InvalidParametersError";

  constructor(problems: readonly string[]) {
    super(
      "INVALID_PARAMETERS",
      `The cluster's parameters are not right:\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
    );
  }
}

/** A template is not YAML, or its placeholders and the parameters do not meet. */
export class InvalidTemplateError extends EmrStepError {
  override readonly name = "InvalidTemplateError";

  constructor(message: string, options?: ErrorOptions) {
    super("INVALID_TEMPLATE", message, options);
  }
}

/** A certificate of ACM cannot be had, or is of no use. */
export class CertificateUnavailableError extends EmrStepError {
  override readonly name = "CertificateUnavailableError";

  constructor(message: string, options?: ErrorOptions) {
    super("CERTIFICATE_UNAVAILABLE", message, options);
  }
}

/** An argument of a tool's command line that cannot be right. */
export class InvalidArgumentError extends EmrStepError {
  override readonly name = "InvalidArgumentError";

  constructor(message: string, options?: ErrorOptions) {
    super("INVALID_ARGUMENT", message, options);
  }
}

/** The Spark Connect server does not run, does not answer, or is not what the job needs. */
export class SparkUnavailableError extends EmrStepError {
  override readonly name = "SparkUnavailableError";

  constructor(message: string, options?: ErrorOptions) {
    super("SPARK_UNAVAILABLE", message, options);
  }
}
