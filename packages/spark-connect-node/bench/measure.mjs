// One measurement: `node <program> <work> <json>` prints one line of JSON. What is not the work (connecting, a first
// query that warms the server, making data) happens before the clock starts.
import { readFileSync } from "node:fs";

/** The most memory this process has had, MiB. Not getrusage's: that one is inherited from the parent. */
export function peakMiB() {
  const line = readFileSync("/proc/self/status", "utf8").match(/^VmHWM:\s+(\d+) kB$/m);
  return line === null ? Number.NaN : Number(line[1]) / 1024;
}

/** Runs `work` once; gives seconds on the wall, CPU seconds of this process, and the peak of its memory in MiB. */
export async function measure(work) {
  const baseMiB = process.memoryUsage.rss() / 2 ** 20;
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = await work();
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1e6, peakMiB: peakMiB(), baseMiB, result: String(result) };
}

/** Runs the program's work that the command line names. */
export async function main(works) {
  const [, , name, json = "{}"] = process.argv;
  const work = works[name];
  if (work === undefined) throw new Error(`no work ${name}: ${Object.keys(works).join(", ")}`);
  console.log(JSON.stringify(await work(JSON.parse(json))));
}
