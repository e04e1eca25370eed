import type { Day, DayRecord } from "@dataworks/catchup";
import type { DayFault } from "@dataworks/etl-core";

/** What is found of a day. */
export type Diagnosis =
  /** Published before records were kept, or never: nothing is concluded. */
  | { readonly kind: "no record"; readonly day: Day }
  /** Another runner has it now. */
  | { readonly kind: "running"; readonly day: Day; readonly owner: string; readonly until: Date }
  /** Every table shows what the ledger has. */
  | { readonly kind: "in order"; readonly day: Day; readonly runId: number }
  | Wrong;

/** A day that is not as it should be, or was not before a repair. */
export interface Wrong {
  readonly kind: "wrong" | "repaired";
  readonly day: Day;
  /** The run that the tables should show; undefined when the day was removed. */
  readonly runId: number | undefined;
  /** A run began to publish and did not record that it had. */
  readonly unfinished: boolean;
  readonly faults: readonly DayFault[];
}

/** What a look at a day has read. */
export interface Seen {
  readonly day: Day;
  readonly record: DayRecord | undefined;
  readonly holder: { readonly owner: string; readonly expiresAt: Date } | undefined;
  readonly faults: readonly DayFault[];
}

/** Decides what is found. */
export function diagnose({ day, record, holder, faults }: Seen): Diagnosis {
  if (record === undefined) return { kind: "no record", day };
  if (holder !== undefined) return { kind: "running", day, owner: holder.owner, until: holder.expiresAt };
  const unfinished = record.publishing !== undefined;
  const runId = (record.publishing ?? record.published)?.runId;
  if (faults.length > 0 || unfinished) return { kind: "wrong", day, runId, unfinished, faults };
  return runId === undefined && record.removedBy === undefined
    ? { kind: "no record", day }
    : { kind: "in order", day, runId: runId ?? record.runId };
}

/** Whether two reads of a record are the same: nobody wrote it between them. */
export function sameRecord(a: DayRecord | undefined, b: DayRecord | undefined): boolean {
  const essence = (record: DayRecord | undefined): unknown => [
    record?.runId,
    record?.status,
    record?.publishing?.runId,
    record?.published?.runId,
    record?.removedBy,
  ];
  return JSON.stringify(essence(a)) === JSON.stringify(essence(b));
}
