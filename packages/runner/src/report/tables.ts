import type { CollectionResult } from "../run/day-job.ts";
import { duration } from "./duration.ts";
import { formatTable } from "./table.ts";
import type { Colors, Layout } from "./terminal.ts";
import { visible } from "./visible.ts";

const count = (number: number): string => number.toLocaleString("en-GB");

/** A day that is done. */
export interface CompletedDay {
  readonly day: string;
  readonly runId: number;
  readonly collections: readonly CollectionResult[];
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/**
 * A day's result as people read it: a table, then what there is to know of a collection: its schema changes, its unread
 * files, and where it is, if that is asked for.
 */
export function formatDay({ day, runId, collections, ms }: CompletedDay, layout: Layout): string {
  const table = formatTable({
    head: ["collection", "rows", "left out", "schema"],
    rows: collections.map(({ name, rows, badRows, changes }) => [
      name,
      count(rows),
      count(badRows),
      schemaWord(changes),
    ]),
    right: [1, 2],
    width: layout.width,
  });
  return [
    `${day} ${layout.colors.green("completed")}, run ${runId}, in ${duration(ms)}`,
    table,
    ...collections.flatMap((collection) => notes(collection, layout)),
  ].join("\n");
}

function schemaWord(changes: string): string {
  if (changes === "") return "unchanged";
  return /^new,/m.test(changes) ? "new" : "changed";
}

function notes({ name, changes, location, unread }: CollectionResult, { colors, verbose }: Layout): string[] {
  const below = [
    ...(changes === "" ? [] : [formatChanges(changes, colors)]),
    ...(unread.length === 0 ? [] : [`  not read, an older delivery: ${unread.map(visible).join(", ")}`]),
  ];
  if (verbose === true) return [`${name}: ${colors.dim(location)}`, ...below];
  return below.length === 0 ? [] : [`${name}:`, ...below];
}

/** A diff of a schema, two spaces in: what is gained green, lost red, changed yellow. */
export function formatChanges(changes: string, colors: Colors): string {
  const paint: Readonly<Record<string, (line: string) => string>> = {
    "+": colors.green,
    "-": colors.red,
    "~": colors.yellow,
    "!": colors.yellow,
  };
  return changes
    .split("\n")
    .map(visible)
    .map((line) => `  ${paint[line.charAt(0)]?.(line) ?? line}`)
    .join("\n");
}
