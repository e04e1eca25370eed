import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { ClusterConfigError } from "../errors.ts";
import { inWords, type Problem, problemsOf } from "../problems/issues.ts";
import { unsafeParts } from "../problems/json.ts";
import type { ClusterConfig } from "./cluster-config.ts";
import { CLUSTER_CONFIG_NAMES, configFileSchema } from "./schema.ts";

/** A line of a file that is wrong. */
interface Finding {
  readonly line: number;
  readonly text: string;
}

/**
 * Reads the text of one file.
 *
 * @param file - where it came from, for messages.
 * @throws ClusterConfigError naming the file, each line that is wrong, and what is expected there.
 */
export function parseConfigFile(file: string, text: string): Partial<ClusterConfig> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw wrong(file, [{ line, text: `is not YAML: ${error.message}` }], error);
  }
  const value = toJs(file, document);
  const unsafe = unsafeParts(value);
  if (unsafe.length > 0) {
    throw wrong(
      file,
      unsafe.map((each) => ({ line: 1, text: each })),
    );
  }
  const result = configFileSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = problemsOf(result.error, { "": CLUSTER_CONFIG_NAMES });
  throw wrong(
    file,
    problems.map((problem) => ({ line: lineOf(problem, document, lines), text: inWords(problem) })),
  );
}

/** Aliases are resolved here, and too many of them refused. */
function toJs(file: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw wrong(file, [{ line: 1, text: `is not YAML: ${why}` }], cause);
  }
}

/** Where the problem is; a name that is missing has no line of its own, and the line of what lacks it is given. */
function lineOf({ path }: Problem, document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && Array.isArray(node.range)) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function wrong(file: string, findings: readonly Finding[], cause?: unknown): ClusterConfigError {
  const list = findings.map(({ line, text }) => `  line ${line}: ${text}`).join("\n");
  return new ClusterConfigError(
    "INVALID_CONFIG",
    `${file} is not right:\n${list}\n`,
    "Correct the file; names and shapes are those of EMR's RunJobFlow.",
    { cause },
  );
}
