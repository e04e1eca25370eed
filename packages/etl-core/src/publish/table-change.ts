import { type DataType, formatDataType, type StructField, type StructType } from "spark-connect-node";
import { PublishError } from "../errors.ts";
import { hiveName } from "../model/identifiers.ts";

/** What a table needs before files of the wanted columns can be read through it. */
export type TableChange =
  | { readonly kind: "create"; readonly columns: readonly StructField[] }
  | { readonly kind: "keep" }
  | { readonly kind: "add columns"; readonly columns: readonly StructField[] }
  /** A struct gains fields inside: the pair of renames. `columns` are all of the new table, in order. */
  | { readonly kind: "widen"; readonly columns: readonly StructField[]; readonly widened: readonly string[] };

/**
 * Decides how a table comes to hold the wanted columns. Columns compare in lower case; those the table has and the
 * wanted lack stay, and the order of the table stays.
 *
 * @param name - The table, for the error.
 * @param present - The table's data columns, without the partition's; undefined when there is no table.
 * @throws PublishError when a column would have to change its type to anything but a wider struct.
 */
export function decideTableChange(
  name: string,
  present: StructType | undefined,
  wanted: StructType,
): TableChange {
  if (present === undefined) {
    return { kind: "create", columns: wanted.fields };
  }
  const widened = new Map<string, DataType>();
  const added: StructField[] = [];
  for (const field of wanted.fields) {
    const column = fieldOf(present, field.name);
    if (column === undefined) {
      added.push(field);
      continue;
    }
    const difference = compareTypes(column.type, field.type);
    if (difference === "other") {
      throw new PublishError(
        `Column ${column.name} of ${name} is ${formatDataType(column.type)} and cannot become ${formatDataType(field.type)}. ` +
          `Keep its type, or give the new column another name.`,
      );
    }
    if (difference === "wider") {
      widened.set(hiveName(column.name), field.type);
    }
  }
  if (widened.size > 0) {
    const columns = present.fields.map((field) => ({
      ...field,
      type: widened.get(hiveName(field.name)) ?? field.type,
    }));
    return { kind: "widen", columns: [...columns, ...added], widened: [...widened.keys()] };
  }
  return added.length > 0 ? { kind: "add columns", columns: added } : { kind: "keep" };
}

/** Whether `to` is the same type, the same with more fields in its structs at any depth, or another. */
export function compareTypes(from: DataType, to: DataType): "same" | "wider" | "other" {
  if (from.kind === "struct" && to.kind === "struct") {
    const parts = from.fields.map((field) => {
      const match = fieldOf(to, field.name);
      return match === undefined ? "other" : compareTypes(field.type, match.type);
    });
    const gained = to.fields.some((field) => fieldOf(from, field.name) === undefined);
    return worst([...parts, gained ? "wider" : "same"]);
  }
  if (from.kind === "array" && to.kind === "array") {
    return compareTypes(from.elementType, to.elementType);
  }
  if (from.kind === "map" && to.kind === "map") {
    return worst([compareTypes(from.keyType, to.keyType), compareTypes(from.valueType, to.valueType)]);
  }
  return formatDataType(from) === formatDataType(to) ? "same" : "other";
}

function worst(parts: readonly ("same" | "wider" | "other")[]): "same" | "wider" | "other" {
  if (parts.includes("other")) {
    return "other";
  }
  return parts.includes("wider") ? "wider" : "same";
}

function fieldOf(struct: StructType, name: string): StructField | undefined {
  return struct.fields.find((field) => hiveName(field.name) === hiveName(name));
}
