import type { Expression } from "./expression.ts";
import { splitAttributeName } from "./identifier.ts";
import { isKept, type Relation } from "./relation.ts";
import { rowWiseFunctions } from "./row-wise-functions.ts";

/** A shorter chain stays as it was written: a server reads it in no time, and its messages say more of mistakes. */
const SHORTEST_CHAIN = 16;

type WithColumns = Extract<Relation["op"], { kind: "withColumns" }>;

/**
 * Makes one `withColumns` of a long chain of them, which servers analyse node by node: 500 nodes take half a minute,
 * one node with 500 columns a fraction of a second.
 *
 * `outer(B, Co)` over `inner(B, Ci)` becomes `one(B, Ci then Co)`, with the id of the outer node, where that is the
 * same table for certain:
 *
 * - **No column of the outer node reads one of the inner node.** In one node all are computed from the columns of B.
 *   A name is read by an attribute, whose every part is compared (`a.b` may be a column of the table `a` or a field
 *   of the column `a`). Whatever could read names in other ways ends the chain: stars, regular expressions, SQL text,
 *   subqueries, lambdas, and what this file does not know. A column bound to a relation reads one of that name, too.
 * - **No name is made twice.** Then each replaces what it replaced before, or is added at the end, in the same order:
 *   the columns keep their places. Names compare without regard to case, as servers may; names outside ASCII, whose
 *   case is harder to tell, end the chain.
 * - **Every column is row-wise**: a function of values of the same row. A generator would multiply the rows that its
 *   neighbours are computed for, an aggregate would fold them, a random number would be drawn anew; so only the
 *   functions of `row-wise-functions.ts` are moved. Their errors and nulls are the same wherever they stand.
 * - **Nobody names the inner node.** Columns bound to it (`df.col`), a cache of it and a view of it need the node
 *   itself: those mark it ({@link isKept}) and it begins a chain of its own. A node that other branches use is no
 *   obstacle: each branch has its own copy of it in the message.
 *
 * Walks down once: linear in the length of the chain and of its expressions.
 */
export function collapseColumns(top: Relation): Relation {
  if (top.op.kind !== "withColumns") {
    return top;
  }
  const chain: WithColumns[] = [];
  const made = new Set<string>();
  const read = new Set<string>();
  let node: Relation = top;
  while (node.op.kind === "withColumns" && (node === top || !isKept(node))) {
    if (!joins(node.op, made, read)) {
      break;
    }
    chain.push(node.op);
    node = node.op.input;
  }
  if (chain.length < SHORTEST_CHAIN) {
    return top;
  }
  const columns = chain.toReversed().flatMap((op) => op.columns);
  return { planId: top.planId, op: { kind: "withColumns", input: node, columns } };
}

/** Whether a node can be one with the nodes above it, which make and read these names; if so, adds its own. */
function joins(op: WithColumns, made: Set<string>, read: Set<string>): boolean {
  const names = new Set<string>();
  const values: string[] = [];
  for (const {
    names: [name, ...more],
    child,
  } of op.columns) {
    const key = name === undefined || more.length > 0 ? undefined : comparable(name);
    const used = namesRead(child);
    if (key === undefined || made.has(key) || read.has(key) || names.has(key) || used === undefined) {
      return false;
    }
    names.add(key);
    values.push(...used);
  }
  for (const name of names) {
    made.add(name);
  }
  for (const name of values) {
    read.add(name);
  }
  return true;
}

/** The name as it compares without regard to case; undefined where that is not certain. */
function comparable(name: string): string | undefined {
  return /^[\0-\x7f]*$/.test(name) ? name.toLowerCase() : undefined;
}

/** The names that a value reads; undefined where it depends on more than the row, or where they cannot be told. */
function namesRead(root: Expression): readonly string[] | undefined {
  const read: string[] = [];
  for (const e of expressionsIn(root)) {
    if (e.kind === "attribute") {
      const names = e.metadata === true ? undefined : namesOf(e.name);
      if (names === undefined) {
        return undefined;
      }
      read.push(...names);
    } else if (!isRowWise(e)) {
      return undefined;
    }
  }
  return read;
}

/** Whether an expression adds nothing but values of the same row to what is inside it. */
function isRowWise(e: Expression): boolean {
  if (e.kind === "function") {
    return !e.distinct && rowWiseFunctions.has(e.name);
  }
  return e.kind === "alias" ? e.names.length === 1 : plainKinds.has(e.kind);
}

const plainKinds: ReadonlySet<Expression["kind"]> = new Set(["literal", "cast", "extract", "updateField"]);

/** Everything that an attribute's name could be a name of; undefined where that is not certain. */
function namesOf(attribute: string): string[] | undefined {
  const parts = splitAttributeName(attribute)?.map(comparable);
  return parts?.every((part) => part !== undefined) === true ? parts : undefined;
}

/** The expression and those inside it, of the kinds that can be moved; of others only the expression itself. */
function* expressionsIn(root: Expression): Generator<Expression, void, undefined> {
  const seen = new Set<Expression>();
  const pending = [root];
  for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
    if (seen.has(e)) {
      continue;
    }
    seen.add(e);
    yield e;
    for (const part of partsOf(e)) {
      pending.push(part);
    }
  }
}

function partsOf(e: Expression): readonly Expression[] {
  if (e.kind === "function") {
    return e.args;
  }
  if (e.kind === "cast" || e.kind === "alias") {
    return [e.child];
  }
  if (e.kind === "extract") {
    return [e.child, e.key];
  }
  if (e.kind === "updateField") {
    return e.value === undefined ? [e.struct] : [e.struct, e.value];
  }
  return [];
}
