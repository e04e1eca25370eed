import { SourceDataError } from "../errors.ts";

/**
 * A header's name as the table has it: each run of characters outside `[0-9a-zA-Z$]` becomes one space, the ends are
 * trimmed, spaces become `_`, and all is lower case: `Is Gateway?` is `is_gateway`.
 *
 * Empty when nothing of the name is left.
 */
export function normaliseColumnName(name: string): string {
  return name
    .replaceAll(/[^0-9a-zA-Z$]+/g, " ")
    .trim()
    .replaceAll(" ", "_")
    .toLowerCase();
}

/**
 * Normalises a header.
 *
 * @param where - the file, for messages.
 * @throws SourceDataError when a name becomes empty, or two columns get one name; it names both.
 */
export function normaliseHeader(header: readonly string[], where: string): string[] {
  const firstOf = new Map<string, number>();
  return header.map((raw, index) => {
    const name = normaliseColumnName(raw);
    if (name === "") {
      throw new SourceDataError(
        `Column ${index + 1} of ${where} has no name that a table could use: ${JSON.stringify(raw)}. Have the header corrected.`,
      );
    }
    const first = firstOf.get(name);
    if (first !== undefined) {
      throw new SourceDataError(
        `Columns ${first + 1} (${JSON.stringify(header[first])}) and ${index + 1} (${JSON.stringify(raw)}) of ${where} ` +
          `are both ${name}. Have one renamed.`,
      );
    }
    firstOf.set(name, index);
    return name;
  });
}
