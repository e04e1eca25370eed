import { type Column, type DataType, functions as f, StructType } from "spark-connect-node";
import { fieldsByName, nameKey } from "../names.ts";
import { elementPath, fieldPath, valuePath } from "../plan/paths.ts";
import { NO_VALUE, possibleTypes, type TextNotes } from "./possible-types.ts";

// The texts inside a type: itself, or those in its fields, elements and values of maps, at any depth, in the order of
// the fields. Both functions go through them in that order. Keys of maps are names and stay what they are: two that are
// one number (`7` and ` 7`) would have no place in one map.

/** The types that can hold one text of a value, all of its occurrences in arrays and maps. */
export type TextBits = (value: Column) => Column;

/**
 * For each text inside a type, how its bits come out of a value: null or {@link NO_VALUE} where there is no text.
 *
 * @param path - Where the type is, for the error.
 * @param notes - What is known of the texts; the stated type has the parts of `type`, or fewer.
 * @throws AmbiguousColumnError when two fields of one struct have one name.
 */
export function textsOf(path: string, type: DataType, notes: TextNotes): readonly TextBits[] {
  const { stated } = notes;
  if (type.kind === "string") return [(text) => possibleTypes(text, notes)];
  if (type.kind === "struct") {
    const fields = fieldsByName(type.fields, `${path} in the incoming schema`);
    const kinds = stated?.kind === "struct" ? fieldsByName(stated.fields, path) : undefined;
    return [...fields.values()].flatMap(({ name, type: inner }) =>
      textsOf(fieldPath(path, name), inner, { ...notes, stated: kinds?.get(nameKey(name))?.type }).map(
        (bits): TextBits =>
          (value) =>
            bits(value.getField(name)),
      ),
    );
  }
  if (type.kind === "array") {
    const element = stated?.kind === "array" ? stated.elementType : undefined;
    const texts = textsOf(elementPath(path), type.elementType, { ...notes, stated: element });
    return texts.map((bits) => (value) => bitsOfAll(value, bits));
  }
  if (type.kind === "map") {
    const inner = stated?.kind === "map" ? stated.valueType : undefined;
    const texts = textsOf(valuePath(path), type.valueType, { ...notes, stated: inner });
    return texts.map((bits) => (value) => bitsOfAll(f.mapValues(value), bits));
  }
  return [];
}

/** The type with each text inside it replaced. */
export function replaceTexts(type: DataType, replace: (text: DataType) => DataType): DataType {
  if (type.kind === "string") return replace(type);
  if (type.kind === "struct") {
    return new StructType(
      type.fields.map((field) => ({ ...field, type: replaceTexts(field.type, replace) })),
    );
  }
  if (type.kind === "array") return { ...type, elementType: replaceTexts(type.elementType, replace) };
  if (type.kind === "map") return { ...type, valueType: replaceTexts(type.valueType, replace) };
  return type;
}

/** The bits that all elements of an array have; elements without a text have no say. */
function bitsOfAll(elements: Column, bits: TextBits): Column {
  return f.aggregate(elements, f.lit(NO_VALUE), (common, element) =>
    common.bitwiseAnd(f.coalesce(bits(element), f.lit(NO_VALUE))),
  );
}
