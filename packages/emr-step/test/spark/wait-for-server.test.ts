import { describe, expect, test } from "@jest/globals";
import { AuthenticationError, ConnectionError } from "spark-connect-node";
import { SparkUnavailableError } from "../../src/errors.ts";
import { type WaitPort, waitForServer } from "../../src/spark/wait-for-server.ts";

/** A server that answers after some attempts, on a clock that only sleeping moves. */
function world(options: { answersAfter: number; diesAfter?: number; error?: Error }) {
  const said: string[] = [];
  let now = 0;
  let attempts = 0;
  const port: WaitPort<string> = {
    async check() {
      attempts += 1;
      if (attempts > options.answersAfter) return "answered";
      throw options.error ?? new ConnectionError("connection refused");
    },
    isAlive: () => attempts < (options.diesAfter ?? Number.POSITIVE_INFINITY),
    logTail: async () => "ERROR: no room for the driver",
    async sleep(ms) {
      now += ms;
    },
    now: () => now,
    report: (line) => said.push(line),
  };
  return { port, said, attempts: () => attempts };
}

describe("waiting for the server", () => {
  test("ends with its first answer, and says every ten seconds that it waits", async () => {
    const { port, said } = world({ answersAfter: 25 });
    await expect(waitForServer(port, 60_000)).resolves.toBe("answered");
    expect(said).toEqual([
      "Spark Connect does not answer yet, 10 s",
      "Spark Connect does not answer yet, 20 s",
    ]);
  });

  test("ends at once when the process has died, with the end of its log", async () => {
    const { port, attempts } = world({ answersAfter: 100, diesAfter: 3 });
    const error = await failure(waitForServer(port, 60_000));
    expect(error).toBeInstanceOf(SparkUnavailableError);
    expect(error.message).toBe(
      "The Spark Connect server has died. The end of its log:\nERROR: no room for the driver",
    );
    expect(attempts()).toBe(4);
  });

  test("ends when its time is over, with the end of the log", async () => {
    const { port } = world({ answersAfter: 100 });
    expect((await failure(waitForServer(port, 30_000))).message).toContain("does not answer after 30 s");
  });

  test.each([
    ["a refused token", new AuthenticationError("refused")],
    ["a server without S3A", new SparkUnavailableError("S3A is not on the classpath")],
  ])("does not go on for %s", async (_what, error) => {
    const { port, attempts } = world({ answersAfter: 100, error });
    expect(await failure(waitForServer(port, 30_000))).toBe(error);
    expect(attempts()).toBe(1);
  });
});

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error("expected an error");
    },
    (error: Error) => error,
  );
}
