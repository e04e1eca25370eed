import { type StructType, toProtoDataType } from "../../types/index.ts";
import { type AliasExpression, call, type Expression } from "../expression.ts";
import { aliasToProto, expressionsToProto } from "../expression-proto.ts";
import type { Relation } from "../relation.ts";
import { requireVersion } from "../require-version.ts";
import { isAtLeast } from "../server-target.ts";
import type { PlanContext, RelType } from "./context.ts";

/** Changes of what columns there are, and of their names. */
export type ColumnsOp =
  | { readonly kind: "project"; readonly input: Relation; readonly expressions: readonly Expression[] }
  /** One node per call; each alias sees the columns of `input` only, not those made beside it. */
  | { readonly kind: "withColumns"; readonly input: Relation; readonly columns: readonly AliasExpression[] }
  | {
      readonly kind: "withColumnsRenamed";
      readonly input: Relation;
      readonly renames: readonly { readonly from: string; readonly to: string }[];
    }
  | {
      readonly kind: "drop";
      readonly input: Relation;
      readonly columns: readonly Expression[];
      readonly names: readonly string[];
    }
  /** All columns and one more: the number of the row, from 0. */
  | { readonly kind: "zipWithIndex"; readonly input: Relation; readonly name: string }
  | { readonly kind: "toDF"; readonly input: Relation; readonly names: readonly string[] }
  | { readonly kind: "toSchema"; readonly input: Relation; readonly schema: StructType };

export function columnsToProto(op: ColumnsOp, { build, target }: PlanContext): RelType {
  const input = build(op.input);
  switch (op.kind) {
    case "project":
      return { case: "project", value: { input, expressions: expressionsToProto(op.expressions, target) } };
    case "withColumns":
      return {
        case: "withColumns",
        value: { input, aliases: op.columns.map((column) => aliasToProto(column, target)) },
      };
    case "withColumnsRenamed":
      // 4.0 replaced the map by a list, which keeps the order and allows chains of renames.
      return {
        case: "withColumnsRenamed",
        value: isAtLeast(target, 4, 0)
          ? { input, renames: op.renames.map(({ from, to }) => ({ colName: from, newColName: to })) }
          : { input, renameColumnsMap: Object.fromEntries(op.renames.map(({ from, to }) => [from, to])) },
      };
    case "drop":
      return {
        case: "drop",
        value: { input, columns: expressionsToProto(op.columns, target), columnNames: [...op.names] },
      };
    case "zipWithIndex": {
      requireVersion(target, 4, 2, "zipWithIndex()");
      const index = call("distributed_sequence_id", []);
      const columns: Expression[] = [{ kind: "star" }, { kind: "alias", child: index, names: [op.name] }];
      return { case: "project", value: { input, expressions: expressionsToProto(columns, target) } };
    }
    case "toDF":
      return { case: "toDf", value: { input, columnNames: [...op.names] } };
    case "toSchema":
      return { case: "toSchema", value: { input, schema: toProtoDataType(op.schema) } };
    default:
      return op satisfies never;
  }
}
