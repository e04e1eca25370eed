import type { Outcome } from "./compare.ts";
import type { Topic } from "./program.ts";

/** Every difference, path by path, then a table by topic. */
export function report(
  topics: readonly Topic[],
  plans: readonly Outcome[],
  rows: readonly Outcome[] | undefined,
): string {
  const lines = [...shown("plans", plans), ...shown("rows", rows ?? [])];
  const header = ["topic", "programs", "same plan", "other plan, on purpose", "plan differs"];
  const more = rows === undefined ? [] : ["same rows", "rows differ"];
  const table = topics.map(({ name, programs }) => [
    name,
    String(Object.keys(programs).length),
    ...counts(name, plans, ["same", "chosen", "differs"]),
    ...(rows === undefined ? [] : counts(name, rows, ["same", "differs"])),
  ]);
  const sums = ["all", ...(table[0]?.slice(1).map((_, at) => String(sum(table, at + 1))) ?? [])];
  return [...lines, ...markdown([...header, ...more], [...table, sums])].join("\n");
}

/** A table in Markdown. */
export function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

function shown(what: string, outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    outcome.kind === "differs"
      ? [`✕ ${outcome.id} (${what})`, ...outcome.how.slice(0, 12).map((how) => `    ${how}`), ""]
      : [],
  );
}

function counts(topic: string, outcomes: readonly Outcome[], kinds: readonly Outcome["kind"][]): string[] {
  const own = outcomes.filter(({ id }) => id.startsWith(`${topic}.`));
  return kinds.map((kind) => String(own.filter((outcome) => outcome.kind === kind).length));
}

function sum(table: readonly (readonly string[])[], column: number): number {
  return table.reduce((total, row) => total + Number(row[column]), 0);
}
