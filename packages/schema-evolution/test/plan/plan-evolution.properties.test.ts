import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { type DataType, StructType, types } from "spark-connect-node";
import { formatEvolution, hasChanges } from "../../src/plan/changes.ts";
import { planEvolution } from "../../src/plan/plan-evolution.ts";

const scalar = fc.constantFrom<DataType>(
  types.string,
  types.integer,
  types.long,
  types.double,
  types.boolean,
  types.date,
);
const name = fc.constantFrom("a", "b", "c", "d", "E", "f", "G");
const fieldsOf = (type: fc.Arbitrary<DataType>, minLength: number): fc.Arbitrary<StructType> =>
  fc
    .uniqueArray(fc.record({ name, type }), {
      minLength,
      maxLength: 5,
      selector: (field) => field.name.toLowerCase(),
    })
    .map((fields) => new StructType(fields));
const { type: anyType } = fc.letrec<{ type: DataType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fieldsOf(tie("type"), 1),
    tie("type").map((elementType): DataType => types.array(elementType)),
    tie("type").map((valueType): DataType => types.map(types.string, valueType)),
  ),
}));
const schema = fieldsOf(anyType, 0);

describe("planEvolution, whatever the schemas", () => {
  it("never loses, moves or retypes a previous column, and adds every new one once", () => {
    fc.assert(
      fc.property(schema, schema, (previous, incoming) => {
        const { result } = planEvolution(previous, incoming);
        expect(result.names().slice(0, previous.fields.length)).toEqual(previous.names());
        for (const field of previous.fields)
          expect(isWidened(field.type, result.field(field.name)?.type)).toBe(true);
        const added = incoming.names().filter((other) => previous.field(other) === undefined);
        expect(result.names().slice(previous.fields.length)).toEqual(added);
      }),
    );
  });

  it("evolving twice is evolving once", () => {
    fc.assert(
      fc.property(schema, schema, (previous, incoming) => {
        const once = planEvolution(previous, incoming);
        const twice = planEvolution(once.result, incoming);
        expect(twice.result).toEqual(once.result);
        expect(formatEvolution(twice)).not.toMatch(/^\+/m);
      }),
    );
  });

  it("a schema evolves into itself without a change", () => {
    fc.assert(
      fc.property(schema, (same) => {
        const plan = planEvolution(same, same);
        expect(plan.result.toDDL()).toBe(same.toDDL());
        expect(hasChanges(plan)).toBe(false);
      }),
    );
  });
});

/** Is it the type it was, but for fields added inside? */
function isWidened(before: DataType, after: DataType | undefined): boolean {
  if (after === undefined) return false;
  if (before.kind === "struct" && after.kind === "struct") {
    return before.fields.every((field, at) => {
      const now = after.fields[at];
      return now?.name === field.name && isWidened(field.type, now.type);
    });
  }
  if (before.kind === "array" && after.kind === "array")
    return isWidened(before.elementType, after.elementType);
  if (before.kind === "map" && after.kind === "map") return isWidened(before.valueType, after.valueType);
  return before.kind === after.kind;
}
