import type { ExecutePlanResponse_ExecutionProgress } from "#gen/spark/connect/base_pb.js";

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
  };
}
