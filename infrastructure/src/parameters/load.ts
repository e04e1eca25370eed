import { readFileSync } from "node:fs";
import { InfrastructureError } from "../errors.ts";
import { contradictions } from "./contradictions.ts";
import { type Parameters, ParametersSchema } from "./parameters.ts";

/**
 * An environment's parameters out of its JSON file.
 * @throws InfrastructureError INVALID_PARAMETERS naming the file, each path that is wrong, and what is expected there.
 */
export function loadParameters(file: string): Parameters {
  return parseParameters(readJson(file), file);
}

/** As {@link loadParameters}, for a value at hand; `origin` is what the error calls it. */
export function parseParameters(value: unknown, origin: string): Parameters {
  const { success, data, error } = ParametersSchema.safeParse(value);
  // What each value may be comes first: beside wrong ones the others look wrong too.
  const problems = success ? contradictions(data) : error.issues;
  if (success && problems.length === 0) return data;
  const lines = problems.map(({ path, message }) => `  ${path.join(".") || "(whole)"}: ${message}`);
  throw new InfrastructureError(
    "INVALID_PARAMETERS",
    `${origin} does not describe an environment:\n${lines.join("\n")}\nSee infrastructure/README.md for what each one is.`,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InfrastructureError(
      "INVALID_PARAMETERS",
      `${file} cannot be read as JSON (${error instanceof Error ? error.message : String(error)}). ` +
        "Give the file of an environment; those in infrastructure/environments are examples.",
      { cause: error },
    );
  }
}
