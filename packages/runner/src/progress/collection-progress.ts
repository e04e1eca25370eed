import type { DayEvent, StepProgress } from "@dataworks/etl-core";

/** How far a collection is. */
export type CollectionProgress =
  | { readonly kind: "waiting" }
  | { readonly kind: "located"; readonly files: number; readonly bytes: number }
  | {
      readonly kind: "working";
      readonly step: StepProgress["kind"];
      readonly fraction: number | undefined;
    }
  | { readonly kind: "staged"; readonly rows: number; readonly badRows: number }
  | { readonly kind: "verified"; readonly rows: number; readonly files: number }
  | { readonly kind: "published"; readonly rows: number; readonly badRows: number };

/** What an event makes of a collection's progress. */
export function progressOf(event: DayEvent): CollectionProgress {
  switch (event.kind) {
    case "located":
      return { kind: "located", files: event.files.length, bytes: event.bytes };
    case "opening":
    case "extracting":
    case "converting":
    case "staging":
      return { kind: "working", step: event.kind, fraction: event.fraction };
    case "staged":
      return { kind: "staged", rows: event.rows, badRows: event.badRows };
    case "verified":
      return { kind: "verified", rows: event.rows, files: event.files };
    case "published":
      return { kind: "published", rows: event.rows, badRows: event.badRows };
    default:
      return event satisfies never;
  }
}

/** A collection's progress in a few words. */
export function describeProgress(progress: CollectionProgress): string {
  switch (progress.kind) {
    case "waiting":
      return "waiting";
    case "located":
      return `found ${count(progress.files, "file")}, ${bytes(progress.bytes)}`;
    case "working":
      return progress.fraction === undefined
        ? progress.step
        : `${progress.step} ${percent(progress.fraction)}`;
    case "staged":
      return `staged ${rows(progress)}`;
    case "verified":
      return `verified ${count(progress.rows, "row")} in ${count(progress.files, "file")}`;
    case "published":
      return `published ${rows(progress)}`;
    default:
      return progress satisfies never;
  }
}

/** `█████·····`, `width` characters wide. */
export function bar(fraction: number, width = 10): string {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return "█".repeat(filled) + "·".repeat(width - filled);
}

/** `12.3 MB`; decimal units. */
export function bytes(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** `1 row`, `1,234 rows`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-GB")} ${noun}${number === 1 ? "" : "s"}`;
}

function rows({ rows, badRows }: { rows: number; badRows: number }): string {
  return badRows === 0
    ? count(rows, "row")
    : `${count(rows, "row")}, left out ${badRows.toLocaleString("en-GB")}`;
}

function percent(fraction: number): string {
  return `${Math.round(Math.min(1, Math.max(0, fraction)) * 100)}%`;
}
