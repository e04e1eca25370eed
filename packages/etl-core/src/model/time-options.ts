import type { TimeFormats } from "@dataworks/schema-evolution";
import { InvalidConfigurationError } from "../errors.ts";
import { hiveName } from "./identifiers.ts";

/** How the times of a collection are written, and those of columns that differ, by the table's names for them. */
export interface TimeOptions extends TimeFormats {
  readonly columns?: Readonly<Record<string, TimeFormats>>;
}

/** The formats of a column: its own options, then the collection's. */
export function timeFormatsOf(options: TimeOptions, column: string): TimeFormats {
  const { timeZone, dateFormat, timestampFormat, columns = {} } = options;
  const own = Object.entries(columns).find(([name]) => hiveName(name) === hiveName(column))?.[1];
  return {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(timestampFormat === undefined ? {} : { timestampFormat }),
    ...own,
  };
}

/**
 * Finds the columns with options of their own that the day's data does not have: a misspelt name, or a column that the
 * source renamed.
 *
 * @returns a sentence for the log and the plan, undefined when there are none.
 */
export function missingOptionColumns(
  { columns = {} }: TimeOptions,
  names: readonly string[],
): string | undefined {
  const known = new Set(names.map(hiveName));
  const missing = Object.keys(columns).filter((name) => !known.has(hiveName(name)));
  return missing.length === 0
    ? undefined
    : `columns has options for columns that the day's data does not have: ${missing.join(", ")}`;
}

/** @throws InvalidConfigurationError naming the collection and the option. */
export function checkTimeOptions(collection: string, options: TimeOptions): void {
  const places = Object.entries(options.columns ?? {}).map(
    ([column, formats]) => [`columns.${column}.`, formats] as const,
  );
  for (const [place, { timeZone, dateFormat, timestampFormat }] of [["", options] as const, ...places]) {
    const faults = [
      ["timeZone", timeZone, timeZone === undefined ? undefined : timeZoneFault(timeZone)],
      ["dateFormat", dateFormat, dateFormat === undefined ? undefined : patternFault(dateFormat, "date")],
      [
        "timestampFormat",
        timestampFormat,
        timestampFormat === undefined ? undefined : patternFault(timestampFormat, "timestamp"),
      ],
    ] as const;
    for (const [option, value, fault] of faults) {
      if (fault !== undefined) {
        throw new InvalidConfigurationError(
          `${place}${option} of ${collection}, ${JSON.stringify(value)}, ${fault}.`,
        );
      }
    }
  }
}

const OFFSET = /^[+-](?:0\d|1[0-7]):[0-5]\d$/u;
const REGION = /^(?!SystemV\/)[A-Z][A-Za-z_]*\/[A-Za-z0-9_+/-]+$/u;

/** What is wrong with a zone; undefined when nothing is. Letters alone, such as BST, mean several zones. */
export function timeZoneFault(zone: string): string | undefined {
  if (zone === "UTC" || zone === "GMT" || OFFSET.test(zone)) {
    return undefined;
  }
  if (!REGION.test(zone)) {
    return "is not a time zone. Use Region/City, such as Europe/London, or UTC, GMT or an offset such as +01:00";
  }
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions() && undefined;
  } catch {
    return "is not a known time zone. Use one of the IANA time zone database, such as Europe/London";
  }
}

/** The letters of patterns that Spark reads without guessing, and how often each may come in a row. */
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  y: [2, 4],
  M: [1, 2, 3, 4],
  d: [1, 2],
  H: [1, 2],
  h: [1, 2],
  a: [1],
  m: [1, 2],
  s: [1, 2],
  S: [1, 2, 3, 4, 5, 6],
  X: [1, 2, 3],
  x: [1, 2, 3],
};
const ONLY_TIME = ["H", "h", "a", "m", "s", "S", "X", "x"];

/** What is wrong with a pattern of dates or timestamps, in Spark's notation; undefined when nothing is. */
export function patternFault(pattern: string, kind: "date" | "timestamp"): string | undefined {
  const bare = pattern.replaceAll(/'[^']*'/gu, "");
  if (bare.includes("'")) {
    return "has a quote (') without an end. Put letters to be read as they are between two quotes, such as 'T'";
  }
  const runs = [...bare.matchAll(/([A-Za-z])\1*/gu)].map(([run]) => run);
  const odd = runs.find((run) => LETTERS[run.charAt(0)]?.includes(run.length) !== true);
  if (odd !== undefined) {
    return `has ${odd}, which is not supported. Use y, M, d, H or h with a, m, s, S, and X or x for an offset, such as dd/MM/yyyy HH:mm:ss; put other letters between quotes (')`;
  }
  const letters = runs.map((run) => run.charAt(0));
  const twice = letters.find((letter, at) => letters.indexOf(letter) !== at);
  if (twice !== undefined) {
    return `has ${twice} twice`;
  }
  const lacking = ["y", "M", "d"].filter((letter) => !letters.includes(letter));
  if (lacking.length > 0) {
    return `has no ${lacking.join(", ")}: a ${kind} needs year, month and day, such as dd/MM/yyyy`;
  }
  if (kind === "date") {
    const time = letters.find((letter) => ONLY_TIME.includes(letter));
    return time === undefined
      ? undefined
      : `has ${time}, which is a part of the time of day. Use timestampFormat for it`;
  }
  return letters.includes("H") || (letters.includes("h") && letters.includes("a"))
    ? undefined
    : "has no hour: use HH, or hh with a for AM and PM";
}
