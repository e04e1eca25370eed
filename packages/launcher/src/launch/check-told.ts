import type { ClusterConfig } from "../cluster-config/cluster-config.ts";
import type { Environment } from "../environment.ts";
import { ClusterConfigError } from "../errors.ts";

/** The tag by which this job's clusters are told from others; what their names begin with, too. */
export const APPLICATION = "kickstart-adg";

/**
 * Refuses a cluster of whose end nobody would be told: EventBridge knows this job's clusters by what their names begin
 * with, the notifier by their tags. Files that are tagged for another environment are that environment's: whoever
 * launches them here has taken the wrong ones, or is not where they think.
 *
 * @throws ClusterConfigError
 */
export function checkTold(environment: Environment, { Name, Tags = [] }: ClusterConfig): void {
  if (!Name.startsWith(APPLICATION)) {
    throw new ClusterConfigError(
      "INVALID_CONFIG",
      `The cluster's Name ${JSON.stringify(Name)} does not begin with ${APPLICATION}: nobody would be told how it ends.`,
      `Name it ${APPLICATION}-…, in cluster.yaml or the payload's overrides.`,
    );
  }
  const ours: Readonly<Record<string, string>> = { Environment: environment, Application: APPLICATION };
  const other = Tags.find(({ Key, Value }) => Object.hasOwn(ours, Key) && ours[Key] !== Value);
  if (other === undefined) return;
  throw new ClusterConfigError(
    "INVALID_CONFIG",
    `The cluster's tag ${other.Key} is ${other.Value}, but this launch is ${ours[other.Key] ?? ""}'s: the files are another's.`,
    "Correct ENVIRONMENT (--environment), or where the cluster's files are taken from.",
  );
}
