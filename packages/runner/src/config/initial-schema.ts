import { type DataType, StructType, types } from "spark-connect-node";
import { InvalidSecretError } from "../errors.ts";
import type { InitialSchema } from "./secret.ts";

/** The types an initial schema may name. The original reads decimals as doubles and texts as strings. */
const TYPES: Readonly<Record<string, DataType>> = {
  string: types.string,
  text: types.string,
  boolean: types.boolean,
  timestamp: types.timestamp,
  integer: types.integer,
  bigint: types.long,
  double: types.double,
  decimal: types.double,
};

/**
 * The schema of a table that does not exist yet.
 *
 * @throws InvalidSecretError naming the column and the types there are.
 */
export function initialSchema(collection: string, columns: InitialSchema): StructType {
  const fields = [...columns].map(([name, type]) => {
    const known = TYPES[type.trim().toLowerCase()];
    if (known === undefined) {
      throw new InvalidSecretError(
        `The initial schema of ${collection} gives ${name} the type ${JSON.stringify(type)}. ` +
          `Give one of ${Object.keys(TYPES).join(", ")}.`,
      );
    }
    return { name: name.toLowerCase(), type: known };
  });
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name))
      throw new InvalidSecretError(
        `The initial schema of ${collection} has ${name} twice (names compare in lower case).`,
      );
    seen.add(name);
  }
  return new StructType(fields);
}
