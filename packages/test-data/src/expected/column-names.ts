/**
 * A header as the published table names it: each run of characters outside `[0-9a-zA-Z$]` becomes one underscore,
 * none at the ends, lower case (`Is Gateway?` → `is_gateway`). The generator's own statement of the rule, so that
 * expectations do not come from the code under test.
 */
export function normaliseColumn(header: string): string {
  return header
    .replaceAll(/[^0-9a-zA-Z$]+/g, " ")
    .trim()
    .replaceAll(" ", "_")
    .toLowerCase();
}
