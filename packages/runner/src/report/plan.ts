import type { CollectionPlan, DayPlan } from "@dataworks/etl-core";
import type { Colors } from "./terminal.ts";
import { bytes } from "../progress/collection-progress.ts";
import { formatChanges, plainTable } from "./tables.ts";

/** A day's plan as people read it. */
export function formatPlan({ day, collections }: DayPlan, colors: Colors): string {
  const table = plainTable(["collection", "reads", "size", "table"], [2]);
  for (const plan of collections) table.push(row(plan));
  return [`${day}, planned`, table.toString(), ...collections.flatMap((plan) => notes(plan, colors))].join(
    "\n",
  );
}

function row(plan: CollectionPlan): string[] {
  if (plan.kind === "missing") return [plan.name, plan.error.message, "", ""];
  const size = plan.files.reduce((sum, file) => sum + file.size, 0);
  return [plan.name, plan.files.map(({ key }) => key).join("\n"), bytes(size), plan.table];
}

function notes(plan: CollectionPlan, colors: Colors): string[] {
  if (plan.kind === "missing") return [];
  const { name, changes, remarks, unread } = plan;
  return [
    ...(changes === "" ? [] : [`${name}: schema changes`, formatChanges(changes, colors)]),
    ...remarks.map((remark) => `${name}: ${remark}`),
    ...(unread.length === 0
      ? []
      : [`${name}: would not be read, an older delivery: ${unread.map(({ key }) => key).join(", ")}`]),
  ];
}

/** A day's plan as the machine-readable document has it. */
export function planEntry({ day, collections }: DayPlan): object {
  const missing = collections.some((plan) => plan.kind === "missing");
  return { day, status: missing ? "missing" : "ready", collections: collections.map(collectionEntry) };
}

function collectionEntry(plan: CollectionPlan): object {
  switch (plan.kind) {
    case "missing":
      return {
        name: plan.name,
        status: "missing",
        error: { code: plan.error.code, message: plan.error.message },
      };
    case "ready":
      return {
        name: plan.name,
        status: "ready",
        table: plan.table,
        files: plan.files.map(({ key, size, etag, versionId }) => ({
          key,
          size,
          etag,
          version_id: versionId ?? null,
        })),
        unread: plan.unread.map(({ key }) => key),
        columns: plan.columns,
        changes: plan.changes === "" ? [] : plan.changes.split("\n"),
        remarks: plan.remarks,
      };
    default:
      return plan satisfies never;
  }
}
