import type { JsonType } from "../sample/json-template.ts";
import type { SourceType } from "../sample/template.ts";

/**
 * The types that an initial schema may name: string, text, boolean, timestamp, integer, bigint, double and decimal
 * (a double). Dates have no type of their own there and begin as timestamps.
 */
export const csvInitialTypes: Readonly<Record<SourceType, string>> = {
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

/** The same for columns of JSON; `undefined` for nested ones, which an initial schema cannot name. */
export const jsonInitialTypes: Readonly<Record<JsonType, string | undefined>> = {
  uuid: "string",
  string: "string",
  text: "string",
  varchar: "string",
  choice: "string",
  boolean: "boolean",
  timestamp: "timestamp",
  date: "timestamp",
  smallint: "integer",
  integer: "integer",
  bigint: "bigint",
  amount: "double",
  address: undefined,
  contacts: undefined,
  sectors: undefined,
};
