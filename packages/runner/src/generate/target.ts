import type { RawGenerateArguments } from "../args/generate-arguments.ts";
import type { DksConfig, RunnerConfig } from "../config/runner-config.ts";
import type { KickstartSecret } from "../config/secret.ts";
import { InvalidArgumentError, TestDataRefusedError } from "../errors.ts";
import { type Environment, ENVIRONMENTS, isForTests } from "../modules/environment.ts";

/** Where generated files go. */
export interface Target {
  readonly environment: Environment;
  readonly bucket: string;
  /** "" or a folder with its slash. */
  readonly folder: string;
  /** Whether a run with the E2E flag reads there. */
  readonly e2e: boolean;
}

/**
 * Where the files go, from the arguments and the configuration, if there is one.
 *
 * @throws InvalidArgumentError when neither says it; TestDataRefusedError where real data lives.
 */
export function targetOf(raw: RawGenerateArguments, config: RunnerConfig | undefined): Target {
  const environment = environmentOf(raw.environment, config?.environment);
  if (!isForTests(environment)) {
    throw new TestDataRefusedError(
      `Test data is refused in ${environment}: it would lie beside real data. ` +
        `Generate it in one of ${ENVIRONMENTS.filter(isForTests).join(", ")}.`,
    );
  }
  const bucket = raw.bucket ?? config?.published.bucket;
  if (bucket === undefined || bucket === "") {
    throw new InvalidArgumentError("No bucket is named. Give --bucket, or --config with published.bucket.");
  }
  if (/(^|[^a-z])(prod|production|preprod|live)([^a-z]|$)/i.test(bucket)) {
    throw new TestDataRefusedError(
      `The bucket ${bucket} is production's by its name. Check --bucket and the configuration's published.bucket.`,
    );
  }
  const isOutput = bucket === config?.published.bucket;
  const e2eFolder = config === undefined ? "" : asFolder(config.e2eFolder);
  const folder = asFolder(raw.prefix ?? (isOutput ? e2eFolder : ""));
  if (isOutput && !folder.startsWith(e2eFolder)) {
    throw new TestDataRefusedError(
      `${bucket} is the Output bucket: test data goes into its folder ${e2eFolder}, not into ${folder === "" ? "its root" : folder}. ` +
        "Leave --prefix out, or name a folder inside that one.",
    );
  }
  return { environment, bucket, folder, e2e: isOutput && folder === e2eFolder };
}

/**
 * Refuses a bucket that is a module's source, outside of the local environment: the job would take the files for real.
 *
 * @throws TestDataRefusedError
 */
export function checkNoSource({ environment, bucket }: Target, secret: KickstartSecret): void {
  if (environment === "local") return;
  const modules = Object.entries(secret.src_bucket_names).filter(([, name]) => name === bucket);
  if (modules.length > 0) {
    throw new TestDataRefusedError(
      `${bucket} is the source bucket of ${modules.map(([module]) => module).join(", ")} in ${environment}: ` +
        "the job would take test data for real. Leave --bucket out, for the E2E folder of the Output bucket.",
    );
  }
}

/**
 * The Data Key Service of the arguments, else of the configuration, option by option.
 *
 * @throws InvalidArgumentError naming what is missing.
 */
export function dksOf(
  raw: RawGenerateArguments,
  config: RunnerConfig | undefined,
): Pick<DksConfig, "url" | "certFile" | "keyFile" | "caFile"> {
  const option = (name: string, given: string | undefined, configured: string | undefined): string => {
    const value = given ?? configured;
    if (value !== undefined && value !== "") return value;
    throw new InvalidArgumentError(
      `The files of application and payment are encrypted: ${name} is missing. ` +
        "Give it, or --config with dks: {url, certFile, keyFile, caFile}.",
    );
  };
  const url = option("--dks-url", raw.dksUrl, config?.dks?.url);
  if (!URL.canParse(url) || !url.startsWith("https://")) {
    throw new InvalidArgumentError(`--dks-url ${JSON.stringify(url)} is no https:// URL.`);
  }
  return {
    url,
    certFile: option("--dks-cert-file", raw.dksCertFile, config?.dks?.certFile),
    keyFile: option("--dks-key-file", raw.dksKeyFile, config?.dks?.keyFile),
    caFile: option("--dks-ca-file", raw.dksCaFile, config?.dks?.caFile),
  };
}

function environmentOf(given: string | undefined, configured: Environment | undefined): Environment {
  const named = ENVIRONMENTS.find((name) => name === given?.toLowerCase());
  if (given !== undefined && named === undefined) {
    throw new InvalidArgumentError(
      `--environment ${JSON.stringify(given)} is none. Give one of ${ENVIRONMENTS.join(", ")}.`,
    );
  }
  if (named !== undefined && configured !== undefined && named !== configured) {
    throw new InvalidArgumentError(
      `--environment ${named} is not what the configuration says: ${configured}. Leave one of them out.`,
    );
  }
  const environment = named ?? configured;
  if (environment === undefined) {
    throw new InvalidArgumentError(
      "Where this is, is not said. Give --config FILE, ADG_CONFIG or --environment.",
    );
  }
  return environment;
}

function asFolder(prefix: string): string {
  const bare = prefix.replace(/^\/+|\/+$/g, "");
  return bare === "" ? "" : `${bare}/`;
}
