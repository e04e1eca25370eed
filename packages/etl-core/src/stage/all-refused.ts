import type { StagedFile } from "../verify/read-footers.ts";
import type { ConversionErrors } from "./conversion-errors.ts";

/**
 * Returns the columns of which every value was refused: some were, and the staged files' footers count none that is not
 * null. A column whose writer kept no counts is never among them.
 */
export function allRefused(
  files: readonly Pick<StagedFile, "rows" | "values">[],
  conversions: readonly ConversionErrors[],
): ConversionErrors[] {
  const written = files.filter(({ rows }) => rows > 0);
  return conversions.filter(({ column }) => {
    const path = leafPath(column);
    return written.every(({ values }) => {
      const counts = [...values].filter(([leaf]) => leaf === path || leaf.startsWith(`${path}.`));
      return counts.length > 0 && counts.every(([, count]) => count === 0);
    });
  });
}

/** An evolution's path, `items[].price`, as Parquet has it: `items.list.element.price`. */
function leafPath(path: string): string {
  return path
    .replaceAll("[]", ".list.element")
    .replaceAll("{key}", ".key_value.key")
    .replaceAll("{}", ".key_value.value");
}
