import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import type { Expression } from "../expression.ts";
import { expressionToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import type { PlanContext, RelType } from "./context.ts";

/** What Spark computes about a relation, and samples by strata. */
export type StatisticsOp =
  | { readonly kind: "summary"; readonly input: Relation; readonly statistics: readonly string[] }
  | { readonly kind: "describe"; readonly input: Relation; readonly columns: readonly string[] }
  | { readonly kind: "cov"; readonly input: Relation; readonly columns: readonly [string, string] }
  | {
      readonly kind: "corr";
      readonly input: Relation;
      readonly columns: readonly [string, string];
      readonly method: "pearson";
    }
  | {
      readonly kind: "approxQuantile";
      readonly input: Relation;
      readonly columns: readonly string[];
      readonly probabilities: readonly number[];
      readonly relativeError: number;
    }
  | { readonly kind: "crosstab"; readonly input: Relation; readonly columns: readonly [string, string] }
  | {
      readonly kind: "freqItems";
      readonly input: Relation;
      readonly columns: readonly string[];
      readonly support: number;
    }
  | {
      readonly kind: "sampleBy";
      readonly input: Relation;
      readonly column: Expression;
      readonly fractions: readonly { readonly stratum: Expression_Literal; readonly fraction: number }[];
      readonly seed: bigint;
    };

export function statisticsToProto(op: StatisticsOp, { build, target }: PlanContext): RelType {
  const input = build(op.input);
  switch (op.kind) {
    case "summary":
      return { case: "summary", value: { input, statistics: [...op.statistics] } };
    case "describe":
      return { case: "describe", value: { input, cols: [...op.columns] } };
    case "cov":
      return { case: "cov", value: { input, col1: op.columns[0], col2: op.columns[1] } };
    case "corr":
      return { case: "corr", value: { input, col1: op.columns[0], col2: op.columns[1], method: op.method } };
    case "approxQuantile":
      return {
        case: "approxQuantile",
        value: {
          input,
          cols: [...op.columns],
          probabilities: [...op.probabilities],
          relativeError: op.relativeError,
        },
      };
    case "crosstab":
      return { case: "crosstab", value: { input, col1: op.columns[0], col2: op.columns[1] } };
    case "freqItems":
      return { case: "freqItems", value: { input, cols: [...op.columns], support: op.support } };
    case "sampleBy":
      return {
        case: "sampleBy",
        value: {
          input,
          col: expressionToProto(op.column, target),
          fractions: op.fractions.map(({ stratum, fraction }) => ({ stratum, fraction })),
          seed: op.seed,
        },
      };
    default:
      return op satisfies never;
  }
}
