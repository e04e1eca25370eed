import type { ExecutePlanResponse_ExecutionProgress } from "#gen/spark/connect/base_pb.js";
import { ignoringErrors } from "../connection/ignoring-errors.ts";

/** One stage of a running query. */
export interface StageProgress {
  readonly stageId: bigint;
  readonly numTasks: number;
  readonly numCompletedTasks: number;
  /** Bytes read from the sources so far. */
  readonly inputBytesRead: bigint;
  readonly done: boolean;
}

/** How far a query has come; servers from 4.0 on send it about every two seconds. */
export interface QueryProgress {
  readonly operationId: string;
  readonly stages: readonly StageProgress[];
  /** Tasks running at this moment. */
  readonly inflightTasks: number;
  /** True in one last report, when the query has ended in whatever way. Queries too short for any report have none. */
  readonly done: boolean;
}

export function toQueryProgress(
  operationId: string,
  progress: ExecutePlanResponse_ExecutionProgress,
): QueryProgress {
  return {
    operationId,
    stages: progress.stages.map((stage) => ({
      stageId: stage.stageId,
      numTasks: Number(stage.numTasks),
      numCompletedTasks: Number(stage.numCompletedTasks),
      inputBytesRead: stage.inputBytesRead,
      done: stage.done,
    })),
    inflightTasks: Number(progress.numInflightTasks),
    done: false,
  };
}

/** Brings the progress of one operation to its listener, which cannot break the query. */
export class ProgressReports {
  readonly #listener: ((progress: QueryProgress) => void) | undefined;
  #last: QueryProgress | undefined;

  constructor(listener: ((progress: QueryProgress) => void) | undefined) {
    this.#listener = listener;
  }

  report(progress: QueryProgress): void {
    this.#last = progress;
    ignoringErrors(() => this.#listener?.(progress));
  }

  /** The operation has ended. */
  end(): void {
    if (this.#last !== undefined) this.report({ ...this.#last, inflightTasks: 0, done: true });
  }
}
