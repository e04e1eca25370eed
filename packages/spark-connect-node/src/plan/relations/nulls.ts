import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import type { Relation } from "../relation.ts";
import type { PlanContext, RelType } from "./context.ts";

/** What is done about nulls and other unwanted values. Without columns: all whose type fits. */
export type NullsOp =
  | {
      readonly kind: "fillNa";
      readonly input: Relation;
      readonly columns: readonly string[];
      /** One for all the columns, or one for each. */
      readonly values: readonly Expression_Literal[];
    }
  | {
      readonly kind: "dropNa";
      readonly input: Relation;
      readonly columns: readonly string[];
      /** A row stays with so many values that are not null; absent: with all. */
      readonly minNonNulls?: number;
    }
  | {
      readonly kind: "replace";
      readonly input: Relation;
      readonly columns: readonly string[];
      readonly replacements: readonly {
        readonly from: Expression_Literal;
        readonly to: Expression_Literal;
      }[];
    };

export function nullsToProto(op: NullsOp, { build }: PlanContext): RelType {
  const [input, cols] = [build(op.input), [...op.columns]];
  switch (op.kind) {
    case "fillNa":
      return { case: "fillNa", value: { input, cols, values: [...op.values] } };
    case "dropNa":
      return {
        case: "dropNa",
        value: { input, cols, ...(op.minNonNulls === undefined ? {} : { minNonNulls: op.minNonNulls }) },
      };
    case "replace":
      return {
        case: "replace",
        value: {
          input,
          cols,
          replacements: op.replacements.map(({ from, to }) => ({ oldValue: from, newValue: to })),
        },
      };
    default:
      return op satisfies never;
  }
}
