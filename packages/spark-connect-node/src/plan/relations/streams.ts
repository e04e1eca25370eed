import { requireVersion } from "../require-version.ts";
import type { PlanContext, RelType } from "./context.ts";
import type { Options } from "./sources.ts";

/** Where the rows of a streaming DataFrame come from: sources read on and on. */
export type StreamOp =
  | {
      readonly kind: "streamingSource";
      /** Absent: `spark.sql.sources.default`. */
      readonly format?: string;
      /** DDL or JSON. */
      readonly schema?: string;
      readonly options: Options;
      readonly path?: string;
      /** What the checkpoint calls the source. */
      readonly sourceName?: string;
    }
  | { readonly kind: "streamingTable"; readonly name: string; readonly options: Options }
  | { readonly kind: "streamingChanges"; readonly name: string; readonly options: Options };

export function streamToProto(op: StreamOp, { target }: PlanContext): RelType {
  switch (op.kind) {
    case "streamingSource":
      if (op.sourceName !== undefined) requireVersion(target, 4, 2, "readStream.name()");
      return {
        case: "read",
        value: {
          isStreaming: true,
          readType: {
            case: "dataSource",
            value: {
              ...(op.format === undefined ? {} : { format: op.format }),
              // Empty, as PySpark says "none".
              schema: op.schema ?? "",
              options: { ...op.options },
              paths: op.path === undefined ? [] : [op.path],
              ...(op.sourceName === undefined ? {} : { sourceName: op.sourceName }),
            },
          },
        },
      };
    case "streamingTable":
      return {
        case: "read",
        value: {
          isStreaming: true,
          readType: {
            case: "namedTable",
            value: { unparsedIdentifier: op.name, options: { ...op.options } },
          },
        },
      };
    case "streamingChanges":
      requireVersion(target, 4, 2, "readStream.changes()");
      return {
        case: "relationChanges",
        value: { unparsedIdentifier: op.name, options: { ...op.options }, isStreaming: true },
      };
    default:
      return op satisfies never;
  }
}
