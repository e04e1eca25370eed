import { type Column, formatDataType, functions as f, type StructField } from "spark-connect-node";
import { entryLabel, noEntries } from "../convert/failures.ts";
import { ReservedColumnError } from "../errors.ts";
import { quoteName } from "../names.ts";

/** What of the conversions may have failed. */
export type FailureBatch = TextBatch | EntryBatch;

/** Values of whole columns, or of fields of their structs. */
export interface TextBatch {
  /** Where each path's column stands in the result: entries are in column order. */
  readonly positions: readonly number[];
  readonly paths: readonly string[];
  /** `array<string>` as long as `paths`: the source's text where it failed, null elsewhere. */
  readonly texts: Column;
}

/** Values inside an array or a map. */
export interface EntryBatch {
  /** `array<string>`, never null: finished entries. */
  readonly entries: Column;
}

/**
 * `error_desc`: what the incoming data brought in its own, then an entry for each value that could not be kept. Rows
 * without any have an empty array. Values inside arrays and maps come after all others.
 *
 * @throws ReservedColumnError when the data has an `error_desc` of a type that no texts can be appended to.
 */
export function errorColumn(batches: readonly FailureBatch[], own: StructField | undefined): Column {
  const parts = own === undefined ? [] : [broughtAlong(own)];
  const texts = batches.flatMap((batch) => ("texts" in batch ? [batch] : []));
  if (texts.length > 0) parts.push(entriesOfTexts(texts));
  parts.push(...batches.flatMap((batch) => ("texts" in batch ? [] : [batch.entries])));
  const [first, ...rest] = parts;
  if (first === undefined) return noEntries();
  return rest.length === 0 ? first : f.concat(first, ...rest);
}

/** Clean rows, nearly all, pay for one look for something that is not null; sorting and labelling wait behind it. */
function entriesOfTexts(batches: readonly TextBatch[]): Column {
  const all = concatenated(batches.map(({ texts }) => texts));
  const labels = f.array(
    ...batches.flatMap(({ positions, paths }) =>
      paths.map((path, at) =>
        f.struct(f.lit(positions[at] ?? 0).as("at"), f.lit(entryLabel(path)).as("label")),
      ),
    ),
  );
  const found = f.filter(
    f.zipWith(labels, all, (label, text) =>
      f.when(
        text.isNotNull(),
        f.struct(label.getField("at").as("at"), f.concat(label.getField("label"), text).as("entry")),
      ),
    ),
    (entry) => entry.isNotNull(),
  );
  const entries = f.transform(f.sortArray(found), (entry) => entry.getField("entry"));
  return f
    .when(
      f.exists(all, (text) => text.isNotNull()),
      entries,
    )
    .otherwise(noEntries());
}

function concatenated(arrays: readonly Column[]): Column {
  const [first, ...rest] = arrays;
  if (first === undefined) return noEntries();
  return rest.length === 0 ? first : f.concat(first, ...rest);
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
