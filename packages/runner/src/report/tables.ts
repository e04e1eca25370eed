import Table from "cli-table3";
import type { CollectionResult } from "../run/day-job.ts";
import type { Colors } from "./terminal.ts";

const count = (number: number): string => number.toLocaleString("en-GB");

/** A day's result as people read it: a table, then where each collection is, its schema changes, its unread files. */
export function formatDay(
  day: string,
  runId: number,
  collections: readonly CollectionResult[],
  colors: Colors,
): string {
  const table = plainTable(["collection", "rows", "left out", "schema"], [1, 2]);
  for (const { name, rows, badRows, changes } of collections) {
    table.push([name, count(rows), count(badRows), changes === "" ? "unchanged" : "changed"]);
  }
  return [
    `${day} ${colors.green("completed")}, run ${runId}`,
    table.toString(),
    ...collections.flatMap((collection) => notes(collection, colors)),
  ].join("\n");
}

function notes({ name, changes, location, unread }: CollectionResult, colors: Colors): string[] {
  return [
    `${name}: ${colors.dim(location)}`,
    ...(changes === "" ? [] : [formatChanges(changes, colors)]),
    ...(unread.length === 0 ? [] : [`  not read, an older delivery: ${unread.join(", ")}`]),
  ];
}

/** A diff of a schema, two spaces in: what is gained green, lost red, changed yellow. */
export function formatChanges(changes: string, colors: Colors): string {
  const paint: Readonly<Record<string, (line: string) => string>> = {
    "+": colors.green,
    "-": colors.red,
    "~": colors.yellow,
  };
  return changes
    .split("\n")
    .map((line) => `  ${paint[line.charAt(0)]?.(line) ?? line}`)
    .join("\n");
}

/** A table without colours, so that it reads the same in a log file. `right` are the columns of numbers. */
export function plainTable(head: string[], right: readonly number[] = []): Table.Table {
  return new Table({
    head,
    colAligns: head.map((_, index) => (right.includes(index) ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
}
