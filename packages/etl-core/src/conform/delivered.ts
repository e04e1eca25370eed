import type { DataType, StructType } from "spark-connect-node";
import { hiveName } from "../model/identifiers.ts";

/** What the files of a published day had. */
export interface Delivered {
  /** YYYY-MM-DD */
  readonly day: string;
  /**
   * Paths of their columns in lower case, and of the fields inside: `address`, `address.town`, `items[]`,
   * `items[].price`. See EvolutionStep in schema-evolution.
   */
  readonly columns: readonly string[];
}

/** The paths of a schema's columns and of all fields inside of them, as {@link Delivered} has them. */
export function columnPaths({ fields }: Pick<StructType, "fields">): string[] {
  return fields.flatMap(({ name, type }) => pathsOf(hiveName(name), type));
}

function pathsOf(path: string, type: DataType): string[] {
  if (type.kind === "struct") {
    return [path, ...type.fields.flatMap((field) => pathsOf(`${path}.${hiveName(field.name)}`, field.type))];
  }
  return type.kind === "array" ? [path, ...pathsOf(`${path}[]`, type.elementType)] : [path];
}

/** As an object keeps it. */
export function formatDelivered({ day, columns }: Delivered): string {
  return JSON.stringify({ version: 1, day, columns });
}

/** Reads what {@link formatDelivered} wrote; undefined for anything else: a day can be judged without it. */
export function parseDelivered(text: string): Delivered | undefined {
  try {
    const { version, day, columns } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return version === 1 && typeof day === "string" && isNames(columns) ? { day, columns } : undefined;
  } catch {
    return undefined;
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
