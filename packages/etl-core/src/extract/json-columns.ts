import { type DataType, StructType, types } from "spark-connect-node";
import { ERROR_COLUMN } from "../conform/columns.ts";
import { throwProblems } from "../model/file-faults.ts";
import { hiveName } from "../model/identifiers.ts";
import { CORRUPT_COLUMN } from "./corrupt-column.ts";

/** The column of each row's digest. */
export const ROW_HASH_COLUMN = "row_hash_id";

/** What Hive or Parquet take for their own in a column's name. */
const REFUSED = /[\s,;:{}()[\]<>="'`\\/#]/u;
/** Inside a structure, Hive's parser of types takes these alone (TypeInfoUtils), and blanks, which nobody could type. */
const REFUSED_INSIDE = /[^\p{L}\p{Nd}_.$]/u;
/** Columns that the job makes itself, and what they are. */
const OWN: Readonly<Record<string, string>> = {
  [ROW_HASH_COLUMN]: "the column of each row's digest",
  [ERROR_COLUMN]: "where values are listed that could not be converted",
};

/**
 * A field's name as the table has it: a capital after the first letter becomes `_` and its lower case,
 * `higherDFADecision` is `higher_d_f_a_decision`. Everything else stays.
 */
export function snakeCase(name: string): string {
  return name.replaceAll(/(?<=.)[A-Z]/gsu, (letter) => `_${letter}`).toLowerCase();
}

/** A field at the top level of records, and the column it becomes. */
export interface JsonColumn {
  /** As the documents spell it. */
  readonly field: string;
  readonly name: string;
  /** What Spark infers of it over the whole day. */
  readonly inferred: DataType;
}

/**
 * The columns of a day's records, in the order of Spark's inferred schema.
 *
 * @param collection - For messages.
 * @throws SourceDataError when two fields become one column, or a name at any depth cannot be one in Hive: all of these together.
 */
export function jsonColumns(collection: string, inferred: StructType): JsonColumn[] {
  const fieldOf = new Map<string, string>();
  // Spark puts the column of bad rows among what it infers.
  const fields = inferred.fields.filter(({ name }) => name !== CORRUPT_COLUMN);
  const problems: string[] = [];
  const columns = fields.map(({ name: field, type }) => {
    const name = snakeCase(field);
    problems.push(
      ...nameProblems(collection, field, field, REFUSED),
      ...nestedProblems(collection, field, type),
    );
    const other = fieldOf.get(name);
    if (other !== undefined) {
      problems.push(
        `The fields ${quoted(other)} and ${quoted(field)} of ${collection} both become the column ${name}. Have one renamed.`,
      );
    }
    const own = OWN[hiveName(name)];
    if (own !== undefined) {
      problems.push(
        `${collection} has a field ${quoted(field)}, but ${hiveName(name)} is ${own}. Have it renamed at the source.`,
      );
    }
    fieldOf.set(name, field);
    return { field, name, inferred: type };
  });
  throwProblems(problems);
  return columns;
}

function nestedProblems(collection: string, path: string, type: DataType): string[] {
  if (type.kind === "array") {
    return nestedProblems(collection, `${path}[]`, type.elementType);
  }
  if (type.kind !== "struct") {
    return [];
  }
  const problems: string[] = [];
  const spelt = new Map<string, string>();
  for (const { name, type: inner } of type.fields) {
    problems.push(...nameProblems(collection, `${path}.${name}`, name, REFUSED_INSIDE));
    const other = spelt.get(hiveName(name));
    if (other !== undefined) {
      problems.push(
        `The fields ${quoted(`${path}.${other}`)} and ${quoted(`${path}.${name}`)} of ${collection} differ only in case, which Hive does not tell apart. Have one renamed.`,
      );
    }
    spelt.set(hiveName(name), name);
    problems.push(...nestedProblems(collection, `${path}.${name}`, inner));
  }
  return problems;
}

function nameProblems(collection: string, path: string, name: string, characters: RegExp): string[] {
  const [refused] = characters.exec(name) ?? (name === "" ? [""] : []);
  return refused === undefined
    ? []
    : [
        `The field ${quoted(path)} of ${collection} cannot be a column in Hive: its name ${
          refused === "" ? "is empty" : `holds ${refused === " " ? "a space" : quoted(refused)}`
        }. Have it renamed at the source.`,
      ];
}

const quoted = (text: string): string => JSON.stringify(text);

/**
 * A type with text in every leaf: how values are read, so that `1.10` and `1e400` arrive as they were written. A value
 * for a column that holds no parts is read as one text, whatever it is.
 *
 * @param previous - The column's type in the table; undefined for a column seen for the first time.
 */
export function textType(inferred: DataType, previous: DataType | undefined): DataType {
  if (inferred.kind === "null") {
    return previous === undefined ? types.string : allTexts(previous);
  }
  if (previous !== undefined && previous.kind !== "struct" && previous.kind !== "array") {
    return types.string;
  }
  if (inferred.kind === "struct" && (previous === undefined || previous.kind === "struct")) {
    const known = new Map(previous?.fields.map((field) => [hiveName(field.name), field.type]));
    return new StructType(
      inferred.fields.map(({ name, type }) => ({ name, type: textType(type, known.get(hiveName(name))) })),
    );
  }
  if (inferred.kind === "array" && (previous === undefined || previous.kind === "array")) {
    return types.array(textType(inferred.elementType, previous?.elementType));
  }
  return types.string;
}

/** A table's type with text in every leaf. */
function allTexts(type: DataType): DataType {
  if (type.kind === "array") {
    return types.array(allTexts(type.elementType));
  }
  return type.kind === "struct"
    ? new StructType(type.fields.map(({ name, type: inner }) => ({ name, type: allTexts(inner) })))
    : types.string;
}
