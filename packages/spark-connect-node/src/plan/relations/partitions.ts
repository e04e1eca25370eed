import type { Expression } from "../expression.ts";
import { expressionsToProto, expressionToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import { requireVersion } from "../require-version.ts";
import type { PlanContext, RelType } from "./context.ts";

/** How rows are spread over the cluster. */
export type PartitionsOp =
  | {
      readonly kind: "repartition";
      readonly input: Relation;
      readonly numPartitions: number;
      readonly shuffle: boolean;
    }
  | {
      readonly kind: "repartitionByExpression";
      readonly input: Relation;
      readonly expressions: readonly Expression[];
      readonly numPartitions?: number;
    }
  /** The value of `partition` is the number of the partition. */
  | {
      readonly kind: "repartitionById";
      readonly input: Relation;
      readonly numPartitions: number;
      readonly partition: Expression;
    };

export function partitionsToProto(op: PartitionsOp, { build, target }: PlanContext): RelType {
  const input = build(op.input);
  switch (op.kind) {
    case "repartition":
      return { case: "repartition", value: { input, numPartitions: op.numPartitions, shuffle: op.shuffle } };
    case "repartitionByExpression":
      return {
        case: "repartitionByExpression",
        value: {
          input,
          partitionExprs: expressionsToProto(op.expressions, target),
          ...(op.numPartitions === undefined ? {} : { numPartitions: op.numPartitions }),
        },
      };
    case "repartitionById":
      requireVersion(target, 4, 1, "repartitionById()");
      return {
        case: "repartitionByExpression",
        value: {
          input,
          numPartitions: op.numPartitions,
          partitionExprs: [
            {
              exprType: {
                case: "directShufflePartitionId",
                value: { child: expressionToProto(op.partition, target) },
              },
            },
          ],
        },
      };
    default:
      return op satisfies never;
  }
}
