import { looksDelimitedBy, looksLike } from "../extract/looks-like.ts";
import { normaliseColumnName } from "../extract/column-names.ts";
import type { CollectionSpec } from "../model/collection.ts";
import { hiveName } from "../model/identifiers.ts";
import type { Delivered } from "./delivered.ts";

/** A file as the guard sees it. */
export interface GuardedFile {
  /** For messages: `s3://bucket/key`. */
  readonly where: string;
  /** Its columns under the table's names. */
  readonly columns: readonly string[];
  /** Its header as it is written; documents have none. */
  readonly header?: readonly string[];
}

/** What a collection's files are compared with. */
export interface ExpectedShape {
  /** The table's data columns, or the initial schema's; empty when nothing is known. */
  readonly columns: readonly string[];
  /** What the last published day before this one had; undefined when that is not known. */
  readonly delivered: Delivered | undefined;
}

/** How to let a real change through, for the end of a message. */
export const ACCEPT_REMEDY =
  "If the change is real, run the day with --accept-schema-change, or set acceptSchemaChange of the collection.";

/**
 * Compares the columns of each file of a day with those that are expected, before any row is read. A file that is
 * something else (another delimiter, an error page) has a column or two, and would bend the table for good.
 *
 * @returns what is wrong, a sentence for each file without a full stop; empty when nothing is. No name that only the
 *   file has is in it: without a header, those would be values.
 */
export function shapeFaults(
  { name, csv, minColumnShare }: Pick<CollectionSpec, "name" | "csv" | "minColumnShare">,
  files: readonly GuardedFile[],
  { columns, delivered }: ExpectedShape,
): string[] {
  const table = new Set(columns.map(hiveName));
  const before = delivered?.columns.map(hiveName).filter((column) => table.has(column)) ?? [];
  const [base, whose] =
    before.length > 0 && delivered !== undefined
      ? [new Set(before), `that ${delivered.day}, the last published day, had`]
      : [table, "of its table"];
  return files.flatMap(({ where, columns: own, header }) => {
    const names = new Set(own.map(hiveName));
    if (table.size === 0) {
      const looks = header === undefined ? undefined : guess(header, csv.delimiter);
      return looks === undefined ? [] : [`${where} of ${name} ${looks}`];
    }
    const inTable = countIn(table, names);
    const inBase = countIn(base, names);
    if (inTable > 0 && inBase >= minColumnShare * base.size) {
      return [];
    }
    const has =
      inTable === 0
        ? `none of the ${counted(table.size)} of its table`
        : `${inBase} of the ${counted(base.size)} ${whose}; at least ${Math.ceil(minColumnShare * base.size)} are expected`;
    const looks = header === undefined ? undefined : guess(header, csv.delimiter, table);
    return [`${where} of ${name} has ${has}${looks === undefined ? "" : `; it ${looks}`}`];
  });
}

function guess(
  header: readonly string[],
  delimiter: string,
  table?: ReadonlySet<string>,
): string | undefined {
  const known =
    table && ((names: readonly string[]) => countIn(table, new Set(names.map(normaliseColumnName))));
  return (
    looksLike(header.join(delimiter)) ??
    looksDelimitedBy(header, delimiter, known) ??
    looksDelimitedBy(header, delimiter)
  );
}

function countIn(wanted: ReadonlySet<string>, names: ReadonlySet<string>): number {
  let count = 0;
  for (const name of names) {
    if (wanted.has(name)) count += 1;
  }
  return count;
}

function counted(columns: number): string {
  return `${columns} ${columns === 1 ? "column" : "columns"}`;
}
