import type { NotifierEvent } from "./event.ts";

/** What an event calls for. */
export type Deserves =
  /** One message about the run that the cluster was. */
  "a message about the cluster's run" | "a message about the launch" | "silence";

/**
 * The states that are told. A run is a cluster, and its end is the one moment at which all of it is known: until then
 * everything is silent, a failed step too. EMR lists the steps at the end, so nothing has to be remembered.
 */
const CLUSTER_STATES: Readonly<Record<string, Deserves>> = {
  TERMINATED: "a message about the cluster's run",
  TERMINATED_WITH_ERRORS: "a message about the cluster's run",
};

/** What an event calls for. States that EMR may yet invent are silent. */
export function deserves(event: NotifierEvent): Deserves {
  switch (event.kind) {
    case "cluster":
      return CLUSTER_STATES[event.state] ?? "silence";
    case "step":
      return "silence";
    case "launch failed":
      return "a message about the launch";
    default:
      return event satisfies never;
  }
}
