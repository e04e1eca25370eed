import { parseArgs } from "node:util";
import { EmrStepError, InvalidArgumentError } from "../errors.ts";

/** Runs a tool to its end: 0, 2 for wrong arguments, 1 for what failed; one line on stderr says what. */
export async function program(name: string, body: () => Promise<void>): Promise<void> {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    await body();
  } catch (error) {
    const text = error instanceof EmrStepError ? error.message : String(error);
    process.stderr.write(`${name}: ${text}\n`);
    process.exitCode = error instanceof InvalidArgumentError ? 2 : 1;
  }
}

/**
 * The arguments `--name value`, all of them texts.
 *
 * @throws InvalidArgumentError for one that is missing, unknown or without value.
 */
export function readArguments<const Needed extends string, const Known extends string = never>(
  argv: readonly string[],
  needed: readonly Needed[],
  known: readonly Known[] = [],
): Readonly<Record<Needed, string> & Partial<Record<Known, string>>> {
  const options = Object.fromEntries(
    [...needed, ...known].map((name) => [name, { type: "string" as const }]),
  );
  const values = parse(argv, options);
  const missing = needed.filter((name) => values[name] === undefined || values[name] === "");
  if (missing.length > 0) {
    throw new InvalidArgumentError(`Give ${missing.map((name) => `--${name}`).join(", ")}.`);
  }
  return values as Readonly<Record<Needed, string> & Partial<Record<Known, string>>>;
}

function parse(
  argv: readonly string[],
  options: Record<string, { type: "string" }>,
): Record<string, string | undefined> {
  try {
    return parseArgs({ args: [...argv], options, strict: true }).values;
  } catch (cause) {
    throw new InvalidArgumentError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
