import type { SourceFormat } from "@dataworks/etl-core";
import { InvalidArgumentError } from "../errors.ts";

export type ModuleName = "vacancy" | "application" | "payment";

/** What sets Kickstart's modules apart. */
export interface KickstartModule {
  readonly name: ModuleName;
  /** How the source writes its files. */
  readonly format: SourceFormat;
  /** Template of what a day's keys begin with. */
  readonly prefix: string;
}

const MODULES: Readonly<Record<ModuleName, KickstartModule>> = {
  vacancy: { name: "vacancy", format: "csv", prefix: "{date}_{collection}" },
  application: {
    name: "application",
    format: "encrypted-json",
    prefix: "{date}_application-{collection}",
  },
  payment: {
    name: "payment",
    format: "encrypted-json",
    prefix: "{date}_payment-{collection}",
  },
};

/**
 * Templates of what the keys of other modules begin with: they may be in the same bucket.
 *
 * @param folder - Where all of them are: empty, or with a slash at its end.
 */
export function keysElsewhere(module: KickstartModule, folder: string): string[] {
  return Object.values(MODULES)
    .filter(({ name }) => name !== module.name)
    .map(({ prefix }) => prefix.split("{collection}")[0] ?? "")
    .filter((head) => !module.prefix.startsWith(head))
    .map((head) => folder + head);
}

/** The names of Kickstart's modules. */
export const MODULE_NAMES: readonly ModuleName[] = ["vacancy", "application", "payment"];

/**
 * A module by its name, in any case.
 *
 * @param argument - what gave the name, for the error.
 * @throws InvalidArgumentError for a name Kickstart does not have.
 */
export function moduleNamed(name: string, argument = "--module_name"): KickstartModule {
  const known = MODULE_NAMES.find((each) => each === name.toLowerCase());
  if (known === undefined) {
    throw new InvalidArgumentError(
      `${argument} ${JSON.stringify(name)} is not a module of Kickstart. Give one of ${MODULE_NAMES.join(", ")}.`,
    );
  }
  return MODULES[known];
}

/** What the audit item and every log line of a module are found by. */
export function correlationId(module: ModuleName): string {
  return `kickstart_${module}_analytical_dataset_generation`;
}
