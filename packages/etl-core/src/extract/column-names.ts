import { throwProblems } from "../model/file-faults.ts";

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
 * @throws SourceDataError when a name becomes empty, or two columns get one name; it names both; all of
 *   these together.
 */
export function normaliseHeader(header: readonly string[], where: string): string[] {
  const firstOf = new Map<string, number>();
  const problems: string[] = [];
  const names = header.map((raw, index) => {
    const name = normaliseColumnName(raw);
    if (name === "") {
      problems.push(
        `Column ${index + 1} of ${where} has no name that a table could use: ${JSON.stringify(raw)}. Have the header corrected.`,
      );
      return name;
    }
    const first = firstOf.get(name);
    if (first !== undefined) {
      problems.push(
        `Columns ${first + 1} (${JSON.stringify(header[first])}) and ${index + 1} (${JSON.stringify(raw)}) of ${where} ` +
          `are both ${name}. Have one renamed.`,
      );
    }
    firstOf.set(name, index);
    return name;
  });
  throwProblems(problems);
  return names;
}
