import type { Report } from "../process/run.ts";
import type { S3Kind } from "../state/info.ts";

export interface StackOptions {
  /** The instance's name; several run side by side. Default "dev". */
  readonly name?: string | undefined;
  /** Says one line of progress. Default: nowhere. */
  readonly report?: Report | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface UpOptions extends StackOptions {
  /** Default "moto". "versitygw" needs Go the first time; Spark and S3 clients use it, all else stays with moto. */
  readonly s3?: S3Kind | undefined;
  /** Spark properties in addition to the instance's own; ignored where a server is reused. Default: none. */
  readonly conf?: Readonly<Record<string, string>> | undefined;
}

export const DEFAULT_NAME = "dev";

/** Options with their defaults filled in once. */
export interface Settled {
  readonly name: string;
  readonly report: Report;
  readonly signal: AbortSignal | undefined;
}

export function settle(options: StackOptions): Settled {
  return {
    name: options.name ?? DEFAULT_NAME,
    report: options.report ?? (() => undefined),
    signal: options.signal,
  };
}
