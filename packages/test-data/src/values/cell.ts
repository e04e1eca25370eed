import { awkwardTexts, wholeNumberForms } from "../template/awkward.ts";
import { formatTimestamp, midnight, plusDays } from "./calendar.ts";
import { hashOf, type Random, randomFrom } from "./random.ts";
import type { SourceColumn, SourceType } from "../template/template.ts";
import { vocabulary } from "../template/vocabulary.ts";

/** One field: what the file says, and what the published table must say, as Spark's `CAST(… AS STRING)` in UTC. */
export interface Cell {
  readonly text: string;
  readonly published: string | null;
}

/** What a cell is made from. */
export interface CellContext {
  readonly seed: string;
  readonly day: string;
  /** From 0. */
  readonly row: number;
  readonly rows: number;
  /** From 0, in the template. */
  readonly column: number;
  readonly random: Random;
  readonly rates: Rates;
}

/** How often (0 to 1) the unusual happens. */
export interface Rates {
  readonly awkward: number;
  readonly empty: number;
  readonly numberForms: number;
}

/** The first rows are fit to be shown. */
const PLAIN_ROWS = 5;

const EMPTY: Cell = { text: "", published: null };
const same = (text: string): Cell => ({ text, published: text });

/** The id of a thing that other collections refer to: the same on every day. */
function entityId(seed: string, kind: string, index: number): string {
  return randomFrom(hashOf(`${seed}/${kind}/${index}`)).uuid();
}

/** Ids of vacancies: most of ten digits, some beyond what a double can hold. */
function vacancyId(index: number): string {
  return String(index % 50 === 49 ? 9_007_199_254_740_993n + BigInt(index) : 4_000_000_000n + BigInt(index));
}

/** Columns that identify a row or refer to another collection's; never empty. */
const identifiers: Readonly<Record<string, (context: CellContext) => string>> = {
  "Bid ID": ({ seed, row }) => entityId(seed, "bid", row),
  "Bid Id": ({ seed, row }) => entityId(seed, "bid", row),
  "Bid Employer Id": ({ seed, row }) => entityId(seed, "bid employer", row),
  "Introduction ID": ({ seed, row }) => entityId(seed, "introduction", row),
  "Vacancy Id": ({ row }) => vacancyId(row),
};

/** The field of one column in one row. */
export function cellOf(column: SourceColumn, context: CellContext): Cell {
  const identifier = identifiers[column.header];
  if (identifier !== undefined) return same(identifier(context));
  const mayBeEmpty = column.type !== "uuid" && turnOf(context) >= awkwardTexts.length;
  if (mayBeEmpty && context.random.chance(context.rates.empty)) return EMPTY;
  return makers[column.type](column, context);
}

/** Rows since the middle of the file, where the awkward values have their turn; before it, infinitely many. */
function turnOf({ row, rows }: CellContext): number {
  const middle = Math.floor(rows / 2);
  return row < middle ? Number.POSITIVE_INFINITY : row - middle;
}

const makers: Readonly<Record<SourceType, (column: SourceColumn, context: CellContext) => Cell>> = {
  uuid: (_, { random }) => same(random.uuid()),
  boolean: (_, { random }) => {
    const value = random.chance(0.5) ? "true" : "false";
    return { text: random.chance(0.1) ? value.toUpperCase() : value, published: value };
  },
  string: freeText,
  text: freeText,
  "user-input": freeText,
  timestamp: (_, { random, day }) => same(formatTimestamp(midnight(day) - 1 - random.below(60 * 86_400))),
  date: (_, { random, day }) => {
    const text = plusDays(day, random.below(180) - 60);
    return { text, published: `${text} 00:00:00` };
  },
  smallint: (_, context) => wholeNumber(1 + context.random.below(30), context),
  integer: (_, context) => wholeNumber(1 + context.random.below(500), context),
  bigint: (_, context) => wholeNumber(4_000_000_000 + context.random.below(1_000_000), context),
  numeric: (_, { random }) => {
    const hundredths = 100 + random.below(3_900);
    const published = String(hundredths / 100);
    return {
      text: random.chance(0.5) ? (hundredths / 100).toFixed(2) : published,
      published: published.includes(".") ? published : `${published}.0`,
    };
  },
};

/**
 * Free text: in the middle of every file each awkward text appears once in each such column, elsewhere now and then.
 */
function freeText({ header }: SourceColumn, context: CellContext): Cell {
  const { random, row, column, rates } = context;
  const turn = turnOf(context);
  if (turn < awkwardTexts.length) {
    return same(awkwardTexts[(turn + column) % awkwardTexts.length] ?? awkwardTexts[0]);
  }
  if (row >= PLAIN_ROWS && random.chance(rates.awkward)) return same(random.pick(awkwardTexts));
  return same(random.pick(vocabulary[header] ?? ["unspecified"]));
}

function wholeNumber(value: number, context: CellContext): Cell {
  const { random, row, column, rates } = context;
  const published = String(value);
  const inTurn = turnOf(context) < wholeNumberForms.length;
  if (!inTurn && !random.chance(rates.numberForms)) return same(published);
  const form = wholeNumberForms[(row + column) % wholeNumberForms.length];
  return { text: form?.(published) ?? published, published };
}
