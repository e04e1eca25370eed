import { InvalidConfigurationError } from "../errors.ts";

const IDENTIFIER = /^[A-Za-z0-9_]+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Checks a name that ends in SQL text and in object keys. Identifiers are quoted all the same; this keeps
 * everything surprising out before anything starts.
 *
 * @param what - what the name is of, for the message: "collection", "database".
 * @throws InvalidConfigurationError when the name is not wholly of `[A-Za-z0-9_]`.
 */
export function checkIdentifier(what: string, name: string): string {
  if (!IDENTIFIER.test(name)) {
    throw new InvalidConfigurationError(
      `The ${what} name ${JSON.stringify(name)} may only hold letters, digits and underscores (A-Z a-z 0-9 _). ` +
        `Correct it in the configuration or the secret.`,
    );
  }
  return name;
}

/**
 * Checks the shape of a day, `YYYY-MM-DD`. Whether it is a day of the calendar is the business of catchup, which made it.
 *
 * @throws InvalidConfigurationError when it has another shape.
 */
export function checkDay(day: string): string {
  if (!DAY.test(day)) {
    throw new InvalidConfigurationError(`${JSON.stringify(day)} is not a day written as YYYY-MM-DD.`);
  }
  return day;
}

/** The name Hive keeps: it knows lower case only. */
export function hiveName(name: string): string {
  return name.toLowerCase();
}

/** A name as Spark SQL takes it verbatim: in backquotes, a backquote inside doubled. */
export function quoteIdentifier(...parts: readonly string[]): string {
  return parts.map((part) => `\`${part.replaceAll("`", "``")}\``).join(".");
}
