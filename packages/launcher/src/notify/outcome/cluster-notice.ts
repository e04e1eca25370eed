import type { Severity } from "../channel.ts";
import type { Environment } from "../../environment.ts";
import type { ClusterEvent, LaunchFailedEvent } from "../event/event.ts";
import type { ClusterFacts, StepFact } from "../facts/facts.ts";
import { type ModuleName, moduleNamed, MODULES } from "../../modules.ts";
import { type ModuleOutcome, moduleOutcome, stepCause } from "./module-outcome.ts";
import type { ModuleNotice, Notice, PlacedCause, Verdict } from "./notice.ts";
import { retryCommands, retryOf, retryOfLaunch } from "./retry-command.ts";

/** What is told of each verdict to whom. That a person stopped it is no failure: that person knows. */
const SEVERITY: Readonly<Record<Verdict, Severity>> = {
  done: "success",
  stopped: "success",
  failed: "failure",
  "not launched": "failure",
};

/** The one message about a cluster's run. Pure: all that is known is in its arguments. */
export function clusterNotice(event: ClusterEvent, facts: ClusterFacts, environment: Environment): Notice {
  const modules = modulesOf(facts);
  const outcomes = modules.map((module) =>
    moduleOutcome(module, jobStep(facts, module), facts.runs.get(module)),
  );
  const otherSteps = (facts.steps ?? []).filter(({ job, state }) => job === undefined && state === "FAILED");
  const verdict = verdictOf(event, outcomes, otherSteps, facts);
  const undone = outcomes.filter((each) => isUndone(each, verdict));
  return {
    about: `cluster/${event.clusterId}`,
    environment,
    severity: SEVERITY[verdict],
    verdict,
    time: event.time,
    cluster: { id: event.clusterId, name: event.name },
    modules: outcomes.map((each) => asTold(each, undone.includes(each))),
    causes: verdict === "failed" ? causesOf(event, outcomes, otherSteps, facts) : [],
    retry: retryCommands(undone.map((each) => retryOf(each, event.clusterId, facts.launchKeys))),
    launchKeys: facts.launchKeys,
    unknown: facts.unknown,
  };
}

/**
 * The message about a launch that came to nothing.
 *
 * @param ours - where the notifier is, for a launcher that does not know where it is itself.
 */
export function launchFailedNotice(event: LaunchFailedEvent, ours: Environment): Notice {
  const { id, environment = ours, time, code, error, remedy, launchKeys } = event;
  const modules = event.modules.map(moduleNamed).filter((module) => module !== undefined);
  return {
    about: `launch/${id}`,
    environment,
    severity: SEVERITY["not launched"],
    verdict: "not launched",
    time,
    cluster: undefined,
    modules: modules.map((module) => ({
      module,
      verdict: "not done",
      asked: event.days ?? undefined,
      days: [],
      earlier: 0,
    })),
    causes: [{ where: "launcher", name: "LaunchFailed", code, message: error, remedy }],
    retry: retryCommands(retryOfLaunch(event)),
    launchKeys,
    unknown: [],
  };
}

function verdictOf(
  { state, reason }: ClusterEvent,
  outcomes: readonly ModuleOutcome[],
  otherSteps: readonly StepFact[],
  { steps, runs }: ClusterFacts,
): Verdict {
  const wrong = outcomes.filter(({ verdict }) => verdict !== "done");
  if (reason.code === "USER_REQUEST") {
    if (otherSteps.length > 0 || wrong.some(({ interrupted }) => !interrupted)) return "failed";
    const jobs = (steps ?? []).filter(({ job }) => job !== undefined);
    const allDone = jobs.length > 0 && jobs.every((step) => step.state === "COMPLETED");
    return allDone && wrong.length === 0 ? "done" : "stopped";
  }
  if (state !== "TERMINATED" || otherSteps.length > 0 || wrong.length > 0) return "failed";
  // EMR says so of a cluster that ended as told to, though a step failed.
  if (/with errors/i.test(reason.message)) return "failed";
  // Where EMR does not tell of the steps, each module must have told the ledger: silence must not pass for success.
  const silent = steps === undefined && (outcomes.length === 0 || outcomes.length > runs.size);
  return silent ? "failed" : "done";
}

/** Whether a module is to be run again. One that says nothing of itself is as its cluster. */
function isUndone({ verdict, step, days }: ModuleOutcome, cluster: Verdict): boolean {
  if (cluster === "done") return false;
  if (verdict !== "done") return true;
  return step?.state !== "COMPLETED" && (cluster === "stopped" || days.length === 0);
}

/** The first cause first: a step before the modules', a module's own before what EMR says of the cluster, if it has one. */
function causesOf(
  event: ClusterEvent,
  outcomes: readonly ModuleOutcome[],
  otherSteps: readonly StepFact[],
  facts: ClusterFacts,
): PlacedCause[] {
  const failed = outcomes.filter(({ verdict }) => verdict === "failed");
  const causes = [
    ...otherSteps.map((step) => stepCause(`step ${step.name}`, step)),
    ...failed.flatMap(({ cause }) => (cause === undefined ? [] : [cause])),
  ];
  if (causes.length === 0) return [clusterCause(event, facts)];
  const words = clusterWords(event);
  return otherSteps.length === 0 && failed.every(({ interrupted }) => interrupted)
    ? [...words, ...causes]
    : [...causes, ...words];
}

function asTold({ module, verdict, asked, days, earlier }: ModuleOutcome, undone: boolean): ModuleNotice {
  return { module, verdict: verdict === "done" && undone ? "not done" : verdict, asked, days, earlier };
}

/** What the cluster was for: its steps say, else its keys and the ledger. */
function modulesOf({ steps, launchKeys, runs }: ClusterFacts): ModuleName[] {
  const named = new Set([
    ...(steps ?? []).map(({ job }) => job?.module),
    ...(steps === undefined ? launchKeys.map((key) => moduleNamed(key.split("/")[1])) : []),
    ...runs.keys(),
  ]);
  return MODULES.filter((module) => named.has(module));
}

/** Of several steps of one module, one that failed tells more than the last. */
function jobStep({ steps = [] }: Pick<ClusterFacts, "steps">, module: ModuleName): StepFact | undefined {
  const ofModule = steps.filter(({ job }) => job?.module === module);
  return ofModule.find(({ state }) => state === "FAILED") ?? ofModule.at(-1);
}

/** All that is known where neither a step nor the ledger has a cause. */
function clusterCause({ state, reason }: ClusterEvent, { unknown }: ClusterFacts): PlacedCause {
  const said = [reason.code, reason.message].filter((part) => part !== "").join(": ");
  const message = said === "" ? `The cluster ended as ${state}, and EMR does not say why.` : said;
  const remedy =
    unknown.length > 0
      ? "What its steps did could not be found out: look at the cluster and at the ledger."
      : "See the cluster's steps and its log.";
  return { where: "cluster", name: state, code: reason.code, message, remedy };
}

/** EMR's own words after the first cause: an instance that was lost, a bootstrap action that failed. */
function clusterWords(event: ClusterEvent): PlacedCause[] {
  const { code, message } = event.reason;
  if (message === "" || ["STEP_FAILURE", "ALL_STEPS_COMPLETED", ""].includes(code)) return [];
  return [{ where: "cluster", name: event.state, code, message: `${code}: ${message}`, remedy: "" }];
}
