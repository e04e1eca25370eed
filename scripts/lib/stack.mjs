// The embedded stack as the scripts use it: brought up under a name, its environment handed to a child.
import { cli, must, node } from "./run.mjs";

const stackCli = cli("local-stack");

/** Brings an instance up (or reuses it). Resolves to its environment, and whether this call started it. */
export async function stackUp(name) {
  const ran = (await node([stackCli, "status", "--name", name], { quiet: true })) === 0;
  await must([stackCli, "up", "--name", name], { quiet: true });
  const { stdout } = await must([stackCli, "env", "--name", name, "--json"], { capture: true });
  return { env: JSON.parse(stdout), started: !ran };
}

export async function stackDown(name) {
  await node([stackCli, "down", "--name", name], { quiet: true });
}
