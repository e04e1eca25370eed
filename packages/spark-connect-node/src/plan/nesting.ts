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
  const depth = nestingOf(message, isCountedMessage, (value) => isMessage(value) || isPlain(value));
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
  const isPart = (value: object): boolean =>
    isPlain(value) && !isMessage(value) && !("planId" in value && "op" in value);
  const depth = nestingOf(parts, isNode, isPart);
  if (depth > MAX_EXPRESSION_NESTING) {
    throw new InvalidArgumentError(
      `An expression of the plan nests ${depth} deep, and Spark Connect servers read about ` +
        `${MAX_EXPRESSION_NESTING} at most: ${REMEDY}`,
    );
  }
}

function isCountedMessage(value: object): boolean {
  return isMessage(value);
}

function isNode(value: object): boolean {
  return "kind" in value;
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * The most objects that count, on any way from the root inwards. Linear, also where parts are shared, and without
 * recursion: what it measures may be deeper than the stack.
 */
function nestingOf(
  root: object,
  counts: (value: object) => boolean,
  enters: (value: object) => boolean,
): number {
  const depths = new Map<object, number>();
  const pending: object[] = [root];
  for (let value = pending.at(-1); value !== undefined; value = pending.at(-1)) {
    if ((depths.get(value) ?? -1) >= 0) {
      pending.pop();
      continue;
    }
    const parts = Object.values(value).filter(
      (part): part is object => typeof part === "object" && part !== null && enters(part),
    );
    if (!depths.has(value)) {
      // Its parts first; seen again, they are known.
      depths.set(value, -1);
      for (const part of parts) {
        if (!depths.has(part)) {
          pending.push(part);
        }
      }
      continue;
    }
    const inner = parts.reduce((most, part) => Math.max(most, depths.get(part) ?? 0), 0);
    depths.set(value, inner + (counts(value) ? 1 : 0));
    pending.pop();
  }
  return depths.get(root) ?? 0;
}
