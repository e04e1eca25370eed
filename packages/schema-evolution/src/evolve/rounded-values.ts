import { type Column, type DataType, functions as f } from "spark-connect-node";
import { type FractionalKind, fractionalKind, isRounded } from "../convert/rounding.ts";
import { fieldsByName, nameKey, quoteName } from "../names.ts";
import { elementPath, fieldPath, valuePath } from "../plan/paths.ts";
import type { EvolutionPlan } from "../plan/steps.ts";

/**
 * Up to how many columns are counted one by one. Of more, the values are counted together: an aggregate for each of some
 * thousand columns is more code than a server has memory for.
 */
const MANY_COLUMNS = 100;

/** How many numbers of a row lose digits, place by place, on their way from text into double or float. */
export interface RoundedValues {
  /** To be added to the rows first. Their names begin with `__rounded_`. */
  readonly staged: readonly (readonly [name: string, column: Column])[];
  readonly places: readonly {
    /** The path of the column or of the part of it, as in `error_desc`. */
    readonly path: string;
    /** How many of a row's values are rounded: an integer, null for none. */
    readonly count: Column;
  }[];
}

/**
 * Finds the values that a plan keeps as the nearest double or float to what was written. To be counted in the pass that
 * reads the rows; nothing is asked of the server here.
 *
 * Columns are looked at by one lambda over an array of them, see `evolvedColumns`.
 */
export function roundedValues(plan: EvolutionPlan): RoundedValues {
  const arrived = fieldsByName(plan.incoming.fields, "the incoming schema");
  const whole = new Map<FractionalKind, { readonly path: string; readonly source: Column }[]>();
  const inside = plan.result.fields.flatMap((into) => {
    const from = arrived.get(nameKey(into.name));
    if (from === undefined) return [];
    const source = f.col(quoteName(from.name));
    const kind = from.type.kind === "string" ? fractionalKind(into.type) : undefined;
    if (kind === undefined) {
      return placesIn(into.name, from.type, into.type).map(({ path, count }) => ({
        path,
        count: count(source),
      }));
    }
    const members = whole.get(kind) ?? [];
    whole.set(kind, members);
    members.push({ path: into.name, source });
    return [];
  });
  const staged: [name: string, column: Column][] = [];
  const columns = [...whole].flatMap(([kind, members]) => {
    const texts = f.array(...members.map(({ source }) => source));
    if (members.length > MANY_COLUMNS) {
      const count = f.size(f.filter(texts, (text) => isRounded(text, kind)));
      return [{ path: `${String(members.length)} columns of ${kind}`, count }];
    }
    const name = `__rounded_${kind}`;
    staged.push([name, f.transform(texts, (text) => f.when(isRounded(text, kind), f.lit(1)))]);
    return members.map(({ path }, at) => ({ path, count: f.get(f.col(name), at) }));
  });
  return { staged, places: [...columns, ...inside] };
}

interface PlaceIn {
  readonly path: string;
  readonly count: (value: Column) => Column;
}

/** The places inside a value of one type on its way to another. */
function placesIn(path: string, from: DataType, to: DataType): readonly PlaceIn[] {
  const kind = from.kind === "string" ? fractionalKind(to) : undefined;
  if (kind !== undefined) return [{ path, count: (text) => f.when(isRounded(text, kind), f.lit(1)) }];
  if (from.kind === "struct" && to.kind === "struct") {
    const wanted = fieldsByName(to.fields, path);
    return from.fields.flatMap((field) => {
      const into = wanted.get(nameKey(field.name));
      if (into === undefined) return [];
      return placesIn(fieldPath(path, into.name), field.type, into.type).map((place) => ({
        path: place.path,
        count: (value: Column) => place.count(value.getField(field.name)),
      }));
    });
  }
  if (from.kind === "array" && to.kind === "array") {
    return placesIn(elementPath(path), from.elementType, to.elementType).map(inAll);
  }
  if (from.kind === "map" && to.kind === "map") {
    return placesIn(valuePath(path), from.valueType, to.valueType)
      .map(inAll)
      .map(({ path: place, count }) => ({ path: place, count: (value) => count(f.mapValues(value)) }));
  }
  return [];
}

function inAll({ path, count }: PlaceIn): PlaceIn {
  return {
    path,
    count: (elements) =>
      f.aggregate(elements, f.lit(0), (sum, element) => sum.plus(f.coalesce(count(element), f.lit(0)))),
  };
}
