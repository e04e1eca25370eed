import { parseArgs } from "node:util";
import { InfrastructureError } from "./errors.ts";

/**
 * The options of a command line, all of them texts. `pnpm run … -- --x` hands the two dashes on: they end nothing.
 * @throws InfrastructureError INVALID_ARGUMENT
 */
export function parseOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  try {
    const { values } = parseArgs({ args: args.filter((arg) => arg !== "--"), options });
    return values as Partial<Record<Name, string>>;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new InfrastructureError(
      "INVALID_ARGUMENT",
      `${problem.split("\n")[0]} Known are ${names.map((name) => `--${name}`).join(", ")}.`,
      { cause: error },
    );
  }
}
