import type { AuditItem, Day, Ledger } from "@dataworks/catchup";
import type { CollectionSpec, Log } from "@dataworks/etl-core";
import type { RunRequest } from "../args/run-request.ts";
import { moduleCollections } from "../config/collections.ts";
import type { RunnerConfig } from "../config/runner-config.ts";
import { moduleSecret, parseSecret } from "../config/secret.ts";
import { readSecret, type SecretsPort } from "../wiring/secret-reader.ts";
import { resolveDays } from "./resolve-days.ts";

/** All that is known before the first day, checked. */
export interface Preparation {
  readonly collections: readonly CollectionSpec[];
  readonly days: readonly Day[];
  readonly watermark: AuditItem | undefined;
}

export interface PrepareOptions {
  readonly request: RunRequest;
  readonly config: RunnerConfig;
  readonly secrets: SecretsPort;
  readonly ledger: Pick<Ledger, "watermark">;
  readonly today: Day;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Reads the secret and the ledger and checks what they say, before anything else is touched.
 *
 * @throws errors that name the configuration, the secret, the ledger's table or item, and the remedy.
 */
export async function prepare(options: PrepareOptions): Promise<Preparation> {
  const { request, ledger, today, log } = options;
  const named = await readCollections(options);
  const collections = request.acceptSchemaChange
    ? named.map((spec) => ({ ...spec, acceptSchemaChange: true }))
    : named;
  return { collections, ...(await resolveDays(request, ledger, today, log)) };
}

/** Reads the secret and checks the collections it names. */
export async function readCollections({
  request: { module, e2e },
  config,
  secrets,
  log,
  signal,
}: Omit<PrepareOptions, "ledger" | "today">): Promise<readonly CollectionSpec[]> {
  const text = await readSecret(secrets, config.secretName, signal);
  const { secret, notation } = parseSecret(config.secretName, text);
  if (notation === "python") {
    log.warn({ secret: config.secretName }, "the secret is written as a Python literal; write it as JSON");
  }
  return moduleCollections(module, config, moduleSecret(config.secretName, secret, module.name), e2e);
}
