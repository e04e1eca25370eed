import type { Topic } from "./program.ts";
import { markdown } from "./report.ts";
import type { ServerOutcome, ServerOutcomes } from "./versions.ts";

/** What was not the same, server by server, then a table of topics and servers. */
export function serversReport(topics: readonly Topic[], outcomes: ServerOutcomes): string {
  const details = [...outcomes].flatMap(([release, all]) =>
    all
      .filter(({ kind }) => kind !== "same")
      .map(({ id, kind, how }) => `${release} ${kind === "differs" ? "✕ differs" : kind}: ${id}: ${how}`),
  );
  const header = ["topic", ...outcomes.keys()];
  const rows = topics
    .map(({ name }) => [name, ...[...outcomes.values()].map((all) => counts(all, name))])
    .filter((row) => row.slice(1).some((cell) => cell !== "–"));
  const sums = ["all", ...[...outcomes.values()].map((all) => counts(all, undefined))];
  return [...details, "", ...markdown(header, [...rows, sums])].join("\n");
}

const words: readonly (readonly [ServerOutcome["kind"], string])[] = [
  ["same", "same"],
  ["refused", "refused"],
  ["unknown", "unknown there"],
  ["other", "other"],
  ["differs", "DIFFERS"],
];

function counts(all: readonly ServerOutcome[], topic: string | undefined): string {
  const own = topic === undefined ? all : all.filter(({ id }) => id.startsWith(`${topic}.`));
  if (own.length === 0) return "–";
  return words
    .map(([kind, word]) => [own.filter((outcome) => outcome.kind === kind).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(", ");
}
