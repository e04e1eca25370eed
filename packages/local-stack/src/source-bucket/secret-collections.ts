import { GetSecretValueCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { secretsClient } from "../aws/clients.ts";
import { StackError } from "../errors.ts";
import type { StackInfo } from "../state/info.ts";

/** The one list that the secret has under this name: `collections.vacancy`. */
const VACANCY_LIST = /("vacancy"\s*:\s*)(\[[^\]]*\])/u;

/**
 * Changes the collections of the module vacancy in the text of the job's secret. All else stays as it is, the order of
 * columns too.
 *
 * @throws StackError SETUP_FAILED when the text has no such list.
 */
export function withCollections(
  secret: string,
  change: (names: readonly string[]) => readonly string[],
): string {
  const [, head, list] = VACANCY_LIST.exec(secret) ?? [];
  if (head === undefined || list === undefined) {
    throw new StackError("SETUP_FAILED", "the secret has no list collections.vacancy; reset the instance");
  }
  const changed = JSON.stringify(change(JSON.parse(list) as string[]));
  return secret.replace(VACANCY_LIST, () => head + changed);
}

/** Changes the collections of the module vacancy in an instance's secret. */
export async function changeCollections(
  info: StackInfo,
  change: (names: readonly string[]) => readonly string[],
): Promise<void> {
  const secrets = secretsClient({ endpoint: info.moto.endpoint, keys: info.adminKeys });
  try {
    const { SecretString: before = "" } = await secrets.send(
      new GetSecretValueCommand({ SecretId: info.secretName }),
    );
    const after = withCollections(before, change);
    if (after !== before) {
      await secrets.send(new PutSecretValueCommand({ SecretId: info.secretName, SecretString: after }));
    }
  } finally {
    secrets.destroy();
  }
}
