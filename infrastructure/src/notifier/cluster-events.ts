import { type EventPattern } from "aws-cdk-lib/aws-events";
import { CONNECT_STEP, modules, names, stepOf } from "../names.ts";

/**
 * How our clusters end. A cluster's event has its name; the notifier looks at its tags before it says anything, since
 * anybody may use the name.
 */
export const clusterEnds: EventPattern = {
  source: ["aws.emr"],
  detailType: ["EMR Cluster State Change"],
  detail: { name: [{ prefix: names.application }], state: ["TERMINATED", "TERMINATED_WITH_ERRORS"] },
};

/** How their steps end. A step's event has no more of its cluster than the id; the steps' names are ours. */
export const stepEnds: EventPattern = {
  source: ["aws.emr"],
  detailType: ["EMR Step Status Change"],
  detail: {
    name: [CONNECT_STEP, ...modules.map(stepOf)],
    state: ["CANCELLED", "COMPLETED", "FAILED", "INTERRUPTED"],
  },
};
