import { InvalidConfigurationError } from "../errors.ts";
import { hiveName } from "../model/identifiers.ts";

const HELPER = /^(?<table>.+)__(?:next|prev(?:_[1-9]\d*)?)$/u;

/** The table being made wider, before it takes the place of `table`. */
export function nextName(table: string): string {
  return `${hiveName(table)}__next`;
}

/** What `table` was before it was last made wider: metadata alone, over the same files. */
export function prevName(table: string): string {
  return `${hiveName(table)}__prev`;
}

/**
 * A free name to put a `__prev` or an unfinished `__next` aside under: `{t}__prev_1`, `{t}__prev_2`, …
 * Publishing drops nothing, so what was there before is renamed out of the way; clean-up takes it along.
 */
export function freeAsideName(table: string, existing: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = `${prevName(table)}_${number}`;
    if (!existing.has(name)) {
      return name;
    }
  }
}

/** Whether a name is one that widening a table makes. */
export function isHelperTable(name: string): boolean {
  return HELPER.test(name);
}

/** Of the existing tables, those that widening `table` has left behind; never `table` itself. */
export function helperTables(table: string, existing: Iterable<string>): string[] {
  return [...existing]
    .filter((name) => HELPER.exec(name)?.groups?.["table"] === hiveName(table))
    .sort((a, b) => (a < b ? -1 : 1));
}

/**
 * Checks that the collections of a module become tables that do not get in each other's way.
 *
 * @throws InvalidConfigurationError when two names are one in Hive, or one is a name that widening a table makes.
 */
export function checkTableNames(collections: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of collections) {
    const key = hiveName(name);
    const other = seen.get(key);
    if (other !== undefined) {
      throw new InvalidConfigurationError(
        `The collections ${other} and ${name} are one table, ${key}: Hive knows lower case only. Name each once.`,
      );
    }
    if (HELPER.test(key)) {
      throw new InvalidConfigurationError(
        `The collection ${name} cannot be a table: names ending in __next, __prev or __prev_1 are made while another table is renamed. Give it another name.`,
      );
    }
    seen.set(key, name);
  }
}
