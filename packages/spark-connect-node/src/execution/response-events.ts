import type { ExecutePlanResponse } from "#gen/spark/connect/base_pb.js";
import type { ChunkAssembler } from "./chunk-assembler.ts";
import type { ExecuteEvent } from "./events.ts";
import { toQueryProgress } from "./progress.ts";
import type { ProgressReports } from "./progress.ts";

/**
 * What one response says. Schema and metrics come in messages whose oneof is unset, so each top-level field is
 * read for itself.
 */
export function responseEvents(
  response: ExecutePlanResponse,
  batches: ChunkAssembler,
  progress: ProgressReports,
): ExecuteEvent[] {
  const events: ExecuteEvent[] = [];
  if (response.schema !== undefined) events.push({ kind: "schema", schema: response.schema });
  const { responseType } = response;
  if (responseType.case === "arrowBatch") {
    const batch = batches.add(responseType.value);
    if (batch !== undefined) events.push(batch);
  } else if (responseType.case === "executionProgress") {
    progress.report(toQueryProgress(response.operationId, responseType.value));
  } else if (responseType.case !== undefined && responseType.case !== "resultComplete") {
    events.push({ kind: "result", result: responseType });
  }
  if (response.metrics !== undefined) events.push({ kind: "metrics", metrics: response.metrics });
  for (const { name, planId, keys, values, rootErrorIdx, errors } of response.observedMetrics) {
    const failure = rootErrorIdx === undefined ? undefined : { rootErrorIdx, errors };
    events.push({ kind: "observedMetrics", name, planId, keys, values, failure });
  }
  return events;
}
