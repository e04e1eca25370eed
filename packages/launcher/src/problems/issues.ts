import type { z } from "zod";
import { jsonPath } from "./json.ts";

/** One thing that is wrong: where, and what. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/**
 * What zod found, one problem each.
 *
 * @param known - the names an object may have, by the path of the object; the empty text is the document itself.
 */
export function problemsOf(
  error: z.ZodError,
  known: Readonly<Record<string, readonly string[]>> = {},
): Problem[] {
  return error.issues.flatMap((issue) => problems(issue, known));
}

function problems(issue: z.core.$ZodIssue, known: Readonly<Record<string, readonly string[]>>): Problem[] {
  if (issue.code === "unrecognized_keys") {
    const names = known[jsonPath(issue.path)];
    const hint = names === undefined ? "check its spelling" : `known are ${names.join(", ")}`;
    return issue.keys.map((key) => ({ path: [...issue.path, key], text: `is not known; ${hint}` }));
  }
  return [{ path: issue.path, text: issue.message }];
}

/** A problem on one line. */
export function inWords({ path, text }: Problem): string {
  return path.length === 0 ? text : `${jsonPath(path)}: ${text}`;
}
