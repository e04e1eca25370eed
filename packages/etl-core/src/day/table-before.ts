import type { StructType } from "spark-connect-node";
import { dataColumns, hidesPartition } from "../conform/columns.ts";
import type { PublishedBefore } from "../publish/delivered-columns.ts";
import { ACCEPT_REMEDY, type GuardedFile, shapeFaults } from "../conform/shape-guard.ts";
import { SourceDataError } from "../errors.ts";
import { ROW_HASH_COLUMN } from "../extract/json-columns.ts";
import { type CollectionSpec, isDeclaredPersonal } from "../model/collection.ts";
import { hiveName } from "../model/identifiers.ts";
import { PARTITION_COLUMN } from "../publish/statements.ts";
import { allRefused } from "../stage/all-refused.ts";
import type { ConversionErrors } from "../stage/conversion-errors.ts";
import type { StagedFooters } from "../verify/read-footers.ts";
import { nameOf } from "../model/object-store.ts";
import type { LookedAt } from "./located-collection.ts";

/** What a collection's table shows before a day. */
export interface TableBefore extends PublishedBefore {
  readonly table: "exists" | "new";
  /** The table's columns; the initial schema's where there is no table; undefined: neither. */
  readonly columns: StructType | undefined;
}

/** What {@link compareShape} finds. */
export interface ShapeVerdict {
  readonly faults: readonly SourceDataError[];
  /** The faults that the collection accepts, a line each for its changes. */
  readonly accepted: readonly string[];
}

/** Compares the files of a day with what the table shows ({@link shapeFaults}). */
export function compareShape(
  spec: CollectionSpec,
  files: readonly GuardedFile[],
  { columns, delivered, personalOn }: TableBefore,
): ShapeVerdict {
  const expected = dataColumns(columns)
    .names()
    .filter((name) => spec.format === "csv" || hiveName(name) !== ROW_HASH_COLUMN);
  const hiding = files.filter(({ columns: own }) => own.some((each) => hiveName(each) === PARTITION_COLUMN));
  const reserved = hiding.map(({ where }) => new SourceDataError(`${where} of ${hidesPartition(spec.name)}`));
  const found = shapeFaults(spec, files, { columns: expected, delivered });
  const opened = newlyOpen(spec, personalOn);
  if (spec.acceptSchemaChange) {
    return { faults: reserved, accepted: [...found, ...opened].map(accepted) };
  }
  const remedy =
    spec.format === "csv"
      ? "Have it delivered again, or correct csv.delimiter or csv.skipLines of the collection."
      : "Have it delivered again.";
  return {
    faults: [
      ...reserved,
      ...found.map((fault) => new SourceDataError(`${fault}. ${remedy} ${ACCEPT_REMEDY}`)),
      ...opened.map(
        (fault) => new SourceDataError(`${fault}. Set pii of the collection again. ${ACCEPT_REMEDY}`),
      ),
    ],
    accepted: [],
  };
}

/** CSV does not say what is personal data: without its option, what was kept apart would lie open from this day on. */
function newlyOpen(spec: CollectionSpec, personalOn: string | undefined): string[] {
  return spec.format === "csv" && !isDeclaredPersonal(spec) && personalOn !== undefined
    ? [
        `${spec.name} was published as personal data on ${personalOn}, and its configuration no longer says so: its rows would lie open`,
      ]
    : [];
}

/** A fault that is let through, as a line of a collection's changes: the ledger keeps it with them. */
function accepted(fault: string): string {
  return `! accepted: ${fault}`;
}

/** The files as the guard sees them; none while they are encrypted. */
export function guardedFiles(source: LookedAt): GuardedFile[] {
  return source.format === "csv"
    ? source.files.map(({ object, shape }) => ({
        where: nameOf(object),
        columns: shape.columns,
        header: shape.header,
      }))
    : [];
}

/**
 * Looks for columns of which nothing was converted ({@link allRefused}): a column of another meaning has come under the name.
 *
 * @returns the faults that the collection accepts, a line each for its changes.
 * @throws SourceDataError naming the columns, without a value.
 */
export function guardConversions(
  { name, unconvertibleColumns, acceptSchemaChange }: CollectionSpec,
  footers: Pick<StagedFooters, "files">,
  conversions: readonly ConversionErrors[],
): string[] {
  const allowed = new Set(unconvertibleColumns.map(hiveName));
  const refused = allRefused(footers.files, conversions).filter(
    ({ column }) => !allowed.has(hiveName(column)),
  );
  if (refused.length === 0) {
    return [];
  }
  const columns = refused.map(({ column, values }) => `${column} (${values})`).join(", ");
  const fault = `no value of ${name} converts to the type that its table has for ${columns}`;
  if (acceptSchemaChange) {
    return [accepted(fault)];
  }
  throw new SourceDataError(
    `${fault.charAt(0).toUpperCase()}${fault.slice(1)}. Have the files delivered again. ` +
      `If the values are as they should be, name the columns in unconvertibleColumns; they become null, with entries in error_desc. ${ACCEPT_REMEDY}`,
  );
}
