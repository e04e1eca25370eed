import { underscore } from "./tool-arguments.ts";

/**
 * What the launcher appends to a step and the job does not use: an S3 event's facts, and the correlation id of
 * `adg cluster start`. The original only warned about arguments that it did not know; here these alone are passed over,
 * and only on a cluster.
 */
const LAUNCHER_ARGUMENTS: readonly string[] = [
  "--correlation_id",
  "--s3_bucket_name",
  "--s3_prefix",
  "--export_date",
];

/** Parts a step's arguments into those that the job reads and those of the launcher, each with its value. */
export function partLauncherArguments(argv: readonly string[]): { kept: string[]; passedOver: string[] } {
  const kept: string[] = [];
  const passedOver: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? "";
    const [name = "", value] = argument.split("=", 2);
    if (!LAUNCHER_ARGUMENTS.includes(underscore(name))) {
      kept.push(argument);
      continue;
    }
    passedOver.push(argument);
    // Whatever follows is its value: a key of S3 may look like an option.
    const next = argv[index + 1];
    if (value === undefined && next !== undefined) {
      passedOver.push(next);
      index++;
    }
  }
  return { kept, passedOver };
}
