import type { ClusterRuns } from "@dataworks/catchup";
import type { ModuleName } from "../../modules.ts";

/** What is known of a cluster's run besides its event. */
export interface ClusterFacts {
  /** In the order they ran; nothing where EMR did not say. */
  readonly steps: readonly StepFact[] | undefined;
  /** From the cluster's tag, for instance `production/vacancy/2026-11-20`. */
  readonly launchKeys: readonly string[];
  /** What the ledger has of each module that did something on the cluster. */
  readonly runs: ReadonlyMap<ModuleName, ClusterRuns>;
  /** What could not be found out, in words; goes into the message. */
  readonly unknown: readonly string[];
}

/** A step as EMR has it. */
export interface StepFact {
  readonly name: string;
  /** EMR's word: PENDING, RUNNING, COMPLETED, FAILED, CANCELLED, INTERRUPTED. */
  readonly state: string;
  /** Of a step that runs the job, from its arguments. */
  readonly job: JobArguments | undefined;
  /** What EMR says of a failure; may be empty. */
  readonly why: string;
}

/** The arguments of the job that matter to a notice. */
export interface JobArguments {
  readonly module: ModuleName;
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly cleanUp: boolean;
  readonly e2e: boolean;
}
