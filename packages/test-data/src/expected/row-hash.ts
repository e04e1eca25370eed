import { createHash } from "node:crypto";
import { byCodeUnits, type Inferred, inferredColumns, scalarText, sparkJson } from "./inferred.ts";
import { isArray, type JsonObject, type JsonValue } from "../values/json-value.ts";

/**
 * The texts under the hashes of a day's records, one a record: values in the order of their fields' names, nulls left
 * out, joined by `||`, each as text by the type that Spark infers for its column over all of the records.
 */
export function hashedTexts(records: readonly JsonObject[]): string[] {
  const columns = Object.entries(inferredColumns(records)).sort(([left], [right]) =>
    byCodeUnits(left, right),
  );
  return records.map((record) =>
    columns.flatMap(([field, type]) => parts(record[field] ?? null, type)).join("||"),
  );
}

/** A column's parts of the text: an array of scalars has as many as it has elements. */
function parts(value: JsonValue, type: Inferred): string[] {
  if (value === null) return [];
  if (typeof type !== "object") return [scalarText(value, type)];
  if ("members" in type || typeof type.elements === "object" || !isArray(value)) {
    return [sparkJson(value, type)];
  }
  return value.filter((element) => element !== null).map((element) => scalarText(element, type.elements));
}

/** `row_hash_id` of that text: SHA-256 in hex. */
export function rowHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
