import { javaDouble } from "./java-double.ts";
import { isArray, JsonNumber, type JsonObject, type JsonValue, writeJson } from "../values/json-value.ts";

/** What Spark takes values for when it infers a schema from JSON; `nothing` is what only nulls have. */
export type Inferred =
  | "nothing"
  | "boolean"
  | "integer"
  | "double"
  | "string"
  | { readonly elements: Inferred }
  | { readonly members: Readonly<Record<string, Inferred>> };

/** The type of one value. */
function typeOf(value: JsonValue): Inferred {
  if (value === null) return "nothing";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "string") return "string";
  if (value instanceof JsonNumber) return /[.eE]/.test(value.text) ? "double" : "integer";
  if (isArray(value)) return { elements: inferred(value) };
  return { members: Object.fromEntries(Object.entries(value).map(([name, of]) => [name, typeOf(of)])) };
}

/** The type that fits all of some values: what does not go together is text. */
function inferred(values: readonly JsonValue[]): Inferred {
  return values.map(typeOf).reduce(merged, "nothing");
}

/** The types of the columns of some records. */
export function inferredColumns(records: readonly JsonObject[]): Readonly<Record<string, Inferred>> {
  const type = inferred(records);
  return typeof type === "object" && "members" in type ? type.members : {};
}

function merged(left: Inferred, right: Inferred): Inferred {
  if (left === right || right === "nothing") return left;
  if (left === "nothing") return right;
  if (typeof left === "object" && typeof right === "object") {
    if ("elements" in left && "elements" in right) return { elements: merged(left.elements, right.elements) };
    if ("members" in left && "members" in right) {
      const members = { ...left.members };
      for (const [name, type] of Object.entries(right.members)) {
        members[name] = merged(members[name] ?? "nothing", type);
      }
      return { members };
    }
  }
  const numbers: readonly Inferred[] = ["integer", "double"];
  return numbers.includes(left) && numbers.includes(right) ? "double" : "string";
}

/** A value as Spark's `CAST(… AS STRING)` writes it, for a type that is not nested. */
export function scalarText(value: JsonValue, type: Inferred): string {
  if (typeof value === "string") return value;
  if (value instanceof JsonNumber) return type === "double" ? javaDouble(Number(value.text)) : value.text;
  return writeJson(value);
}

/** A value as Spark's `to_json` writes it: members in the order of their names, without those that are null. */
export function sparkJson(value: JsonValue, type: Inferred): string {
  if (value === null) return "null";
  if (typeof type === "object" && "elements" in type && isArray(value)) {
    return `[${value.map((element) => sparkJson(element, type.elements)).join(",")}]`;
  }
  if (typeof type === "object" && "members" in type && isObject(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== null)
      .sort(([left], [right]) => byCodeUnits(left, right))
      .map(([name, of]) => `${JSON.stringify(name)}:${sparkJson(of, type.members[name] ?? "nothing")}`);
    return `{${members.join(",")}}`;
  }
  const text = scalarText(value, type);
  return type === "string" ? JSON.stringify(text) : text;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !isArray(value) && !(value instanceof JsonNumber);
}

/** The order of plain comparison, whatever the locale. */
export function byCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
