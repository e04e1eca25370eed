import type { DataFrame, SparkSession } from "../src/index.ts";

/**
 * A program: it gives a DataFrame, whose plan (and rows) are compared, or does something, and then what it sent is
 * compared. `columnNames` of a program here are `column_names` in Python.
 */
export type Program = (spark: SparkSession) => DataFrame | void | Promise<DataFrame | void>;

/** The programs of one topic, `programs/<topic>.ts` here and `programs/<topic>.py` in PySpark, by name. */
export interface Topic {
  readonly name: string;
  readonly programs: Readonly<Record<string, Program>>;
}

/** What is special about one program. A reason is a sentence that says why that is right. */
export interface Note {
  /** The plans may differ; the rows must be the same. */
  readonly plansDiffer?: string;
  /** Neither plans nor rows need be the same: a documented choice. */
  readonly choice?: string;
  /** The rows cannot be compared. */
  readonly noRows?: string;
  /** The client makes up a seed, which is another one each time. */
  readonly madeUpSeed?: true;
}

/** The name of a program in Python: `leftJoin` is `left_join`. */
export function pythonName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name of a program over all topics, as results give it: `joins.left_join`. */
export function programId(topic: string, name: string): string {
  return `${topic}.${pythonName(name)}`;
}
