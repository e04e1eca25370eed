interface OfCollection {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly collection: string;
}

/** A step that takes a while. */
export interface StepProgress extends OfCollection {
  /** `opening` is decrypting on the way into the staging area; the others are Spark's. */
  readonly kind: "opening" | "extracting" | "converting" | "staging";
  /** 0 to 1; undefined while nobody has said how much there is. */
  readonly fraction?: number;
}

/** What happens to a collection in a day, as it happens: for progress lines and logs. */
export type DayEvent =
  | (OfCollection & {
      readonly kind: "located";
      /** Keys that will be read. */
      readonly files: readonly string[];
      /** Keys of the day that will not, an older delivery for one. */
      readonly unread: readonly string[];
      readonly bytes: number;
    })
  | StepProgress
  | (OfCollection & { readonly kind: "staged"; readonly rows: number; readonly badRows: number })
  | (OfCollection & { readonly kind: "verified"; readonly rows: number; readonly files: number })
  | (OfCollection & {
      readonly kind: "published";
      readonly rows: number;
      readonly badRows: number;
      /** The schema's changes as a short diff; empty when there are none. */
      readonly changes: string;
      /** URI of the day's folder in the run that is now visible. */
      readonly location: string;
    });
