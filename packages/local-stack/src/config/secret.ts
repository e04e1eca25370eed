import { normaliseColumn } from "../sample/column-names.ts";
import { type SourceType, vacancyTemplate } from "../sample/template.ts";
import { names } from "./names.ts";

/**
 * The types that an initial schema may name: string, text, boolean, timestamp, integer, bigint, double and decimal
 * (a double). Dates have no type of their own there and begin as timestamps.
 */
const initialTypes: Readonly<Record<SourceType, string>> = {
  uuid: "string",
  string: "string",
  text: "text",
  "user-input": "text",
  boolean: "boolean",
  timestamp: "timestamp",
  date: "timestamp",
  smallint: "integer",
  integer: "integer",
  bigint: "bigint",
  numeric: "decimal",
};

/** The Secrets Manager secret of the job, for the vacancy module. */
export function jobSecret(): object {
  const collections = Object.keys(vacancyTemplate);
  const initial = Object.entries(vacancyTemplate).map(([collection, columns]) => [
    collection,
    Object.fromEntries(columns.map(({ header, type }) => [normaliseColumn(header), initialTypes[type]])),
  ]);
  return {
    collections: { vacancy: collections },
    src_bucket_names: { vacancy: names.sourceBucket },
    initial_spark_schema: { vacancy: Object.fromEntries(initial) },
  };
}
