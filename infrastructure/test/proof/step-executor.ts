import { spawn } from "node:child_process";
import {
  DescribeClusterCommand,
  type EMRClient,
  ListBootstrapActionsCommand,
  type ListClustersCommandInput,
  paginateListClusters,
  paginateListSteps,
  TerminateJobFlowsCommand,
} from "@aws-sdk/client-emr";

/** What EMR does when a step fails. */
type ActionOnFailure = "TERMINATE_CLUSTER" | "TERMINATE_JOB_FLOW" | "CANCEL_AND_WAIT" | "CONTINUE";

/** A step as a cluster has it. */
export interface ClusterStep {
  readonly id: string;
  readonly name: string;
  readonly actionOnFailure: ActionOnFailure;
  /** `command-runner.jar` runs its arguments as a command line. */
  readonly jar: string;
  readonly args: readonly string[];
}

export type StepOutcome = "COMPLETED" | "FAILED" | "CANCELLED";

export interface ExecutedStep {
  readonly step: ClusterStep;
  readonly outcome: StepOutcome;
}

/** How a cluster that ends with its last step comes out. */
export interface ClusterOutcome {
  readonly state: "TERMINATED" | "TERMINATED_WITH_ERRORS" | "WAITING";
  readonly code: "ALL_STEPS_COMPLETED" | "STEP_FAILURE" | "USER_REQUEST";
  readonly steps: readonly ExecutedStep[];
}

/**
 * Runs steps one after another, as a cluster with `StepConcurrencyLevel` 1 and `KeepJobFlowAliveWhenNoSteps` false does.
 *
 * A failed step that continues leaves a cluster that ends `TERMINATED`: only its steps tell of it, as on EMR.
 *
 * @param run - Runs one command line; gives its exit code.
 */
export async function executeSteps(
  steps: readonly ClusterStep[],
  run: (args: readonly string[]) => Promise<number>,
): Promise<ClusterOutcome> {
  const executed: ExecutedStep[] = [];
  let end: Omit<ClusterOutcome, "steps"> = { state: "TERMINATED", code: "ALL_STEPS_COMPLETED" };
  let over = false;
  for (const step of steps) {
    if (over) {
      executed.push({ step, outcome: "CANCELLED" });
      continue;
    }
    if (step.jar !== "command-runner.jar") throw new Error(`${step.name}: only command-runner.jar is here`);
    const outcome = (await run(step.args)) === 0 ? "COMPLETED" : "FAILED";
    executed.push({ step, outcome });
    if (outcome === "FAILED" && step.actionOnFailure !== "CONTINUE") {
      over = true;
      end =
        step.actionOnFailure === "CANCEL_AND_WAIT"
          ? { state: "WAITING", code: "USER_REQUEST" }
          : { state: "TERMINATED_WITH_ERRORS", code: "STEP_FAILURE" };
    }
  }
  return { ...end, steps: executed };
}

/** The steps of a cluster, first to last: EMR lists the newest first. */
export async function stepsOf(emr: EMRClient, clusterId: string): Promise<ClusterStep[]> {
  const steps: ClusterStep[] = [];
  for await (const page of paginateListSteps({ client: emr }, { ClusterId: clusterId })) {
    for (const { Id, Name, ActionOnFailure, Config } of page.Steps ?? []) {
      steps.push({
        id: String(Id),
        name: String(Name),
        actionOnFailure: ActionOnFailure as ActionOnFailure,
        jar: String(Config?.Jar),
        args: Config?.Args ?? [],
      });
    }
  }
  return steps.reverse();
}

export interface BootstrapAction {
  /** Where EMR fetches it. */
  readonly script: string;
  readonly args: readonly string[];
}

/** Bootstrap actions and tags, as the cluster has them. */
export async function clusterOf(
  emr: EMRClient,
  clusterId: string,
): Promise<{
  readonly name: string;
  readonly tags: Record<string, string>;
  readonly bootstrap: readonly BootstrapAction[];
}> {
  const { Cluster } = await emr.send(new DescribeClusterCommand({ ClusterId: clusterId }));
  const { BootstrapActions } = await emr.send(new ListBootstrapActionsCommand({ ClusterId: clusterId }));
  return {
    name: String(Cluster?.Name),
    tags: Object.fromEntries((Cluster?.Tags ?? []).map(({ Key, Value }) => [String(Key), String(Value)])),
    bootstrap: (BootstrapActions ?? []).map(({ ScriptPath, Args }) => ({
      script: String(ScriptPath),
      args: Args ?? [],
    })),
  };
}

/** Ends every cluster of the account: as EMR does with one whose steps are done, and with those that other tests left. */
export async function endClusters(emr: EMRClient): Promise<void> {
  const live = {
    ClusterStates: ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"],
  } satisfies ListClustersCommandInput;
  for await (const { Clusters = [] } of paginateListClusters({ client: emr }, live)) {
    const JobFlowIds = Clusters.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
    if (JobFlowIds.length > 0) await emr.send(new TerminateJobFlowsCommand({ JobFlowIds }));
  }
}

/** Runs a command line with an environment; its output is kept for whoever has to look at a failure. */
export function commandRunner(
  env: NodeJS.ProcessEnv,
  onOutput: (text: string) => void,
): (args: readonly string[]) => Promise<number> {
  return ([command = "", ...args]) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", onOutput);
      child.on("error", reject);
      // Not "close": a server that a step leaves behind holds on to the step's output.
      child.on("exit", (code) => resolve(code ?? 1));
    });
}
