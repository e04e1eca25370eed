/** What a launch is about, whoever did it. */
export interface LaunchSummary {
  readonly clusterId: string;
  /** The cluster's name. */
  readonly name: string;
  readonly launchKeys: readonly string[];
  readonly modules: readonly string[];
  /** `2026-11-20` or `2026-11-20..2026-11-21`. */
  readonly days: string;
  /** Names of the steps, in order. */
  readonly steps: readonly string[];
}

/** How a launch ended well. */
export type LaunchOutcome =
  | (LaunchSummary & {
      readonly kind: "launched";
      /** The copy that was made of it, or the one named; null: none. */
      readonly securityConfiguration: string | null;
    })
  | (LaunchSummary & {
      readonly kind: "already launched";
      /** EMR's word: STARTING, RUNNING, … */
      readonly state: string;
    });
