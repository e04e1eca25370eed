// The embedded stack as the scripts use it: brought up under a name, its environment handed to a child.
import { cli, must, node } from "./run.mjs";

const stackCli = cli("local-stack");

/** A server that ends every stream at its first response, or after a second: as a long query's on a large cluster. */
export const SHORT_STREAMS = {
  "spark.connect.execute.reattachable.senderMaxStreamDuration": "1s",
  "spark.connect.execute.reattachable.senderMaxStreamSize": "123",
};

/**
 * A server that compiles Java code once and quickly, for many small queries: half of its CPU time would go into
 * optimising code that hardly runs again. Not for benchmarks. The JVM reserves too little room for such code by itself, and would compile it again and again.
 */
export const SMALL_QUERIES = {
  "spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=512m",
};

const confOptions = (conf) => Object.entries(conf).flatMap(([key, value]) => ["--conf", `${key}=${value}`]);

/** Brings an instance up (or reuses it). Resolves to its environment, and whether this call started it. */
export async function stackUp(name, conf = {}) {
  const ran = (await node([stackCli, "status", "--name", name], { quiet: true })) === 0;
  await must([stackCli, "up", "--name", name, ...confOptions(conf)], { quiet: true });
  const { stdout } = await must([stackCli, "env", "--name", name, "--json"], { capture: true });
  return { env: JSON.parse(stdout), started: !ran };
}

/** Starts an instance's Spark server anew, at the same address, with further properties. */
export async function stackRestartSpark(name, conf) {
  await must([stackCli, "restart-spark", "--name", name, ...confOptions(conf)], { quiet: true });
}

export async function stackDown(name) {
  await node([stackCli, "down", "--name", name], { quiet: true });
}
