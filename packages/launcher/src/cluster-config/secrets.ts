import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import { parseDocument } from "yaml";
import { SecretError } from "../errors.ts";
import { awsRemedy } from "../problems/aws-remedy.ts";
import { isObject } from "../problems/json.ts";
import type { ClusterConfig, Configuration } from "./cluster-config.ts";

/** Where a secret's name stands in place of its value. */
const PASSWORD = "javax.jdo.option.ConnectionPassword";
const CLASSIFICATIONS: ReadonlySet<string> = new Set(["spark-hive-site", "hive-site"]);

/** The subset of the SDK's `SecretsManager` client that is needed. */
export interface SecretsPort {
  getSecretValue(
    input: GetSecretValueCommandInput,
    options?: { abortSignal?: AbortSignal },
  ): Promise<Pick<GetSecretValueCommandOutput, "SecretString">>;
}

/** A configuration that holds secrets, and which they are: no text that has one may leave the process. */
export interface RevealedConfig {
  readonly config: ClusterConfig;
  readonly secrets: readonly string[];
}

/**
 * Puts the metastore's password where its secret's name stands, in both classifications.
 *
 * @throws SecretError naming the secret, never its value.
 */
export async function revealSecrets(
  config: ClusterConfig,
  port: SecretsPort,
  signal?: AbortSignal,
): Promise<RevealedConfig> {
  const names = new Set((config.Configurations ?? []).flatMap((each) => secretName(each) ?? []));
  const values = new Map<string, string>();
  for (const name of names) values.set(name, passwordOf(name, await read(name, port, signal)));
  if (values.size === 0) return { config, secrets: [] };
  const Configurations = (config.Configurations ?? []).map((each) => {
    const value = values.get(secretName(each) ?? "");
    return value === undefined ? each : { ...each, Properties: { ...each.Properties, [PASSWORD]: value } };
  });
  return { config: { ...config, Configurations }, secrets: [...values.values()] };
}

function secretName({ Classification, Properties }: Configuration): string | undefined {
  return CLASSIFICATIONS.has(Classification) ? Properties?.[PASSWORD] : undefined;
}

async function read(name: string, port: SecretsPort, signal: AbortSignal | undefined): Promise<string> {
  let text: string | undefined;
  try {
    const options = signal === undefined ? {} : { abortSignal: signal };
    ({ SecretString: text } = await port.getSecretValue({ SecretId: name }, options));
  } catch (cause) {
    throw unavailable(name, cause);
  }
  if (text === undefined || text === "") {
    throw new SecretError(
      "INVALID_SECRET",
      `The secret ${name} is empty or binary.`,
      "Write the password into it as text.",
    );
  }
  return text;
}

/** The text itself, or the `password` of an object: JSON, or as the original read it, a Python literal. */
function passwordOf(name: string, text: string): string {
  if (!text.trimStart().startsWith("{")) return text;
  const value = objectOf(text);
  const password = isObject(value) ? value["password"] : undefined;
  if (typeof password === "string" && password !== "") return password;
  throw new SecretError(
    "INVALID_SECRET",
    `The secret ${name} is an object without a text "password".`,
    'Write it as JSON: {"password": "…"}.',
  );
}

/** Where a Python literal has no escapes, YAML reads it alike. */
function objectOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (text.includes("\\")) return undefined;
    const document = parseDocument(text, { logLevel: "silent" });
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
  }
}

function unavailable(name: string, cause: unknown): SecretError {
  const error = cause as { name?: string; message?: string; $response?: { statusCode?: number } };
  const options = { cause };
  if (error.name === "ResourceNotFoundException") {
    const text = `There is no secret ${name} in this account and region; ${PASSWORD} in configurations.yaml names it.`;
    return new SecretError("SECRET_UNAVAILABLE", text, "Create the secret, or correct its name.", options);
  }
  if (error.name === "AccessDeniedException" || error.$response?.statusCode === 403) {
    const remedy = "Grant the role secretsmanager:GetSecretValue on it, and kms:Decrypt on its key.";
    return new SecretError("SECRET_UNAVAILABLE", `The secret ${name} may not be read.`, remedy, options);
  }
  const text = `The secret ${name} could not be read: ${error.name ?? "Error"}: ${error.message ?? String(cause)}`;
  return new SecretError("SECRET_UNAVAILABLE", text, awsRemedy(cause), options);
}
