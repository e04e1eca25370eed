import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { checkPipeline, type CheckedPipeline } from "./check-pipeline.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Environments in the order in which a commit goes through them. */
export const ENVIRONMENTS = ["development", "qa", "integration", "preprod", "production"] as const;

/** What the credential manager has for each environment, as one secret with these fields. */
export const ACCOUNT_FIELDS: readonly string[] = [
  "access_key_id",
  "secret_access_key",
  "session_token",
  "config_bucket",
  "parameters",
  "adg_config",
  "dks_certificate",
  "dks_key",
  "dks_ca",
];

/** What it has for the pipeline itself. */
const OWN_SECRETS: readonly string[] = ["git.private_key", "github.access_token"];

/** Reads YAML of the checkout, its merge keys resolved; undefined where there is no such file. */
export function readYaml(file: string): unknown {
  const path = join(root, file);
  return existsSync(path) ? parse(readFileSync(path, "utf8"), { merge: true }) : undefined;
}

/** The pieces of `ci/` as one pipeline. */
export function mergedPipeline(): Record<string, unknown> {
  const jobs = readdirSync(join(root, "ci/jobs"))
    .filter((file) => file.endsWith(".yml"))
    .sort()
    .flatMap((file) => (readYaml(`ci/jobs/${file}`) as { readonly jobs: readonly unknown[] }).jobs);
  return {
    ...(readYaml("ci/groups.yml") as object),
    ...(readYaml("ci/resources.yml") as object),
    jobs,
  };
}

/** Holds a pipeline against Concourse's documentation and this repository's files. */
export function check(pipeline: unknown): CheckedPipeline {
  const ownVars = Object.keys(readYaml("ci/vars.yml") as object);
  const isVar = (name: string): boolean => {
    const [owner = "", field = ""] = name.split(".");
    const isAccounts = (ENVIRONMENTS as readonly string[]).includes(owner) && ACCOUNT_FIELDS.includes(field);
    return ownVars.includes(name) || OWN_SECRETS.includes(name) || isAccounts;
  };
  return checkPipeline(pipeline, { readYaml, checkouts: ["repo"], isVar });
}

/** As `fly set-pipeline` takes it. */
export function pipelineText(pipeline: unknown): string {
  return stringify(pipeline, { aliasDuplicateObjects: false, lineWidth: 0 });
}
