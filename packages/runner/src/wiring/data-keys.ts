import { httpDataKeyService, type HttpDataKeyService } from "@dataworks/etl-core";
import type { RunnerConfig } from "../config/runner-config.ts";
import { InvalidConfigError } from "../errors.ts";
import { correlationId, type KickstartModule } from "../modules/kickstart.ts";
import { proxyFor } from "./proxy.ts";

/**
 * The Data Key Service of the configuration, for a module whose files are encrypted; undefined for the others.
 *
 * @throws InvalidConfigError when none is configured; InvalidConfigurationError (of etl-core) when a PEM file cannot be read.
 */
export async function dataKeyService(
  module: KickstartModule,
  { dks }: Pick<RunnerConfig, "dks">,
): Promise<HttpDataKeyService | undefined> {
  if (module.format !== "encrypted-json") return undefined;
  if (dks === null) {
    throw new InvalidConfigError(
      `The files of ${module.name} are encrypted, and the configuration has no Data Key Service. ` +
        `Add dks: {"url": "https://…", "certFile": …, "keyFile": …, "caFile": …}.`,
    );
  }
  const { timeoutSeconds, ...options } = dks;
  const proxy = proxyFor(dks.url);
  return httpDataKeyService({
    ...options,
    ...(proxy === undefined ? {} : { proxy }),
    timeoutMs: timeoutSeconds * 1000,
    correlationId: correlationId(module.name),
  });
}
