import type {
  ExecutePlanResponse,
  ExecutePlanResponse_Metrics,
  FetchErrorDetailsResponse_Error,
} from "#gen/spark/connect/base_pb.js";
import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import type { DataType } from "#gen/spark/connect/types_pb.js";

/** The response kinds that the execution layer consumes itself and never hands on. */
type ConsumedResponse = "arrowBatch" | "resultComplete" | "executionProgress";

/** A command's answer, as the `response_type` oneof of ExecutePlanResponse carries it. */
export type CommandResult = Exclude<
  ExecutePlanResponse["responseType"],
  { case: ConsumedResponse } | { case: undefined }
>;

/** One step of a running query's answer, checked and in the order of the server. */
export type ExecuteEvent =
  | { readonly kind: "schema"; readonly schema: DataType }
  | {
      readonly kind: "arrowBatch";
      /** One whole Arrow IPC stream: chunks are joined. */
      readonly data: Uint8Array;
      /** Rows in it, as the server counted them. */
      readonly rowCount: number;
      /** Index of its first row in the result; older servers do not say. */
      readonly startOffset: bigint | undefined;
    }
  | { readonly kind: "metrics"; readonly metrics: ExecutePlanResponse_Metrics }
  | {
      readonly kind: "observedMetrics";
      readonly name: string;
      readonly planId: bigint;
      readonly keys: readonly string[];
      readonly values: readonly Expression_Literal[];
      /** Set when collecting these metrics failed: the errors, and which of them is the root. */
      readonly failure:
        | { readonly rootErrorIdx: number; readonly errors: readonly FetchErrorDetailsResponse_Error[] }
        | undefined;
    }
  | { readonly kind: "result"; readonly result: CommandResult };
