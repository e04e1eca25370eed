import { normaliseColumnName } from "../extract/column-names.ts";
import type { CollectionSpec } from "../model/collection.ts";

/**
 * Finds the columns that the options call personal data and the day's files do not have: a misspelt name, or a column
 * that the source renamed. The collection is personal data all the same.
 *
 * @returns a sentence for the log and the plan, undefined when there are none.
 */
export function missingPersonalColumns(
  { pii }: CollectionSpec,
  columns: readonly string[],
): string | undefined {
  const missing =
    typeof pii === "object" ? pii.filter((name) => !columns.includes(normaliseColumnName(name))) : [];
  return missing.length === 0
    ? undefined
    : `pii names columns that the day's files do not have: ${missing.join(", ")}; all of the collection counts as personal data`;
}
