import type { ArrayType, Column, DataType, MapType, StructType } from "spark-connect-node";
import { functions as f } from "spark-connect-node";
import { fieldsByName, nameKey } from "../names.ts";
import { sameType } from "../plan/types.ts";
import { nullOf, ruleFor } from "./rules.ts";
import { ISO_TIMES, type TimeFormats } from "./time-formats.ts";

/**
 * A value as another type; null, at whatever depth, where it could not be kept.
 *
 * Structs convert field by field, by name: a field that only `to` has is null, one that only `from` has is left out.
 */
export function convertValue(
  value: Column,
  from: DataType,
  to: DataType,
  formats: TimeFormats = ISO_TIMES,
): Column {
  if (sameType(from, to)) return value;
  if (from.kind === "struct" && to.kind === "struct") return convertStruct(value, from, to, formats);
  if (from.kind === "array" && to.kind === "array") return convertArray(value, from, to, formats);
  if (from.kind === "map" && to.kind === "map") return convertMap(value, from, to, formats);
  return ruleFor(from, to, formats).convert(value);
}

function convertStruct(value: Column, from: StructType, to: StructType, formats: TimeFormats): Column {
  const arrived = fieldsByName(from.fields, "the struct");
  const fields = to.fields.map((field) => {
    const match = arrived.get(nameKey(field.name));
    const converted =
      match === undefined
        ? nullOf(field.type)
        : convertValue(value.getField(match.name), match.type, field.type, formats);
    return converted.as(field.name);
  });
  return f.when(value.isNotNull(), f.struct(...fields));
}

function convertArray(value: Column, from: ArrayType, to: ArrayType, formats: TimeFormats): Column {
  return f.transform(value, (element) => convertValue(element, from.elementType, to.elementType, formats));
}

/**
 * Keys are converted only where their type changes. One that does not convert, or becomes another's equal (`7` and
 * `07`), has no place in a map; then the whole map is null, since neither entry could be left out without losing it.
 */
function convertMap(value: Column, from: MapType, to: MapType, formats: TimeFormats): Column {
  const convert = (inner: Column): Column => convertValue(inner, from.valueType, to.valueType, formats);
  if (sameType(from.keyType, to.keyType)) return f.transformValues(value, (_key, inner) => convert(inner));
  const keys = f.transform(f.mapKeys(value), (key) => convertValue(key, from.keyType, to.keyType, formats));
  const usable = f.forall(keys, (key) => key.isNotNull()).and(f.size(f.arrayDistinct(keys)).eq(f.size(keys)));
  return f.when(usable, f.mapFromArrays(keys, f.transform(f.mapValues(value), convert)));
}
