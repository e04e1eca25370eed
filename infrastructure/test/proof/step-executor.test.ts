import { describe, expect, it } from "@jest/globals";
import { type ClusterStep, executeSteps } from "./step-executor.ts";

const step = (name: string, actionOnFailure: ClusterStep["actionOnFailure"]): ClusterStep => ({
  id: `s-${name}`,
  name,
  actionOnFailure,
  jar: "command-runner.jar",
  args: [name],
});

describe("steps run in order, and a failure is", () => {
  it.each([
    { action: "CONTINUE", after: "COMPLETED", state: "TERMINATED" },
    { action: "CANCEL_AND_WAIT", after: "CANCELLED", state: "WAITING" },
    { action: "TERMINATE_CLUSTER", after: "CANCELLED", state: "TERMINATED_WITH_ERRORS" },
    { action: "TERMINATE_JOB_FLOW", after: "CANCELLED", state: "TERMINATED_WITH_ERRORS" },
  ] as const)("$action: what comes after is $after", async ({ action, after, state }) => {
    const ran: string[] = [];
    const outcome = await executeSteps(
      [step("first", "TERMINATE_CLUSTER"), step("fails", action), step("last", "CONTINUE")],
      async ([name = ""]) => {
        ran.push(name);
        return name === "fails" ? 1 : 0;
      },
    );
    expect(ran).toEqual(after === "COMPLETED" ? ["first", "fails", "last"] : ["first", "fails"]);
    expect(outcome.state).toBe(state);
    expect(outcome.steps.map(({ outcome }) => outcome)).toEqual(["COMPLETED", "FAILED", after]);
  });
});
