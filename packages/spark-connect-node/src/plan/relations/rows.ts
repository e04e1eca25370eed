import type { Expression, SortExpression } from "../expression.ts";
import { expressionToProto, sortOrderToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import type { PlanContext, RelType } from "./context.ts";

/** Which rows there are, and in what order. */
export type RowsOp =
  | { readonly kind: "filter"; readonly input: Relation; readonly condition: Expression }
  | {
      readonly kind: "sort";
      readonly input: Relation;
      readonly order: readonly SortExpression[];
      /** False: within each partition. */
      readonly global: boolean;
    }
  | { readonly kind: "limit"; readonly input: Relation; readonly limit: number }
  | { readonly kind: "offset"; readonly input: Relation; readonly offset: number }
  | { readonly kind: "tail"; readonly input: Relation; readonly limit: number }
  /** Without names: all columns together are the key. */
  | {
      readonly kind: "deduplicate";
      readonly input: Relation;
      readonly names?: readonly string[];
      /** Of a stream: looks back as far as the watermark only. */
      readonly withinWatermark: boolean;
    }
  | {
      readonly kind: "sample";
      readonly input: Relation;
      readonly lowerBound: number;
      readonly upperBound: number;
      readonly withReplacement: boolean;
      readonly seed: bigint;
      /** Sorts first, so that several samples of one seed do not overlap. */
      readonly deterministicOrder?: boolean;
    };

export function rowsToProto(op: RowsOp, { build, target }: PlanContext): RelType {
  const input = build(op.input);
  switch (op.kind) {
    case "filter":
      return { case: "filter", value: { input, condition: expressionToProto(op.condition, target) } };
    case "sort":
      return {
        case: "sort",
        value: {
          input,
          order: op.order.map((order) => sortOrderToProto(order, target)),
          isGlobal: op.global,
        },
      };
    case "limit":
      return { case: "limit", value: { input, limit: op.limit } };
    case "offset":
      return { case: "offset", value: { input, offset: op.offset } };
    case "tail":
      return { case: "tail", value: { input, limit: op.limit } };
    case "deduplicate":
      return {
        case: "deduplicate",
        value: {
          input,
          allColumnsAsKeys: op.names === undefined,
          columnNames: [...(op.names ?? [])],
          withinWatermark: op.withinWatermark,
        },
      };
    case "sample":
      return {
        case: "sample",
        value: {
          input,
          lowerBound: op.lowerBound,
          upperBound: op.upperBound,
          withReplacement: op.withReplacement,
          seed: op.seed,
          deterministicOrder: op.deterministicOrder ?? false,
        },
      };
    default:
      return op satisfies never;
  }
}
