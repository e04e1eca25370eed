import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import { SecretUnavailableError } from "../errors.ts";

/** The subset of the SDK's `SecretsManager` client that is needed. */
export interface SecretsPort {
  getSecretValue(
    input: GetSecretValueCommandInput,
    options?: { abortSignal?: AbortSignal },
  ): Promise<Pick<GetSecretValueCommandOutput, "SecretString">>;
}

/**
 * The text of a secret.
 *
 * @throws SecretUnavailableError saying whether there is none (2) or it may not be read (4).
 */
export async function readSecret(secrets: SecretsPort, name: string, signal: AbortSignal): Promise<string> {
  let text: string | undefined;
  try {
    ({ SecretString: text } = await secrets.getSecretValue({ SecretId: name }, { abortSignal: signal }));
  } catch (cause) {
    throw signal.aborted ? signal.reason : unavailable(name, cause);
  }
  if (text === undefined) {
    throw new SecretUnavailableError(2, `The secret ${name} is binary. Write it as text: JSON.`);
  }
  return text;
}

function unavailable(name: string, cause: unknown): SecretUnavailableError {
  const { name: kind, message } = cause instanceof Error ? cause : new Error(String(cause));
  if (kind === "ResourceNotFoundException") {
    const text = `There is no secret ${name} in this account and region. Check secretName in the configuration, and the region.`;
    return new SecretUnavailableError(2, text, { cause });
  }
  if (isDenied(cause)) {
    const text =
      `The secret ${name} may not be read: access denied. ` +
      "Grant the cluster's role secretsmanager:GetSecretValue on it, and kms:Decrypt on its key.";
    return new SecretUnavailableError(4, text, { cause });
  }
  if (kind === "CredentialsProviderError") {
    const text =
      `The secret ${name} could not be read: this process has no AWS identity of its own. ` +
      "Run it where an instance profile is, or set the AWS_ variables.";
    return new SecretUnavailableError(4, text, { cause });
  }
  const text =
    `The secret ${name} could not be read: ${kind}: ${message}. ` +
    "See that Secrets Manager can be reached from here: AWS_ENDPOINT_URL, and the proxy's variables.";
  return new SecretUnavailableError(4, text, { cause });
}

/** AWS says so in a JSON answer of its own; a proxy on the way, or an emulator, by HTTP's 403 and some other text. */
function isDenied(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { name, $response } = error as { name?: string; $response?: { statusCode?: number } };
  return name === "AccessDeniedException" || name === "AccessDenied" || $response?.statusCode === 403;
}
