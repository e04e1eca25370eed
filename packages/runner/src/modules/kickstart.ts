import { InvalidArgumentError, ModuleNotAvailableError } from "../errors.ts";

export type ModuleName = "vacancy" | "application" | "payment";

/** What sets Kickstart's modules apart. */
export interface KickstartModule {
  readonly name: ModuleName;
  /** How the source writes its files. */
  readonly format: "csv" | "encrypted-json";
  /** Template of what a day's keys begin with. */
  readonly prefix: string;
  /** Whether this version can run it. */
  readonly available: boolean;
}

const MODULES: Readonly<Record<ModuleName, KickstartModule>> = {
  vacancy: { name: "vacancy", format: "csv", prefix: "{date}_{collection}", available: true },
  application: {
    name: "application",
    format: "encrypted-json",
    prefix: "{date}_application-{collection}",
    available: false,
  },
  payment: {
    name: "payment",
    format: "encrypted-json",
    prefix: "{date}_payment-{collection}",
    available: false,
  },
};

/** The names of Kickstart's modules. */
export const MODULE_NAMES: readonly ModuleName[] = ["vacancy", "application", "payment"];

/**
 * A module by its name, in any case.
 *
 * @throws InvalidArgumentError for a name Kickstart does not have.
 */
export function moduleNamed(name: string): KickstartModule {
  const known = MODULE_NAMES.find((each) => each === name.toLowerCase());
  if (known === undefined) {
    throw new InvalidArgumentError(
      `--module_name ${JSON.stringify(name)} is not a module of Kickstart. Give one of ${MODULE_NAMES.join(", ")}.`,
    );
  }
  return MODULES[known];
}

/** @throws ModuleNotAvailableError for a module whose files this version cannot read. */
export function checkAvailable(module: KickstartModule): void {
  if (module.available) return;
  const available = MODULE_NAMES.filter((name) => MODULES[name].available).join(", ");
  throw new ModuleNotAvailableError(
    `The module ${module.name} is not available in this version: its files are ${module.format}, which is not read yet. ` +
      `Available: ${available}.`,
  );
}

/** What the audit item and every log line of a module are found by. */
export function correlationId(module: ModuleName): string {
  return `kickstart_${module}_analytical_dataset_generation`;
}
