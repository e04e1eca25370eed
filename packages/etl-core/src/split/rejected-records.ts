/** Why a record is left out, before Spark sees it. */
export type RejectReason =
  | "is not an object"
  | "has a name twice in one object"
  | "has a lone surrogate, which no text can hold"
  | "has a control character in a text"
  | "is nested too deeply"
  | "has a name that is too long";

/** A record that is left out. */
export interface RejectedRecord {
  /** Its place among the document's `data`, from 1. */
  readonly position: number;
  readonly reason: RejectReason;
}

/** How many are kept by name; all are counted. */
const KEPT = 5;

/** The records of a document that are left out. */
export class RejectedRecords {
  readonly first: RejectedRecord[] = [];
  count = 0;

  add(position: number, reason: RejectReason): void {
    this.count += 1;
    if (this.first.length < KEPT) {
      this.first.push({ position, reason });
    }
  }
}
