import { checkIdentifier, type CollectionSpec, collectionSpec, hiveName } from "@dataworks/etl-core";
import type { StructType } from "spark-connect-node";
import { InvalidConfigError, InvalidSecretError } from "../errors.ts";
import type { KickstartModule } from "../modules/kickstart.ts";
import { initialSchema } from "./initial-schema.ts";
import type { CollectionConfig, CsvConfig, ModuleConfig, RunnerConfig } from "./runner-config.ts";
import type { ModuleSecret } from "./secret.ts";

/**
 * The collections of a module: names and bucket from the secret, options from the configuration, everything checked
 * before Spark is asked for anything.
 *
 * @param e2e - read the E2E folder of the Output bucket instead of the source.
 * @throws InvalidConfigurationError (of etl-core), InvalidConfigError, InvalidSecretError
 */
export function moduleCollections(
  module: KickstartModule,
  config: Pick<RunnerConfig, "modules" | "published" | "e2eFolder">,
  secret: ModuleSecret,
  e2e: boolean,
): CollectionSpec[] {
  const options = config.modules[module.name];
  checkNames(module, options, secret);
  return secret.collections.map((name) => {
    const merged = { ...options.defaults, ...options.collections[name] };
    const csv: CsvConfig = { ...options.defaults.csv, ...options.collections[name]?.csv };
    const columns = { ...options.defaults.columns, ...options.collections[name]?.columns };
    return collectionSpec({
      ...merged,
      ...(Object.keys(columns).length === 0 ? {} : { columns }),
      ...keysOf(module, merged, sourceFolder(config, e2e)),
      csv,
      name,
      format: module.format,
      bucket: e2e ? config.published.bucket : secret.sourceBucket,
      ...initialSchemaOf(name, secret),
    });
  });
}

/** The folder that a day's keys are in: that of the E2E files with a slash at its end, or none. */
export function sourceFolder({ e2eFolder }: Pick<RunnerConfig, "e2eFolder">, e2e: boolean): string {
  return e2e ? `${e2eFolder.replace(/\/+$/, "")}/` : "";
}

function initialSchemaOf(name: string, { initialSchemas }: ModuleSecret): { initialSchema?: StructType } {
  const columns = initialSchemas.get(name);
  return columns === undefined ? {} : { initialSchema: initialSchema(name, columns) };
}

/** Where a collection's keys are; in the folder of the E2E files when there is one. */
function keysOf(
  module: KickstartModule,
  { prefix, pattern }: CollectionConfig,
  folder: string,
): { prefix?: string; pattern?: string } {
  if (pattern !== undefined) {
    if (folder === "") return { pattern, ...(prefix === undefined ? {} : { prefix }) };
    // A group of its own keeps the pattern's alternatives inside the folder.
    return {
      pattern: `${folder.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?:${pattern})`,
      prefix: folder + (prefix ?? ""),
    };
  }
  return { prefix: folder + (prefix ?? module.prefix) };
}

function checkNames(module: KickstartModule, options: ModuleConfig, secret: ModuleSecret): void {
  const seen = new Map<string, string>();
  for (const name of secret.collections) {
    checkIdentifier("collection", name);
    const twin = seen.get(hiveName(name));
    if (twin !== undefined) {
      throw new InvalidSecretError(
        `The secret names the collections ${twin} and ${name} for ${module.name}: both are the table ${hiveName(name)}. Remove one.`,
      );
    }
    seen.set(hiveName(name), name);
  }
  const strangers = Object.keys(options.collections).filter((name) => !secret.collections.includes(name));
  if (strangers.length > 0) {
    throw new InvalidConfigError(
      `The configuration has options for ${strangers.join(", ")} under modules.${module.name}.collections, ` +
        `but the secret's collections of ${module.name} are ${secret.collections.join(", ")}. Correct one or the other.`,
    );
  }
}
