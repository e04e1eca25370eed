import { type CollectionPlan, type DayPlan, describeUnclaimed } from "@dataworks/etl-core";
import { bytes, count } from "../progress/collection-progress.ts";
import { formatTable } from "./table.ts";
import { formatChanges } from "./tables.ts";
import type { Colors, Layout } from "./terminal.ts";
import { visible } from "./visible.ts";

/**
 * A day's plan as people read it. Each day is compared with the tables as they are now, so most notes would come again
 * with every day: those are counted instead.
 *
 * @param printed - Notes of the days before, to which this day's are added.
 */
export function formatPlan(
  { day, collections, unclaimed }: DayPlan,
  layout: Layout,
  printed: Set<string> = new Set(),
): string {
  const table = formatTable({
    head: ["collection", "reads", "size", "table"],
    rows: collections.map(row),
    right: [2],
    width: layout.width,
  });
  const nobodys = describeUnclaimed(unclaimed);
  const all = [
    ...collections.flatMap((plan) => notes(plan, layout.colors)),
    ...(nobodys === "" ? [] : [`read by no collection: ${visible(nobodys)}`]),
  ];
  const fresh = layout.verbose === true ? all : all.filter((note) => !printed.has(note));
  for (const note of all) printed.add(note);
  const repeated = all.length - fresh.length;
  return [
    `${day}, planned`,
    table,
    ...fresh,
    ...(repeated === 0
      ? []
      : [
          `${count(repeated, "note")} as on the days before; --verbose prints ${repeated === 1 ? "it" : "them"} again`,
        ]),
  ].join("\n");
}

function row(plan: CollectionPlan): string[] {
  if (plan.kind === "missing") return [plan.name, `File Not Found for ${plan.error.prefix}`, "", ""];
  if (plan.kind === "faulty") return [plan.name, "would fail, see below", "", ""];
  const size = plan.files.reduce((sum, file) => sum + file.size, 0);
  return [plan.name, plan.files.map(({ key }) => visible(key)).join("\n"), bytes(size), plan.table];
}

function notes(plan: CollectionPlan, colors: Colors): string[] {
  if (plan.kind !== "ready") return [`${plan.name}: ${visible(plan.error.message)}`];
  const { name, changes, remarks, unread } = plan;
  return [
    ...(changes === "" ? [] : [`${name}: schema changes\n${formatChanges(changes, colors)}`]),
    ...remarks.map((remark) => `${name}: ${visible(remark)}`),
    ...(unread.length === 0
      ? []
      : [
          `${name}: would not be read, an older delivery: ${unread.map(({ key }) => visible(key)).join(", ")}`,
        ]),
  ];
}

/** A day's plan as the machine-readable document has it. */
export function planEntry({ day, collections, unclaimed }: DayPlan): object {
  const kinds = collections.map(({ kind }) => kind);
  const status = (["missing", "faulty"] as const).find((kind) => kinds.includes(kind)) ?? "ready";
  return { day, status, collections: collections.map(collectionEntry), unclaimed };
}

function collectionEntry(plan: CollectionPlan): object {
  switch (plan.kind) {
    case "missing":
    case "faulty":
      return {
        name: plan.name,
        status: plan.kind,
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
