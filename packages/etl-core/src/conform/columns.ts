import { type DataType, type StructField, StructType, types } from "spark-connect-node";
import { SourceDataError } from "../errors.ts";
import { hiveName } from "../model/identifiers.ts";
import { PARTITION_COLUMN } from "../publish/statements.ts";

/** Where the values are listed that could not be converted; the last of a run's columns. */
export const ERROR_COLUMN = "error_desc";

/** The columns of a file, by whether the table knows them. */
export interface SplitColumns {
  readonly known: readonly string[];
  /** Seen for the first time: what they hold has to be looked at before they have a type. */
  readonly fresh: readonly string[];
}

/**
 * The columns that data evolves into: the table's, or the initial schema's where there is no table. The partition's
 * is in no file, and the errors' is made anew.
 */
export function dataColumns(schema: StructType | undefined): StructType {
  const fields = schema?.fields ?? [];
  return new StructType(
    fields.filter(({ name }) => ![PARTITION_COLUMN, ERROR_COLUMN].includes(hiveName(name))),
  );
}

/**
 * Tells the columns of a file that the table knows from those it does not.
 *
 * @throws SourceDataError when the file has a column of the partition's name, which would hide the day.
 */
export function splitColumns(
  collection: string,
  columns: readonly string[],
  previous: StructType,
): SplitColumns {
  if (columns.some((name) => hiveName(name) === PARTITION_COLUMN)) {
    throw new SourceDataError(hidesPartition(collection));
  }
  const known = new Set(previous.fields.map((field) => hiveName(field.name)));
  // What the source itself lists as errors is kept as it is, and needs no look.
  known.add(ERROR_COLUMN);
  return {
    known: columns.filter((name) => known.has(hiveName(name))),
    fresh: columns.filter((name) => !known.has(hiveName(name))),
  };
}

/** What is wrong with a column of the partition's name: it would hide the day. */
export function hidesPartition(collection: string): string {
  return `${collection} has a column ${PARTITION_COLUMN}, which is the partition's: the day a row was uploaded. Have it renamed at the source.`;
}

/** Columns of text. */
export function textColumns(names: readonly string[]): StructType {
  return new StructType(names.map((name) => ({ name, type: types.string })));
}

/**
 * The columns whose values have to be looked at before all of their texts have types: those the table does not know, and
 * structures with a field inside that it does not.
 */
export function columnsToLookAt(
  text: StructType,
  fresh: readonly string[],
  previous: StructType,
): StructField[] {
  const known = typesByName(previous);
  return text.fields.filter(({ name, type }) => {
    const before = known.get(hiveName(name));
    return fresh.includes(name) || (before !== undefined && hasMore(type, before));
  });
}

function hasMore(type: DataType, previous: DataType): boolean {
  if (type.kind === "array" && previous.kind === "array") {
    return hasMore(type.elementType, previous.elementType);
  }
  if (type.kind !== "struct" || previous.kind !== "struct") {
    return false;
  }
  const known = typesByName(previous);
  return type.fields.some((field) => {
    const before = known.get(hiveName(field.name));
    return before === undefined || hasMore(field.type, before);
  });
}

/**
 * The schema of text whose fresh columns, and fields inside of known ones, have been looked at.
 *
 * @param fresh - Columns the table does not know.
 * @param chosen - What each column that was looked at holds; a text without any value has no type.
 */
export function incomingSchema(
  text: StructType,
  fresh: readonly string[],
  previous: StructType,
  chosen: ReadonlyMap<string, DataType>,
): StructType {
  const known = typesByName(previous);
  return new StructType(
    text.fields.map(({ name, type }) => {
      const before = fresh.includes(name) ? undefined : (known.get(hiveName(name)) ?? type);
      return { name, type: incomingType(type, before, chosen.get(name)) };
    }),
  );
}

function incomingType(
  text: DataType,
  previous: DataType | undefined,
  chosen: DataType | undefined,
): DataType {
  if (previous === undefined) {
    return chosen ?? types.null;
  }
  if (text.kind === "array" && previous.kind === "array") {
    const element = chosen?.kind === "array" ? chosen.elementType : undefined;
    return types.array(incomingType(text.elementType, previous.elementType, element));
  }
  if (text.kind !== "struct" || previous.kind !== "struct") {
    return text;
  }
  const known = typesByName(previous);
  const looked = chosen?.kind === "struct" ? typesByName(chosen) : new Map<string, DataType>();
  return new StructType(
    text.fields.map(({ name, type }) => ({
      name,
      type: incomingType(type, known.get(hiveName(name)), looked.get(hiveName(name))),
    })),
  );
}

function typesByName({ fields }: StructType): Map<string, DataType> {
  return new Map(fields.map(({ name, type }) => [hiveName(name), type]));
}

/** The columns of a run's files: the evolved ones and the errors. */
export function stagedColumns(evolved: StructType): StructType {
  const errors: Pick<StructField, "name" | "type"> = { name: ERROR_COLUMN, type: types.array(types.string) };
  return new StructType([...evolved.fields, errors]);
}

/** Types whose every value has a shape of its own, so that text of another shape does not convert. */
const SHAPED: ReadonlySet<DataType["kind"]> = new Set<DataType["kind"]>([
  "byte",
  "short",
  "integer",
  "long",
  "float",
  "double",
  "decimal",
  "boolean",
  "date",
  "timestamp",
  "timestamp_ntz",
]);

/**
 * The columns of text that may hold anything once they are converted. In the others, no character that could not be
 * decoded and no stray quote passes: such a value is listed as one that would not convert.
 */
export function freeTexts(columns: readonly string[], evolved: StructType): string[] {
  const shaped = new Set(
    evolved.fields.flatMap(({ name, type }) => (SHAPED.has(type.kind) ? [hiveName(name)] : [])),
  );
  return columns.filter((name) => !shaped.has(hiveName(name)));
}
