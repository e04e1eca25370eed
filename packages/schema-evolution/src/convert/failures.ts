import { type Column, type DataType, functions as f } from "spark-connect-node";
import { fieldsByName, nameKey } from "../names.ts";
import { elementPath, fieldPath, keyPath, valuePath } from "../plan/paths.ts";
import { sameType } from "../plan/types.ts";
import { ruleFor, textOf } from "./rules.ts";

/** What can be said of a conversion, from what went in and what came out: failures are not computed twice. */
export type Failure =
  | {
      readonly kind: "one";
      readonly path: string;
      /** The source value's text where it could not be kept; null where it could, or was null. */
      readonly text: Column;
    }
  | {
      readonly kind: "many";
      /** `array<string>`: an entry for each value inside an array or map that could not be kept. Never null. */
      readonly entries: Column;
    };

/** The text of an entry before the source value, to the letter that of the system this replaces. */
export function entryLabel(path: string): string {
  return `Type Conversion for column ${path}. The source value is: `;
}

/** An `array<string>` without elements. */
export function noEntries(): Column {
  return f.array().cast("array<string>");
}

/** The places where a conversion may have failed; none where every value of the type converts. */
export function failuresOf(
  path: string,
  source: Column,
  converted: Column,
  from: DataType,
  to: DataType,
): readonly Failure[] {
  if (sameType(from, to)) return [];
  if (from.kind === "struct" && to.kind === "struct") {
    const wanted = fieldsByName(to.fields, path);
    return from.fields.flatMap((field) => {
      const into = wanted.get(nameKey(field.name));
      if (into === undefined) return [];
      const inner = fieldPath(path, into.name);
      return failuresOf(
        inner,
        source.getField(field.name),
        converted.getField(into.name),
        field.type,
        into.type,
      );
    });
  }
  if (from.kind === "array" && to.kind === "array") {
    return each(elementPath(path), source, converted, from.elementType, to.elementType);
  }
  if (from.kind === "map" && to.kind === "map") {
    const values = each(
      valuePath(path),
      f.mapValues(source),
      f.mapValues(converted),
      from.valueType,
      to.valueType,
    );
    return sameType(from.keyType, to.keyType)
      ? values
      : [one(keyPath(path), source, converted, from), ...values];
  }
  return ruleFor(from, to).total === true ? [] : [one(path, source, converted, from)];
}

/**
 * The failures of many columns of one type, found by one lambda for all of them.
 *
 * @param paths - Of the columns, in the order of the arrays.
 * @param sources - An array of their values, which are neither structs, arrays nor maps.
 * @param converted - An array of what those became.
 */
export function failuresOfMany(
  paths: readonly string[],
  sources: Column,
  converted: Column,
  from: DataType,
): Failure {
  const labels = f.array(...paths.map((path) => f.lit(entryLabel(path))));
  const failed = f.zipWith(sources, converted, (source, value) =>
    f.when(value.isNull(), textOf(source, from)),
  );
  const entries = f.filter(
    f.zipWith(labels, failed, (label, text) => f.concat(label, text)),
    (entry) => entry.isNotNull(),
  );
  return {
    kind: "many",
    entries: f
      .when(
        f.exists(failed, (text) => text.isNotNull()),
        entries,
      )
      .otherwise(noEntries()),
  };
}

/** The entries of failures, in their order: an `array<string>`, never null. */
export function entriesOf(failures: readonly Failure[]): Column {
  const [first, ...rest] = failures.map((failure) =>
    failure.kind === "many"
      ? failure.entries
      : f.array(f.concat(f.lit(entryLabel(failure.path)), failure.text)),
  );
  if (first === undefined) return noEntries();
  return f.filter(rest.length === 0 ? first : f.concat(first, ...rest), (entry) => entry.isNotNull());
}

function one(path: string, source: Column, converted: Column, from: DataType): Failure {
  return { kind: "one", path, text: f.when(converted.isNull(), textOf(source, from)) };
}

/** Both sides have the same elements in the same order, so they are looked at in pairs. */
function each(
  path: string,
  source: Column,
  converted: Column,
  from: DataType,
  to: DataType,
): readonly Failure[] {
  const probe = failuresOf(path, f.lit(null), f.lit(null), from, to);
  if (probe.length === 0) return [];
  const nested = f.zipWith(source, converted, (before, after) =>
    entriesOf(failuresOf(path, before, after, from, to)),
  );
  // A map whose keys did not convert is null as a whole, and said so; its values are not to be said again.
  return [{ kind: "many", entries: f.when(converted.isNotNull(), f.flatten(nested)).otherwise(noEntries()) }];
}
