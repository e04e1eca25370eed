import type { Report } from "../process/run.ts";

/** What long work is given: where to say how it goes, and how it is told to stop. */
export interface InstallContext {
  readonly report: Report;
  readonly signal?: AbortSignal | undefined;
}
