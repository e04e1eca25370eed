import type { z } from "zod";

/** One line a problem: where in the JSON, and what is expected there. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.flatMap(lines).join("\n");
}

function lines(issue: z.core.$ZodIssue): string[] {
  const path = jsonPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(
      (key) => `  ${jsonPath([...issue.path, key])}: is not an option; check its spelling`,
    );
  }
  return [`  ${path}: ${issue.message}`];
}

/** `modules.vacancy.collections["odd name"].select`; the document itself is `(top level)`. */
function jsonPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "(top level)";
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const name = String(part);
      if (!/^[A-Za-z_]\w*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join("");
}
