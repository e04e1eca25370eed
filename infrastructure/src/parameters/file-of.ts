import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InfrastructureError } from "../errors.ts";
import { environments } from "../names.ts";

/**
 * The file that a command line means: one given by `--parameters`, or the example of `--environment`.
 * @throws InfrastructureError INVALID_ARGUMENT
 */
export function parametersFileOf({
  environment,
  parameters,
}: {
  readonly environment?: string | undefined;
  readonly parameters?: string | undefined;
}): string {
  if (parameters !== undefined && environment === undefined) return resolve(parameters);
  if (parameters === undefined && environments.some((known) => known === environment)) {
    return fileURLToPath(new URL(`../../environments/${environment}.json`, import.meta.url));
  }
  throw new InfrastructureError(
    "INVALID_ARGUMENT",
    `Give either --parameters FILE or --environment, one of ${environments.join(", ")}` +
      (environment === undefined
        ? "."
        : `; got --environment ${environment}${parameters === undefined ? "" : " with --parameters"}.`),
  );
}
