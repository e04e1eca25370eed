import type { RunJobFlowCommandInput } from "@aws-sdk/client-emr";
import { LaunchError } from "../errors.ts";
import { type Failure, failureOf, said } from "./emr-errors.ts";
import type { LaunchEmrPort } from "./emr-port.ts";
import type { LaunchPlan } from "./plan.ts";

/** What came of RunJobFlow. */
export type RunJobFlowResult =
  | { readonly kind: "launched"; readonly clusterId: string }
  | { readonly kind: "failed"; readonly failure: Failure; readonly error: LaunchError };

/** Asks EMR for the cluster. Passwords are taken out of what EMR says of them. */
export async function runJobFlow(
  emr: Pick<LaunchEmrPort, "runJobFlow">,
  plan: Pick<LaunchPlan, "config" | "secrets" | "keys">,
): Promise<RunJobFlowResult> {
  try {
    const { JobFlowId } = await emr.runJobFlow(plan.config as unknown as RunJobFlowCommandInput);
    if (JobFlowId !== undefined && JobFlowId !== "") return { kind: "launched", clusterId: JobFlowId };
    throw new TypeError("the answer names no cluster");
  } catch (error) {
    const failure = failureOf(error);
    const cause = new Error(scrubbed(said(error), plan.secrets));
    return { kind: "failed", failure, error: launchError(failure, plan.keys, cause) };
  }
}

function launchError(failure: Failure, keys: readonly string[], cause: Error): LaunchError {
  switch (failure) {
    case "throttled":
      return new LaunchError(
        "LAUNCH_THROTTLED",
        keys,
        `EMR throttled RunJobFlow and every try after it, nothing was launched: ${cause.message}`,
        "Launch again in some minutes.",
        { cause },
      );
    case "refused":
      return new LaunchError(
        "LAUNCH_REFUSED",
        keys,
        `EMR refused the cluster, nothing was launched: ${cause.message}`,
        "Correct the cluster's files, the payload or the role, then launch again.",
        { cause },
      );
    case "unknown":
      return new LaunchError(
        "LAUNCH_UNKNOWN",
        keys,
        `EMR did not say what came of RunJobFlow: ${cause.message}`,
        "Launch again: the cluster is found by its tag if there is one; the key is held for some minutes, so that there will not be two.",
        { cause },
      );
    default:
      return failure satisfies never;
  }
}

function scrubbed(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (scrubbed, secret) =>
      scrubbed.replaceAll(secret, "[redacted]").replaceAll(JSON.stringify(secret).slice(1, -1), "[redacted]"),
    text,
  );
}
