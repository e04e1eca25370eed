import type { Expression } from "../expression.ts";
import { expressionsToProto } from "../expression-proto.ts";
import type { MetricsObserver, Relation } from "../relation.ts";
import { requireVersion } from "../require-version.ts";
import type { PlanContext, RelType } from "./context.ts";

/** What is said about a relation, leaving its rows as they are. */
export type NoteOp =
  | { readonly kind: "alias"; readonly input: Relation; readonly name: string }
  | {
      readonly kind: "withWatermark";
      readonly input: Relation;
      readonly eventTime: string;
      readonly delayThreshold: string;
    }
  | {
      readonly kind: "hint";
      readonly input: Relation;
      readonly name: string;
      readonly parameters: readonly Expression[];
    }
  | {
      readonly kind: "collectMetrics";
      readonly input: Relation;
      readonly name: string;
      readonly metrics: readonly Expression[];
      /** Who waits for the values, when somebody does. */
      readonly observer?: MetricsObserver;
    };

export function noteToProto(op: NoteOp, { build, target }: PlanContext): RelType {
  const input = build(op.input);
  switch (op.kind) {
    case "alias":
      return { case: "subqueryAlias", value: { input, alias: op.name } };
    case "withWatermark":
      return {
        case: "withWatermark",
        value: { input, eventTime: op.eventTime, delayThreshold: op.delayThreshold },
      };
    case "hint":
      if (op.parameters.some(isColumn)) requireVersion(target, 4, 0, "a column as a parameter of hint()");
      return {
        case: "hint",
        value: { input, name: op.name, parameters: expressionsToProto(op.parameters, target) },
      };
    case "collectMetrics":
      // 3.5 sends the values without their names, and none at all for a write.
      if (op.observer !== undefined) requireVersion(target, 4, 0, "an Observation");
      return {
        case: "collectMetrics",
        value: { input, name: op.name, metrics: expressionsToProto(op.metrics, target) },
      };
    default:
      return op satisfies never;
  }
}

/** Whether a parameter is neither a plain value nor a list of such. */
function isColumn(parameter: Expression): boolean {
  return parameter.kind !== "literal" && !(parameter.kind === "function" && parameter.name === "array");
}
