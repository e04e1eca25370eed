import type { JsonType, SourceType } from "@dataworks/test-data";

/**
 * The types that an initial schema may name: string, text, boolean, timestamp, integer, bigint, double and decimal
 * (a double). Dates have no type of their own there and begin as timestamps.
 */
const common = {
  uuid: "string",
  string: "string",
  boolean: "boolean",
  timestamp: "timestamp",
  date: "timestamp",
  smallint: "integer",
  integer: "integer",
  bigint: "bigint",
} as const;

/** By the types of CSV's columns. */
export const csvInitialTypes: Readonly<Record<SourceType, string>> = {
  ...common,
  text: "text",
  "user-input": "text",
  numeric: "decimal",
};

/** By those of JSON's; `undefined` for nested ones, which an initial schema cannot name. */
export const jsonInitialTypes: Readonly<Record<JsonType, string | undefined>> = {
  ...common,
  text: "string",
  varchar: "string",
  choice: "string",
  amount: "double",
  address: undefined,
  contacts: undefined,
  sectors: undefined,
};
