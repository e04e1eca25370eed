import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { SparkSession } from "../../src/session/spark-session.ts";
import { untilNothingRuns } from "../support/nothing-runs.ts";

const CLIENT = new URL("../../dist/index.js", import.meta.url).href;
const remote = process.env["SPARK_REMOTE"] ?? "";

/** A program with a query that would run for minutes; it says when that runs. */
function program(sessionId: string, { builder = "", around = "", catches = false }): ChildProcess {
  const query = `(await spark.sql("select java_method('java.lang.Thread', 'sleep', 300000L) from range(0, 1, 1, 1)")).collect({
    onProgress: () => { if (!running) { running = true; console.log("running"); } },
  })`;
  const code = `
    import { interruptOnSignals, SparkSession } from ${JSON.stringify(CLIENT)};
    const spark = await SparkSession.builder().sessionId(${JSON.stringify(sessionId)})${builder}.getOrCreate();
    let running = false;
    ${around}
    ${catches ? `await ${query}.catch((error) => console.log(error.code)); await spark.stop(); console.log("ended");` : `await ${query};`}
  `;
  return spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Starts a program, does something once its query runs, and waits for its end. */
async function ended(child: ChildProcess, whenRunning: () => void) {
  let [stdout, stderr] = ["", ""];
  child.stderr?.setEncoding("utf8").on("data", (part: string) => (stderr += part));
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    const before = stdout;
    stdout += part;
    if (!before.includes("running") && stdout.includes("running")) whenRunning();
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { code, signal, stdout, stderr };
}

/** What still runs in a session of a program that has ended; it is stopped. */
async function leftRunning(sessionId: string): Promise<number> {
  const late = await SparkSession.builder()
    .remote(remote)
    .sessionId(sessionId)
    .getOrCreate()
    .catch(() => undefined);
  // The server has released the session, and its id cannot be used again.
  if (late === undefined) return 0;
  const left = (await late.interruptAll()).length;
  await untilNothingRuns(late);
  await late.stop();
  return left;
}

describe("a program that is ended while its query runs", () => {
  it("leaves the query running by default", async () => {
    const sessionId = randomUUID();
    const child = program(sessionId, {});
    expect(await ended(child, () => child.kill("SIGTERM"))).toMatchObject({ code: null, signal: "SIGTERM" });
    expect(await leftRunning(sessionId)).toBe(1);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "releases its session, if it is asked to, on %s",
    async (signal) => {
      const sessionId = randomUUID();
      const child = program(sessionId, { builder: ".releaseSessionOnExit()" });
      expect(await ended(child, () => child.kill(signal))).toMatchObject({ code: null, signal });
      expect(await leftRunning(sessionId)).toBe(0);
    },
  );

  it("releases its session when an error is not caught, and ends as it would have", async () => {
    const sessionId = randomUUID();
    const around = `const timer = setInterval(() => { if (running) { clearInterval(timer); throw new Error("unforeseen"); } }, 20);`;
    const child = program(sessionId, { builder: ".releaseSessionOnExit()", around });
    const { code, stderr } = await ended(child, () => {});
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("Error: unforeseen") });
    expect(await leftRunning(sessionId)).toBe(0);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stops the query on %s, and ends in its own way", async (signal, code) => {
    const sessionId = randomUUID();
    const around = "interruptOnSignals(spark, { onSignal: (signal) => console.log(signal) });";
    const child = program(sessionId, { around, catches: true });
    const end = await ended(child, () => child.kill(signal));
    expect(end).toMatchObject({ code, stdout: `running\n${signal}\nCANCELLED\nended\n` });
    expect(await leftRunning(sessionId)).toBe(0);
  });
});
