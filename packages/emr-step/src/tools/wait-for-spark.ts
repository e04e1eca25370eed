import { setTimeout as sleep } from "node:timers/promises";
import { InvalidArgumentError } from "../errors.ts";
import { checkServer } from "../spark/check-server.ts";
import { logTail } from "../spark/log-tail.ts";
import { waitForServer } from "../spark/wait-for-server.ts";
import { program, readArguments } from "./program.ts";

// node wait-for-spark.mjs --pid PID --log FILE --timeout-seconds SECONDS
// SPARK_REMOTE and SPARK_CONNECT_AUTHENTICATE_TOKEN say where the server is and let in: other users can read arguments.
await program("wait-for-spark", async () => {
  const {
    pid,
    log,
    "timeout-seconds": timeout,
  } = readArguments(process.argv.slice(2), ["pid", "log", "timeout-seconds"]);
  const remote = process.env["SPARK_REMOTE"] ?? "";
  if (!remote.startsWith("sc://")) throw new InvalidArgumentError("Set SPARK_REMOTE to sc://host:port.");
  const token = process.env["SPARK_CONNECT_AUTHENTICATE_TOKEN"] ?? "";
  const report = (line: string): void => void process.stdout.write(`${line}\n`);
  const server = await waitForServer(
    {
      check: () => checkServer(remote),
      isAlive: () => isAlive(wholeNumber("pid", pid)),
      logTail: () => logTail(log, token === "" ? [] : [token]),
      sleep: (ms) => sleep(ms),
      now: () => Date.now(),
      report,
    },
    wholeNumber("timeout-seconds", timeout) * 1000,
  );
  report(`Spark Connect ${server.version} answers at ${addressOf(remote)}`);
  if (!server.guarded) {
    report(
      `WARNING: Spark ${server.version} knows no token: whoever reaches the port runs code as the cluster.`,
    );
  }
  if (!server.private) {
    report(
      `WARNING: Spark ${server.version} listens on every interface: the security group must close the port.`,
    );
  }
  // A connection that will not close must not keep the step open.
  setTimeout(() => process.exit(), 3_000).unref();
});

/** Without the parameters, the token among them. */
function addressOf(remote: string): string {
  const [address = remote] = remote.split("/;");
  return address;
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text))
    throw new InvalidArgumentError(`--${name} is a whole number, not ${text}.`);
  return Number(text);
}

/** Signal 0 is delivered to nobody: it only asks. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
