import type { EventPattern } from "aws-cdk-lib/aws-events";
import { names } from "../names.ts";

/**
 * How our clusters end, which is when all of a run is known: steps are silent. An event has no more of its cluster than
 * name and id; the notifier looks at the tags before it says anything, since anybody may use the name.
 */
export const clusterEnds: EventPattern = {
  source: ["aws.emr"],
  detailType: ["EMR Cluster State Change"],
  detail: { name: [{ prefix: names.application }], state: ["TERMINATED", "TERMINATED_WITH_ERRORS"] },
};
