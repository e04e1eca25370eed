import { type Column, formatDataType, functions as f, type StructField } from "spark-connect-node";
import { entryLabel, type Failure, noEntries } from "../convert/failures.ts";
import { ReservedColumnError } from "../errors.ts";
import { quoteName } from "../names.ts";

/**
 * `error_desc`: what the incoming data brought in its own, then an entry for each value that could not be kept. Rows
 * without any have an empty array. Values inside arrays and maps come after all others.
 *
 * @throws ReservedColumnError when the data has an `error_desc` of a type that no texts can be appended to.
 */
export function errorColumn(failures: readonly Failure[], own: StructField | undefined): Column {
  const single = failures.flatMap((failure) => (failure.kind === "one" ? [failure] : []));
  const parts = [
    ...(own === undefined ? [] : [broughtAlong(own)]),
    ...entriesOfSingles(single),
    ...failures.flatMap((failure) => (failure.kind === "many" ? [failure.entries] : [])),
  ];
  const [first, ...rest] = parts;
  if (first === undefined) return noEntries();
  return rest.length === 0 ? first : f.concat(first, ...rest);
}

/** Clean rows, nearly all, pay for null tests only; labelling waits behind them. */
function entriesOfSingles(failures: readonly Extract<Failure, { kind: "one" }>[]): Column[] {
  if (failures.length === 0) return [];
  const some = anyOf(failures.map(({ text }) => text.isNotNull()));
  const entries = failures.map(({ path, text }) => f.concat(f.lit(entryLabel(path)), text));
  return [f.when(some, f.arrayCompact(f.array(...entries))).otherwise(noEntries())];
}

/** Whether any condition holds, nested as little as can be: servers refuse plans of some hundred levels. */
function anyOf(conditions: readonly Column[]): Column {
  const [first, ...rest] = conditions;
  if (first === undefined) return f.lit(false);
  if (rest.length === 0) return first;
  const half = Math.ceil(conditions.length / 2);
  return anyOf(conditions.slice(0, half)).or(anyOf(conditions.slice(half)));
}

function broughtAlong(field: StructField): Column {
  const column = f.col(quoteName(field.name));
  const { type } = field;
  if (type.kind === "null") return noEntries();
  const list = type.kind === "array" ? column : f.array(column);
  const element = type.kind === "array" ? type.elementType : type;
  if (element.kind !== "string" && element.kind !== "null") {
    throw new ReservedColumnError(field.name, formatDataType(type));
  }
  return f.coalesce(
    f.filter(list.cast("array<string>"), (entry) => entry.isNotNull()),
    noEntries(),
  );
}
