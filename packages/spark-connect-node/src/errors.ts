export class SparkConnectError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
export class InvalidArgumentError extends SparkConnectError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super("INVALID_ARGUMENT", message, options);
  }
}
export class ProtocolError extends SparkConnectError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super("PROTOCOL", message, options);
  }
}
export class UnsupportedError extends SparkConnectError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super("UNSUPPORTED", message, options);
  }
}
