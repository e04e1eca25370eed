import { awkwardTexts } from "../template/awkward.ts";
import { formatTimestamp, midnight, plusDays } from "./calendar.ts";
import { scalarText } from "../expected/inferred.ts";
import { type JsonColumn, type JsonCollection, type JsonType } from "../template/json-template.ts";
import { JsonNumber, type JsonObject, type JsonValue } from "./json-value.ts";
import { jsonVocabulary } from "../template/json-vocabulary.ts";
import { hashOf, type Random, randomFrom } from "./random.ts";

/** One value: what the record says (`undefined`: the field is absent), and what the published table must say. */
export interface JsonCell {
  readonly value: JsonValue | undefined;
  /** As Spark's `CAST(… AS STRING)` in UTC; for a nested value, which goes by the day's other values, `undefined`. */
  readonly published: string | null | undefined;
}

/** What a value is made from. */
export interface JsonCellContext {
  readonly seed: string;
  readonly day: string;
  readonly collection: JsonCollection;
  /** From 0. The first has every field. */
  readonly row: number;
  readonly rows: number;
  /** From 0, in the collection. */
  readonly column: number;
  readonly random: Random;
  /** How often (0 to 1) a field is null or absent, and a text is an awkward one. */
  readonly empty: number;
  readonly awkward: number;
  /** Whether addresses have a county. */
  readonly county: boolean;
}

/** Texts that JSON, or what the job does with it, might trip over; each comes out as it went in. */
const awkward: readonly [string, ...string[]] = [
  "a||b",
  "||",
  '{"data": [{"id": 1}], "fields": null}',
  "]}",
  String.raw`\u0041 is no escape \n`,
  "tab\tand\bother\fcontrols\u0001",
  "a/b and a\\/b",
  ...awkwardTexts,
];

/** Nested texts, of which none looks like a number, a date or a boolean: the job types them by their looks. */
const nestedLines: readonly [string, ...string[]] = [
  "1 High Street",
  'The "Old" Mill',
  "Flat 3\nBlock B",
  "Tŷ Mawr 👩‍🚀",
  String.raw`C:\yard\2`,
  "Unit {7}, [B] || C",
];
const sectors: readonly [string, ...string[]] = [
  "Retail",
  "Care",
  'Hospitality, "Leisure"',
  "a||b",
  "Adeiladu – tŷ",
];

/** Columns that refer to another collection's `id`, by name. */
const references: Readonly<Record<string, JsonCollection>> = {
  supplier_id: "supplier",
  employee_id: "employee",
  task_id: "task",
  user_detail_id: "user_detail",
};

const same = (value: string): JsonCell => ({ value, published: value });
const nested = (value: JsonValue): JsonCell => ({ value, published: undefined });

/** The value of one column in one record. */
export function jsonCellOf(column: JsonColumn, context: JsonCellContext): JsonCell {
  const { row, random, seed, collection } = context;
  if (column.field === "id") return same(idOf(seed, collection, row));
  const mayBeEmpty = row > 0 && turnOf(context) >= awkward.length;
  if (mayBeEmpty && random.chance(context.empty)) {
    return { value: random.chance(0.5) ? null : undefined, published: null };
  }
  return makers[column.type](column, context);
}

/** The id of a thing: the same on every day. */
function idOf(seed: string, collection: JsonCollection, row: number): string {
  return randomFrom(hashOf(`${seed}/${collection}/${row}`)).uuid();
}

/** Rows since the middle of the day, where the awkward texts have their turn; before it, infinitely many. */
function turnOf({ row, rows }: JsonCellContext): number {
  const middle = Math.floor(rows / 2);
  return row < middle ? Number.POSITIVE_INFINITY : row - middle;
}

const makers: Readonly<Record<JsonType, (column: JsonColumn, context: JsonCellContext) => JsonCell>> = {
  uuid: identifier,
  string: freeText,
  text: freeText,
  varchar: freeText,
  choice: ({ choices }, { random }) => same(random.pick(choices ?? ["N/A"])),
  boolean: (_, { random }) => {
    const value = random.chance(0.5);
    return { value, published: String(value) };
  },
  timestamp: (_, { random, day, row }) => {
    const published = formatTimestamp(midnight(day) - 1 - random.below(60 * 86_400));
    return { value: row % 7 === 3 ? `${published.replace(" ", "T")}Z` : published, published };
  },
  date: (_, { random, day }) => {
    const value = plusDays(day, random.below(180) - 60);
    return { value, published: `${value} 00:00:00` };
  },
  smallint: (_, context) => wholeNumber(String(context.random.below(30)), context),
  integer: (_, context) => wholeNumber(String(context.random.below(500) - 20), context),
  bigint: (_, context) => wholeNumber(bigNumber(context), context),
  amount: (_, context) => amount(context),
  address: (_, context) => nested(address(context)),
  contacts: (_, { random, row }) => nested(times(countOf(row, random), () => contact(random))),
  sectors: (_, { random, row }) => nested(times(countOf(row, random), () => random.pick(sectors))),
};

function identifier({ field }: JsonColumn, { seed, rows, random }: JsonCellContext): JsonCell {
  const referred = references[field];
  return same(referred === undefined ? random.uuid() : idOf(seed, referred, random.below(rows)));
}

/** Free text: from the middle of a day on each awkward text comes once in each such column, elsewhere now and then. */
function freeText({ field }: JsonColumn, context: JsonCellContext): JsonCell {
  const { random, row, column } = context;
  const turn = turnOf(context);
  if (turn < awkward.length) return same(awkward[(turn + column) % awkward.length] ?? awkward[0]);
  if (row > 0 && random.chance(context.awkward)) return same(random.pick(awkward));
  return same(random.pick(jsonVocabulary[field] ?? ["unspecified"]));
}

/** Numbers up to the ends of 64 bits, some beyond what a double can hold. */
function bigNumber({ row, random }: JsonCellContext): string {
  if (row % 20 === 9) return String(9_007_199_254_740_993n + 2n * BigInt(row));
  if (row % 20 === 19) return String(-9_007_199_254_740_993n - 2n * BigInt(row));
  if (row % 50 === 5) return row % 100 === 5 ? "9223372036854775807" : "-9223372036854775808";
  return String(4_000_000_000 + random.below(1_000_000));
}

/** A whole number, in every other column now and then as a text. */
function wholeNumber(text: string, { row, column }: JsonCellContext): JsonCell {
  const quoted = column % 2 === 0 && row % 11 === 4;
  return { value: quoted ? text : new JsonNumber(text), published: text };
}

const amountForms: readonly string[] = ["1234.5", "0.1", "10.50", "1e-07", "1E10", "12", "-0.25", "1.5e+3"];

function amount({ row, random }: JsonCellContext): JsonCell {
  const hundredths = 1 + random.below(2_000_000);
  const plain = hundredths % 2 === 0 ? (hundredths / 100).toFixed(2) : String(hundredths / 100);
  const value = new JsonNumber(amountForms[row % 16] ?? plain);
  return { value, published: scalarText(value, "double") };
}

/** An address. Its coordinates always have a fraction, so that no day's are whole numbers throughout. */
function address({ random, row, county }: JsonCellContext): JsonObject {
  const degrees = (from: number, width: number): JsonNumber =>
    new JsonNumber(`${from + random.below(width)}.${String(random.below(999) * 10 + 5).padStart(4, "0")}`);
  const place = random.below(3);
  return {
    line1: random.pick(nestedLines),
    ...(row > 0 && place === 0 ? {} : { line2: row > 0 && place === 1 ? null : random.pick(nestedLines) }),
    town: random.pick(jsonVocabulary["town"] ?? ["Leeds"]),
    ...(county && (row === 0 || random.chance(0.9))
      ? { county: random.pick(jsonVocabulary["county"] ?? ["Gwynedd"]) }
      : {}),
    postcode: random.pick(jsonVocabulary["postcode"] ?? ["LS1 4AP"]),
    floor: new JsonNumber(String(random.below(20))),
    location: { lat: degrees(50, 9), lon: degrees(-7, 6) },
  };
}

function contact(random: Random): JsonObject {
  return {
    name: random.pick(jsonVocabulary["fullName"] ?? ["Ada Byrne"]),
    email: random.chance(0.2) ? null : random.pick(jsonVocabulary["email"] ?? ["a@example.org"]),
    telephone: `0${1_000_000_000 + random.below(1_000_000_000)}`,
    isPrimary: random.chance(0.5),
  };
}

/** How many elements an array has: up to 3; the first record's has one at least. */
const countOf = (row: number, random: Random): number =>
  (row === 0 ? 1 : 0) + random.below(row === 0 ? 3 : 4);

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
