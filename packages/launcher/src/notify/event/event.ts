import type { InvalidEventError } from "../errors.ts";
import type { Environment } from "../../environment.ts";

/** EMR says that a cluster's state changed. */
export interface ClusterEvent {
  readonly kind: "cluster";
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly clusterId: string;
  readonly name: string;
  /** EMR's word: STARTING, RUNNING, TERMINATED, TERMINATED_WITH_ERRORS, … */
  readonly state: string;
  /** Why: a code such as USER_REQUEST or STEP_FAILURE, and words; both may be empty. */
  readonly reason: { readonly code: string; readonly message: string };
}

/** EMR says that a step's state changed. */
export interface StepEvent {
  readonly kind: "step";
  readonly id: string;
  readonly time: string;
  readonly clusterId: string;
  readonly stepId: string;
  readonly name: string;
  readonly state: string;
}

/** The launcher says that there is no cluster. */
export interface LaunchFailedEvent {
  readonly kind: "launch failed";
  readonly id: string;
  readonly time: string;
  /** Nothing where the launcher does not know its own. */
  readonly environment: Environment | undefined;
  readonly modules: readonly string[];
  /** `2026-11-20` or `2026-11-20..2026-11-21`; null: not known. */
  readonly days: string | null;
  /** The launcher's word for the error. */
  readonly code: string;
  readonly error: string;
  readonly remedy: string;
  readonly launchKeys: readonly string[];
}

/** What the notifier knows how to read. */
export type NotifierEvent = ClusterEvent | StepEvent | LaunchFailedEvent;

/** A message that arrived: one to consider, or none of ours and why, or one that should be ours and cannot be read. */
export type Arrival =
  | NotifierEvent
  | { readonly kind: "ignored"; readonly why: string }
  | { readonly kind: "unreadable"; readonly error: InvalidEventError };
