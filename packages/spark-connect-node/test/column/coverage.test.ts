import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Column } from "../../src/column/column.ts";
import { TableArg } from "../../src/column/table-arg.ts";
import { Window, WindowSpec } from "../../src/column/window.ts";

/** What PySpark has, as `scripts/pyspark/list_members.py` printed it. */
const pyspark = JSON.parse(
  readFileSync(new URL("pyspark-members.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly string[]>>;

/** Operators of Python, which JavaScript does not let a class define, and names that are spelt otherwise here. */
const RENAMED: Readonly<Record<string, string>> = {
  __add__: "plus",
  __sub__: "minus",
  __mul__: "times",
  __div__: "div",
  __truediv__: "div",
  __mod__: "mod",
  __pow__: "pow",
  __neg__: "neg",
  __eq__: "eq",
  __ne__: "ne",
  __lt__: "lt",
  __le__: "le",
  __gt__: "gt",
  __ge__: "ge",
  __and__: "and",
  __or__: "or",
  __invert__: "not",
  // A slice, `column[1:3]`, is substr(1, 3).
  __getitem__: "getItem",
  bitwiseAND: "bitwiseAnd",
  bitwiseOR: "bitwiseOr",
  bitwiseXOR: "bitwiseXor",
  startswith: "startsWith",
  endswith: "endsWith",
  astype: "cast",
  name: "as",
};

const CONSTANT_FIRST = "a constant before an operator is lit(constant), with the operator's method";
const NO_VALUE = "refused by Symbol.toPrimitive where JavaScript asks, and by the compiler";

const EXCLUDED: Readonly<Record<string, string>> = {
  __radd__: CONSTANT_FIRST,
  __rsub__: CONSTANT_FIRST,
  __rmul__: CONSTANT_FIRST,
  __rdiv__: CONSTANT_FIRST,
  __rtruediv__: CONSTANT_FIRST,
  __rmod__: CONSTANT_FIRST,
  __rpow__: CONSTANT_FIRST,
  __rand__: CONSTANT_FIRST,
  __ror__: CONSTANT_FIRST,
  __bool__: NO_VALUE,
  __nonzero__: NO_VALUE,
  __contains__: NO_VALUE,
  __iter__: "a Column has no Symbol.iterator",
  to_plan: "internal to PySpark",
};

const ours: Readonly<Record<string, object>> = {
  Column: Column.prototype,
  Window,
  WindowSpec: WindowSpec.prototype,
  TableArg: TableArg.prototype,
};

const camelCase = (name: string): string =>
  name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const members = Object.entries(pyspark).flatMap(([name, list]) =>
  list.map((member) => [name, member] as const),
);

describe("PySpark's members", () => {
  it("are all the classes that are compared", () => {
    expect(Object.keys(pyspark)).toEqual(Object.keys(ours));
  });

  it.each(members.filter(([, member]) => EXCLUDED[member] === undefined))("has %s.%s", (name, member) => {
    expect((RENAMED[member] ?? camelCase(member)) in (ours[name] ?? {})).toBe(true);
  });

  it("are left out or renamed only where they exist", () => {
    const known = new Set(members.map(([, member]) => member));
    expect([...Object.keys(RENAMED), ...Object.keys(EXCLUDED)].filter((name) => !known.has(name))).toEqual(
      [],
    );
  });
});
