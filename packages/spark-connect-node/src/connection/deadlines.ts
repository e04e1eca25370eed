import { InvalidArgumentError } from "../errors.ts";

/** Longest time for each kind of call, in milliseconds. Undefined: no limit. */
export interface RpcDeadlines {
  /** One stream of a reattachable execution; when it passes, the client reattaches. Default 10 minutes. */
  readonly executePlan: number | undefined;
  /** As `executePlan`, for the streams after the first. Default 10 minutes. */
  readonly reattachExecute: number | undefined;
  /** A whole execution without reattaching. Default: no limit, for nothing could resume it. */
  readonly nonReattachableExecutePlan: number | undefined;
  /** Analysis may list millions of files. Default 1 hour. */
  readonly analyzePlan: number | undefined;
  readonly config: number | undefined;
  readonly interrupt: number | undefined;
  readonly releaseExecute: number | undefined;
  /** What `stop()` waits for at the end; it takes ten seconds in all, whatever this says. Default 10 s. */
  readonly releaseSession: number | undefined;
  readonly fetchErrorDetails: number | undefined;
  /** A whole upload. Default 1 hour. */
  readonly addArtifacts: number | undefined;
  readonly artifactStatus: number | undefined;
  readonly cloneSession: number | undefined;
}

/**
 * All deadlines: the default where nothing else is said.
 *
 * @throws InvalidArgumentError for what is no time.
 */
export function deadlinesOf(differences: Partial<RpcDeadlines> = {}): RpcDeadlines {
  for (const [name, value] of Object.entries(differences)) {
    if (value !== undefined && !(typeof value === "number" && value > 0)) {
      throw new InvalidArgumentError(
        `deadlines: ${name} takes milliseconds above 0, or undefined for none, not ${String(value)}`,
      );
    }
  }
  return { ...defaultDeadlines, ...differences };
}

const TEN_MINUTES = 10 * 60_000;

/** Ten minutes for most calls, as Spark's own clients have it. */
export const defaultDeadlines: RpcDeadlines = {
  executePlan: TEN_MINUTES,
  reattachExecute: TEN_MINUTES,
  nonReattachableExecutePlan: undefined,
  analyzePlan: 60 * 60_000,
  config: TEN_MINUTES,
  interrupt: TEN_MINUTES,
  releaseExecute: TEN_MINUTES,
  releaseSession: 10_000,
  // Only makes an error more helpful: it must not hold the error back for long.
  fetchErrorDetails: 30_000,
  addArtifacts: 60 * 60_000,
  artifactStatus: TEN_MINUTES,
  cloneSession: TEN_MINUTES,
};
