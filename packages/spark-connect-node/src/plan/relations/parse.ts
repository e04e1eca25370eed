import { Parse_ParseFormat as ProtoFormat } from "#gen/spark/connect/relations_pb.js";
import { type StructType, toProtoDataType } from "../../types/index.ts";
import type { Relation } from "../relation.ts";
import { requireVersion } from "../require-version.ts";
import type { PlanContext, RelType } from "./context.ts";
import type { Options } from "./sources.ts";

/** Rows read out of the texts of another relation's only column. */
export interface ParseOp {
  readonly kind: "parse";
  readonly input: Relation;
  readonly format: "csv" | "json" | "xml";
  /** Absent: inferred from the texts. */
  readonly schema?: StructType;
  readonly options: Options;
}

const formats = {
  csv: ProtoFormat.CSV,
  json: ProtoFormat.JSON,
  xml: ProtoFormat.XML,
} as const satisfies Record<ParseOp["format"], ProtoFormat>;

export function parseToProto(op: ParseOp, { build, target }: PlanContext): RelType {
  if (op.format === "xml") {
    requireVersion(target, 4, 2, "read.xml() of a DataFrame");
  }
  return {
    case: "parse",
    value: {
      input: build(op.input),
      format: formats[op.format],
      options: { ...op.options },
      ...(op.schema === undefined ? {} : { schema: toProtoDataType(op.schema) }),
    },
  };
}
