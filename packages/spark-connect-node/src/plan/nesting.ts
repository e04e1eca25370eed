import { isMessage } from "@bufbuild/protobuf";
import { InvalidArgumentError } from "../errors.ts";

/**
 * How deep messages may nest below a plan. Servers read 1,024 messages inside each other
 * (`spark.connect.grpc.marshallerRecursionLimit`), and answer a deeper request with an error that says nothing; a plan
 * stands two deep in the request for its schema.
 */
export const MAX_NESTING = 1022;

/** The least that one expression inside another takes: its own message and that of its kind. */
const MESSAGES_PER_EXPRESSION = 2;

/** An expression this deep is refused before it is written, so that writing it cannot exhaust the stack. */
const MAX_EXPRESSION_NESTING = MAX_NESTING / MESSAGES_PER_EXPRESSION + 1;

const REMEDY =
  "checkpoint() the DataFrame on its way, make many columns by one select() or withColumns(), and write long " +
  "conditions and sums as balanced trees: a.and(b).and(c.and(d)) rather than a.and(b).and(c).and(d)";

/**
 * Refuses what servers could not read.
 *
 * @param message - What stands in a plan: a relation, a command.
 * @throws InvalidArgumentError when messages nest too deep in it.
 */
export function refuseDeepMessage(message: object): void {
  const depth = nestingOf(message, (value) =>
    isMessage(value) ? "counts" : isPlain(value) ? "holds" : "ends",
  );
  if (depth > MAX_NESTING) {
    throw new InvalidArgumentError(
      `The plan nests ${depth} messages deep, and Spark Connect servers read ${MAX_NESTING} at most (each DataFrame ` +
        `method and each operator in an expression takes two): ${REMEDY}`,
    );
  }
}

/**
 * Refuses expressions that nest too deep to be written.
 *
 * @param parts - What a relation is made of; relations in it are not looked into.
 * @throws InvalidArgumentError
 */
export function refuseDeepExpressions(parts: object): void {
  const depth = nestingOf(parts, (value) => {
    if (!isPlain(value) || isMessage(value) || ("planId" in value && "op" in value)) {
      return "ends";
    }
    return "kind" in value ? "counts" : "holds";
  });
  if (depth > MAX_EXPRESSION_NESTING) {
    throw new InvalidArgumentError(
      `An expression of the plan nests ${depth} deep, and Spark Connect servers read about ` +
        `${MAX_EXPRESSION_NESTING} at most: ${REMEDY}`,
    );
  }
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** What an object is on the way inwards: one of those that count, one that may hold some, or one not to look into. */
type Part = "counts" | "holds" | "ends";

/**
 * The most objects that count, on any way from the root inwards. Goes level by level, each with every object once:
 * without recursion, as what it measures may be deeper than the stack, and without going through shared parts again
 * and again.
 */
function nestingOf(root: object, partOf: (value: object) => Part): number {
  let depth = partOf(root) === "counts" ? 1 : 0;
  let level = countedIn([root], partOf);
  while (level.size > 0) {
    depth++;
    level = countedIn(level, partOf);
  }
  return depth;
}

/** The next objects that count inside these. */
function countedIn(values: Iterable<object>, partOf: (value: object) => Part): Set<object> {
  const found = new Set<object>();
  const pending = [...values];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    for (const part of Object.values(value)) {
      if (typeof part !== "object" || part === null) {
        continue;
      }
      const kind = partOf(part);
      if (kind === "counts") {
        found.add(part);
      } else if (kind === "holds") {
        pending.push(part);
      }
    }
  }
  return found;
}
