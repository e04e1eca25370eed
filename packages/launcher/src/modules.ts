/** The job's modules, as steps, tags and the ledger name them. */
export const MODULES = ["vacancy", "application", "payment"] as const;

export type ModuleName = (typeof MODULES)[number];

/** A module's name in any case; nothing for another text. */
export function moduleNamed(text: string | undefined): ModuleName | undefined {
  const name = text?.toLowerCase();
  return MODULES.find((each) => each === name);
}

/** Hash key of a module's items in the ledger. */
export function correlationId(module: ModuleName): string {
  return `kickstart_${module}_analytical_dataset_generation`;
}

/** Range key of all its items. */
export const DATA_PRODUCT = "KICKSTART-ADG";
