import type { StructField } from "spark-connect-node";
import { AmbiguousColumnError } from "./errors.ts";

/** The column that lists what could not be converted, `array<string>`. It is not part of evolution. */
export const ERROR_COLUMN = "error_desc";

/** The form in which names compare, as in Hive. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

/** Is this the column of conversion errors, in whatever case? */
export function isErrorColumn(name: string): boolean {
  return nameKey(name) === ERROR_COLUMN;
}

/** A name as Spark SQL takes it, so that `a.b` is a column and not a field. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/**
 * Fields by the name they compare by.
 *
 * @param place - Where the fields are, for the error.
 * @throws AmbiguousColumnError when two of them have one name.
 */
export function fieldsByName(fields: readonly StructField[], place: string): Map<string, StructField> {
  const byName = new Map<string, StructField>();
  const positions = new Map<string, number>();
  fields.forEach((field, index) => {
    const key = nameKey(field.name);
    const earlier = byName.get(key);
    if (earlier !== undefined) {
      throw new AmbiguousColumnError(
        place,
        { name: earlier.name, position: positions.get(key) ?? 0 },
        { name: field.name, position: index + 1 },
      );
    }
    byName.set(key, field);
    positions.set(key, index + 1);
  });
  return byName;
}
