import Table from "cli-table3";
import type { CollectionResult } from "../run/day-job.ts";

const count = (number: number): string => number.toLocaleString("en-GB");

/** A day's result as people read it: a table, then each collection's schema changes and unread files. */
export function formatDay(day: string, runId: number, collections: readonly CollectionResult[]): string {
  const table = plainTable(["collection", "rows", "left out", "published to"], [1, 2]);
  for (const { name, rows, badRows, location } of collections) {
    table.push([name, count(rows), count(badRows), location]);
  }
  return [`${day} completed, run ${runId}`, table.toString(), ...collections.flatMap(notes)].join("\n");
}

function notes({ name, changes, unread }: CollectionResult): string[] {
  return [
    ...(changes === "" ? [] : [`${name}: schema changes`, indent(changes)]),
    ...(unread.length === 0 ? [] : [`${name}: not read, an older delivery: ${unread.join(", ")}`]),
  ];
}

/** A table without colours, so that it reads the same in a log file. `right` are the columns of numbers. */
export function plainTable(head: string[], right: readonly number[] = []): Table.Table {
  return new Table({
    head,
    colAligns: head.map((_, index) => (right.includes(index) ? "right" : "left")),
    style: { head: [], border: [] },
  });
}

/** Every line of a text two spaces in. */
export function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
