import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import { InvalidArgumentError } from "../errors.ts";
import type { Relation } from "../plan/relation.ts";
import type { NullsOp } from "../plan/relations/nulls.ts";
import { types } from "../types/index.ts";
import { toLiteral } from "../values/index.ts";
import { pairs, unambiguousPairs } from "./arguments.ts";

/** A value that fills or is replaced. */
export type Primitive = boolean | number | bigint | string;

/** The names of columns, one or several. */
export type Subset = string | readonly string[];

/** What `dropna` drops. */
export interface DropNaOptions {
  /** `any` (the default): rows with a null; `all`: rows of nothing else. */
  readonly how?: "any" | "all" | undefined;
  /** Rows with fewer values than this that are not null; goes before `how`. */
  readonly thresh?: number | undefined;
  /** The columns looked at; default all. */
  readonly subset?: Subset | undefined;
}

/** What is put in place of what: `[old, new]`. An object's keys are texts. */
export type Replacements =
  | ReadonlyMap<Primitive, Primitive | null>
  | Readonly<Record<string, Primitive | null>>;

export function fillNaOp(
  input: Relation,
  value: Primitive | Readonly<Record<string, Primitive>>,
  subset: Subset | undefined,
): NullsOp {
  if (typeof value !== "object" || value === null) {
    return { kind: "fillNa", input, columns: namesOf(subset), values: [fillLiteral(value)] };
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    throw new InvalidArgumentError("fillna needs at least one column and its value; the object is empty");
  }
  return {
    kind: "fillNa",
    input,
    columns: entries.map(([name]) => name),
    values: entries.map(([, fill]) => fillLiteral(fill)),
  };
}

export function dropNaOp(input: Relation, { how = "any", thresh, subset }: DropNaOptions): NullsOp {
  if (how !== "any" && how !== "all") {
    throw new InvalidArgumentError(`dropna drops by "any" or "all", not "${String(how)}"`);
  }
  if (thresh !== undefined && !Number.isInteger(thresh)) {
    throw new InvalidArgumentError(`The thresh of dropna is a whole number, not ${thresh}`);
  }
  const minNonNulls = thresh ?? (how === "all" ? 1 : undefined);
  return {
    kind: "dropNa",
    input,
    columns: namesOf(subset),
    ...(minNonNulls === undefined ? {} : { minNonNulls }),
  };
}

export function replaceOp(
  input: Relation,
  toReplace: Primitive | readonly Primitive[] | Replacements,
  value: Primitive | null | readonly (Primitive | null)[] | undefined,
  subset: Subset | undefined,
): NullsOp {
  const replacements = replacementsOf(toReplace, value);
  const kinds = new Set(replacements.flat().flatMap((side) => (side === null ? [] : [kindOf(side)])));
  if (kinds.size > 1) {
    throw new InvalidArgumentError(
      `replace takes values of one kind, not of several at once: ${[...kinds].join(", ")}; call it once for each`,
    );
  }
  return {
    kind: "replace",
    input,
    columns: namesOf(subset),
    replacements: replacements.map(([from, to]) => ({
      from: replaceLiteral(from),
      to: to === null ? toLiteral(null) : replaceLiteral(to),
    })),
  };
}

function replacementsOf(
  toReplace: Primitive | readonly Primitive[] | Replacements,
  value: Primitive | null | readonly (Primitive | null)[] | undefined,
): readonly (readonly [Primitive, Primitive | null])[] {
  if (isReplacements(toReplace)) {
    if (value !== undefined) {
      throw new InvalidArgumentError("replace takes no value beside an object or Map that says them already");
    }
    // A text in place of the key tells that the key is one.
    const told = Object.values(toReplace).some((replacement) => typeof replacement === "string");
    return told ? pairs<Primitive, Primitive | null>(toReplace) : unambiguousPairs("replace", toReplace);
  }
  if (value === undefined) {
    throw new InvalidArgumentError("replace needs the value to put in place (null is one)");
  }
  const from = Array.isArray(toReplace) ? (toReplace as readonly Primitive[]) : [toReplace as Primitive];
  if (!Array.isArray(value)) {
    return from.map((old) => [old, value as Primitive | null]);
  }
  const to = value as readonly (Primitive | null)[];
  if (to.length !== from.length) {
    throw new InvalidArgumentError(
      `replace has ${from.length} values to replace and ${to.length} in their place; give as many, or only one`,
    );
  }
  return from.map((old, index) => [old, to[index] ?? null]);
}

function isReplacements(value: Primitive | readonly Primitive[] | Replacements): value is Replacements {
  return typeof value === "object" && !Array.isArray(value);
}

function namesOf(subset: Subset | undefined): readonly string[] {
  return subset === undefined ? [] : typeof subset === "string" ? [subset] : subset;
}

function kindOf(value: unknown): "boolean" | "number" | "string" {
  const type = typeof value;
  if (type === "boolean" || type === "number" || type === "string") {
    return type;
  }
  if (type === "bigint") {
    return "number";
  }
  throw new InvalidArgumentError(
    `Only booleans, numbers and texts can be filled in or replaced, not ${String(value)}`,
  );
}

/** Whole numbers are BIGINT, others DOUBLE: the server casts them to the type of each column. */
function fillLiteral(value: Primitive): Expression_Literal {
  if (kindOf(value) !== "number") {
    return toLiteral(value);
  }
  return toLiteral(
    value,
    typeof value === "bigint" || Number.isSafeInteger(value) ? types.long : types.double,
  );
}

/** Numbers are compared as DOUBLE, whatever the column. */
function replaceLiteral(value: Primitive): Expression_Literal {
  if (kindOf(value) !== "number") {
    return toLiteral(value);
  }
  const double = Number(value);
  if (typeof value === "bigint" && BigInt(double) !== value) {
    throw new InvalidArgumentError(`replace compares numbers as DOUBLE, which cannot hold ${value} exactly`);
  }
  return toLiteral(double, types.double);
}
