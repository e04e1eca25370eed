import type { ConfigPlace, ConfigS3Port } from "../cluster-config/read.ts";
import type { SecretsPort } from "../cluster-config/secrets.ts";
import type { Environment } from "../environment.ts";
import type { Claims } from "../once/claims.ts";
import type { LaunchEmrPort } from "./emr-port.ts";

/** The subset of a logger, pino's for one, that a launch needs. */
export interface LaunchLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What a launch works with; `createLaunchDeps` makes them for AWS. */
export interface LaunchDeps {
  readonly environment: Environment;
  /** Where the cluster's files are, unless the payload says otherwise. */
  readonly configPlace: ConfigPlace;
  readonly s3: ConfigS3Port;
  readonly secrets: SecretsPort;
  readonly emr: LaunchEmrPort;
  readonly claims: Claims;
  /** Who launches, for people to read. */
  readonly owner: string;
  readonly log: LaunchLog;
  /** Default: the system's. */
  readonly clock?: () => Date;
  /** Ends a launch that has not yet asked EMR for a cluster. */
  readonly signal?: AbortSignal;
  readonly waiting?: WaitingPolicy;
}

/** How long a launch waits for another one of the same key to say what came of it. */
export interface WaitingPolicy {
  readonly longestMs: number;
  readonly everyMs: number;
}

/** Longer than a launch takes as a rule, shorter than a Lambda's caller would mind. */
export const WAITING: WaitingPolicy = { longestMs: 30_000, everyMs: 500 };
