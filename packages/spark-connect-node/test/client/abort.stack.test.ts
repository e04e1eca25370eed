import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import { failureOf, rowsOf, sqlPlan } from "./harness.ts";
import { stackServer } from "./stack.ts";
import { untilNothingRuns } from "../support/nothing-runs.ts";

interface Job {
  readonly jobId: number;
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "UNKNOWN";
  readonly submissionTime: string;
  readonly jobTags?: readonly string[];
}

/** The jobs that a session's operations have started, as Spark's own interface tells. */
async function jobsOf(session: string): Promise<Job[]> {
  const file = process.env["ADG_STACK_INFO"];
  if (file === undefined) throw new Error("ADG_STACK_INFO is not set: evaluate `pnpm --silent stack env`");
  const info = JSON.parse(readFileSync(file, "utf8")) as { spark: { uiUrl: string } };
  const api = `${info.spark.uiUrl}/api/v1/applications`;
  const [app] = (await (await fetch(api)).json()) as { id: string }[];
  const jobs = (await (await fetch(`${api}/${app?.id}/jobs`)).json()) as Job[];
  return jobs.filter(({ jobTags }) => jobTags?.some((tag) => tag.includes(session)));
}

/** Two jobs, of which the first is submitted by another thread than the query's own. */
const joining = (sleepMs: number): ReturnType<typeof sqlPlan> =>
  sqlPlan(
    `select /*+ broadcast(b) */ count(*) from range(100) a join (select id, java_method('java.lang.Thread', 'sleep', ${sleepMs}L) s from range(0, 2, 1, 2)) b on a.id = b.id where s is null`,
  );

describe("a query aborted while Spark still plans it", () => {
  it.each([0, 40, 80])("leaves no operation, and no job that there was: after %d ms", async (delayMs) => {
    const interrupts: number[] = [];
    await using client = SparkConnectClient.connect({
      remote: stackServer().remote,
      interceptors: [
        { before: ({ method }) => void (method === "Interrupt" && interrupts.push(Date.now())) },
      ],
    });
    // Planned once, so that the delay meets the moment it is meant for.
    await rowsOf(client.execute(joining(1)));
    const before = new Set((await jobsOf(client.sessionId)).map(({ jobId }) => jobId));
    const abort = new AbortController();
    setTimeout(() => abort.abort(), delayMs);

    const aborted = rowsOf(client.execute(joining(2_000), { signal: abort.signal }));
    expect(await failureOf(aborted)).toMatchObject({ code: "CANCELLED" });

    while (interrupts.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await untilNothingRuns(client);
    let jobs: Job[];
    do {
      await new Promise((resolve) => setTimeout(resolve, 100));
      jobs = (await jobsOf(client.sessionId)).filter(({ jobId }) => !before.has(jobId));
    } while (jobs.some(({ status }) => status === "RUNNING"));
    // A job that was left has ended well. Those that a slow server submits after the interrupt nobody can stop.
    const left = jobs.filter(
      ({ status, submissionTime }) => status === "SUCCEEDED" && timeOf(submissionTime) < (interrupts[0] ?? 0),
    );
    expect(left).toEqual([]);
  });
});

/** `2026-11-23T08:00:00.000GMT` in milliseconds. */
function timeOf(text: string): number {
  return Date.parse(text.replace("GMT", "Z"));
}
