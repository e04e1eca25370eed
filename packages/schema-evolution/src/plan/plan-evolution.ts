import { type DataType, type StructField, StructType } from "spark-connect-node";
import { fieldsByName, isErrorColumn, nameKey } from "../names.ts";
import { declaredTypes } from "./declared-types.ts";
import { elementPath, fieldPath, keyPath, valuePath } from "./paths.ts";
import type { EvolutionPlan, EvolutionStep } from "./steps.ts";
import { sameType, storableType } from "./types.ts";

/**
 * Plans how data of one schema evolves into the columns a table already has.
 *
 * Columns compare by lower-case name, struct fields likewise at any depth, inside arrays and maps too. A previous
 * column keeps its name, place and type; one that the incoming data lacks comes back as null; new columns follow in
 * incoming order. `error_desc` takes no part on either side.
 *
 * A `VARCHAR(n)` or `CHAR(n)` of the table counts, although Spark reports a string ({@link declaredTypes}).
 *
 * @param table - The table's columns, or the initial schema where there is no table.
 * @param incoming - The columns of the data: all strings, already typed, or both.
 * @throws AmbiguousColumnError when two columns of one schema, or two fields of one struct, have one name.
 */
export function planEvolution(table: StructType, incoming: StructType): EvolutionPlan {
  const previous = declaredTypes(table);
  const merged = mergeFields("", columns(previous), columns(incoming));
  return { steps: merged.steps, previous, incoming, result: new StructType(merged.fields) };
}

function columns(schema: StructType): StructType {
  return new StructType(schema.fields.filter((field) => !isErrorColumn(field.name)));
}

interface MergedFields {
  readonly fields: readonly StructField[];
  readonly steps: readonly EvolutionStep[];
}

interface MergedType {
  readonly type: DataType;
  readonly step: EvolutionStep;
}

function mergeFields(path: string, previous: StructType, incoming: StructType): MergedFields {
  const known = fieldsByName(previous.fields, place(path, "previous"));
  const arrived = fieldsByName(incoming.fields, place(path, "incoming"));
  const fields: StructField[] = [];
  const steps: EvolutionStep[] = [];
  const absent: EvolutionStep[] = [];
  for (const field of previous.fields) {
    const match = arrived.get(nameKey(field.name));
    const merged = mergeField(fieldPath(path, field.name), field.type, match?.type);
    fields.push({ ...field, type: merged.type, nullable: true });
    steps.push(merged.step);
  }
  for (const field of incoming.fields) {
    if (known.has(nameKey(field.name))) continue;
    const added = fieldPath(path, field.name);
    checkNames(added, field.type);
    const type = storableType(field.type);
    if (type === undefined) {
      absent.push({ kind: "absent", path: added });
    } else {
      fields.push({ ...field, type, nullable: true });
      steps.push({ kind: "add", path: added, type });
      absent.push(...absentInside(added, field.type));
    }
  }
  return { fields, steps: [...steps, ...absent] };
}

function mergeField(path: string, previous: DataType, incoming: DataType | undefined): MergedType {
  // A previous `void` is nothing a table can hold; leaving it as it is keeps every previous column, as promised.
  const type = storableType(previous) ?? previous;
  return incoming === undefined
    ? { type, step: { kind: "restore", path, type } }
    : mergeTypes(path, type, incoming);
}

function mergeTypes(path: string, previous: DataType, incoming: DataType): MergedType {
  if (previous.kind === "struct" && incoming.kind === "struct") {
    const { fields, steps } = mergeFields(path, previous, incoming);
    return nested(path, incoming, new StructType(fields), steps);
  }
  if (previous.kind === "array" && incoming.kind === "array") {
    const element = mergeTypes(elementPath(path), previous.elementType, incoming.elementType);
    const type: DataType = { kind: "array", elementType: element.type, containsNull: true };
    return nested(path, incoming, type, [element.step]);
  }
  if (previous.kind === "map" && incoming.kind === "map") {
    const key = mergeTypes(keyPath(path), previous.keyType, incoming.keyType);
    const value = mergeTypes(valuePath(path), previous.valueType, incoming.valueType);
    const type: DataType = { kind: "map", keyType: key.type, valueType: value.type, valueContainsNull: true };
    return nested(path, incoming, type, [key.step, value.step]);
  }
  if (sameType(previous, incoming)) return { type: previous, step: { kind: "keep", path, type: previous } };
  return { type: previous, step: { kind: "convert", path, from: incoming, to: previous } };
}

/** Where nothing inside changes, not even the order, the whole is kept. */
function nested(path: string, from: DataType, to: DataType, steps: readonly EvolutionStep[]): MergedType {
  const kept = sameType(from, to) && steps.every((step) => step.kind === "keep");
  return {
    type: to,
    step: kept ? { kind: "keep", path, type: to } : { kind: "nested", path, from, to, steps },
  };
}

/** The parts of an added column that have no value yet, and so no place in its type. */
function absentInside(path: string, type: DataType): EvolutionStep[] {
  if (type.kind === "array") return absentInside(elementPath(path), type.elementType);
  if (type.kind === "map") return absentInside(valuePath(path), type.valueType);
  if (type.kind !== "struct") return [];
  return type.fields.flatMap((field): EvolutionStep[] => {
    const inner = fieldPath(path, field.name);
    return storableType(field.type) === undefined
      ? [{ kind: "absent", path: inner }]
      : absentInside(inner, field.type);
  });
}

/** An added struct has not been compared with anything, so its own names are still to be looked at. */
function checkNames(path: string, type: DataType): void {
  if (type.kind === "struct") {
    fieldsByName(type.fields, place(path, "incoming"));
    for (const field of type.fields) checkNames(fieldPath(path, field.name), field.type);
  } else if (type.kind === "array") {
    checkNames(elementPath(path), type.elementType);
  } else if (type.kind === "map") {
    checkNames(keyPath(path), type.keyType);
    checkNames(valuePath(path), type.valueType);
  }
}

function place(path: string, side: "previous" | "incoming"): string {
  return path === "" ? `the ${side} schema` : `${path} in the ${side} schema`;
}
