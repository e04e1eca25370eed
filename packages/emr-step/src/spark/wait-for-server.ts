import { ConnectionError } from "spark-connect-node";
import { SparkUnavailableError } from "../errors.ts";

/** What waiting needs of the world. */
export interface WaitPort<Server> {
  /** One attempt. @throws ConnectionError while nobody answers. */
  check(): Promise<Server>;
  /** Whether the server's process still runs. */
  isAlive(): boolean;
  /** The last lines of its log. */
  logTail(): Promise<string>;
  sleep(ms: number): Promise<void>;
  /** In ms. */
  now(): number;
  report(line: string): void;
}

const POLL_MS = 1_000;
const REPORT_MS = 10_000;

/**
 * Waits until a server answers.
 *
 * @param timeoutMs - how long at most.
 * @throws SparkUnavailableError with the end of its log, at once when its process has died, else when the time is over.
 */
export async function waitForServer<Server>(port: WaitPort<Server>, timeoutMs: number): Promise<Server> {
  const begun = port.now();
  let reported = begun;
  for (;;) {
    const alive = port.isAlive();
    try {
      return await port.check();
    } catch (error) {
      // Refused, or without S3A: it will not get better by waiting.
      if (!(error instanceof ConnectionError) || error.code === "UNAUTHENTICATED") throw error;
      const waited = Math.round((port.now() - begun) / 1000);
      if (!alive) throw await failed(port, "has died", error);
      if (port.now() - begun >= timeoutMs)
        throw await failed(port, `does not answer after ${waited} s`, error);
      if (port.now() - reported >= REPORT_MS) {
        port.report(`Spark Connect does not answer yet, ${waited} s`);
        reported = port.now();
      }
    }
    await port.sleep(POLL_MS);
  }
}

async function failed(
  port: Pick<WaitPort<unknown>, "logTail">,
  how: string,
  cause: unknown,
): Promise<SparkUnavailableError> {
  return new SparkUnavailableError(
    `The Spark Connect server ${how}. The end of its log:\n${await port.logTail()}`,
    {
      cause,
    },
  );
}
