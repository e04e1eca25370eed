import { describe, expect, it } from "@jest/globals";
import type { ClusterState, StepState } from "@aws-sdk/client-emr";
import { type ClusterProgress, waitForCluster, type WatchClusterPort } from "../../src/index.ts";

interface Look {
  readonly cluster: ClusterState;
  /** In the order in which they run. */
  readonly steps: readonly StepState[];
}

/** EMR as one look after the other finds it; an error where a look fails. The last one stays. */
function scripted(...looks: readonly (Look | Error)[]): WatchClusterPort {
  let at = -1;
  const current = (): Look => {
    const look = looks[Math.min(at, looks.length - 1)];
    if (look === undefined || look instanceof Error) throw look ?? new Error("no look");
    return look;
  };
  return {
    describeCluster: async () => {
      at++;
      return Promise.resolve({ Cluster: { Id: "j-1", Name: "c", Status: { State: current().cluster } } });
    },
    listSteps: async ({ Marker }) => {
      const steps = current()
        .steps.map((State, index) => ({ Id: `s-${index}`, Name: `step ${index}`, Status: { State } }))
        .reverse();
      // A page for each: EMR lists the newest first.
      const page = Number(Marker ?? 0);
      const more = page + 1 < steps.length ? String(page + 1) : undefined;
      return Promise.resolve({ Steps: steps.slice(page, page + 1), Marker: more });
    },
  };
}

const lost = Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
const policy = { everyMs: 1 };

function told(progress: ClusterProgress): string {
  switch (progress.kind) {
    case "cluster":
      return progress.cluster.state;
    case "step":
      return `${progress.step.name}: ${progress.step.state}`;
    case "look failed":
      return "look failed";
    default:
      return progress satisfies never;
  }
}

describe("waiting for a cluster", () => {
  it("tells each change once, steps in the order in which they run", async () => {
    const seen: string[] = [];
    const emr = scripted(
      { cluster: "STARTING", steps: ["PENDING", "PENDING"] },
      { cluster: "RUNNING", steps: ["RUNNING", "PENDING"] },
      lost,
      { cluster: "RUNNING", steps: ["COMPLETED", "RUNNING"] },
      { cluster: "TERMINATED", steps: ["COMPLETED", "COMPLETED"] },
    );
    const end = await waitForCluster(emr, "j-1", {
      policy,
      onProgress: (each) => void seen.push(told(each)),
    });
    expect(end.succeeded).toBe(true);
    expect(seen).toEqual([
      "STARTING",
      "step 0: PENDING",
      "step 1: PENDING",
      "RUNNING",
      "step 0: RUNNING",
      "look failed",
      "step 0: COMPLETED",
      "step 1: RUNNING",
      "TERMINATED",
      "step 1: COMPLETED",
    ]);
  });

  it.each<[string, Look, boolean]>([
    [
      "a step failed and the cluster went on",
      { cluster: "TERMINATED", steps: ["FAILED", "COMPLETED"] },
      false,
    ],
    ["the cluster failed", { cluster: "TERMINATED_WITH_ERRORS", steps: ["COMPLETED"] }, false],
    ["a step was cancelled", { cluster: "TERMINATED", steps: ["COMPLETED", "CANCELLED"] }, false],
    ["it stays, its steps done", { cluster: "WAITING", steps: ["COMPLETED"] }, true],
    ["it stays, a step failed", { cluster: "WAITING", steps: ["FAILED"] }, false],
  ])("%s", async (_name, look, succeeded) => {
    expect(await waitForCluster(scripted(look), "j-1", { policy })).toMatchObject({ succeeded });
  });

  it("goes on while a cluster waits for steps that are still to come", async () => {
    const emr = scripted(
      { cluster: "WAITING", steps: ["COMPLETED", "PENDING"] },
      { cluster: "TERMINATED", steps: ["COMPLETED", "COMPLETED"] },
    );
    expect(await waitForCluster(emr, "j-1", { policy })).toMatchObject({ succeeded: true });
  });

  it("gives up after looks that keep failing, or at once where it may not look", async () => {
    const running: Look = { cluster: "RUNNING", steps: ["RUNNING"] };
    await expect(
      waitForCluster(scripted(running, lost), "j-1", { policy: { everyMs: 1, failuresInARow: 2 } }),
    ).rejects.toMatchObject({ code: "EMR_FAILED", message: expect.stringContaining("socket hang up") });
    const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    await expect(waitForCluster(scripted(denied), "j-1", { policy })).rejects.toMatchObject({
      code: "EMR_DENIED",
    });
  });

  it("ends with its time, and at once by its signal; the cluster goes on", async () => {
    const running = scripted({ cluster: "RUNNING", steps: ["RUNNING"] });
    await expect(
      waitForCluster(running, "j-1", { policy: { everyMs: 5, longestMs: 20 } }),
    ).rejects.toMatchObject({ code: "WAIT_TIMED_OUT", message: expect.stringContaining("it goes on") });
    const controller = new AbortController();
    const waiting = waitForCluster(running, "j-1", {
      policy: { everyMs: 3_600_000 },
      signal: controller.signal,
    });
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});
