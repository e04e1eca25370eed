import type { DataType, DayTimeField, StructFactory, StructFieldInit, YearMonthField } from "./data-type.ts";
import { DAY_TIME_FIELDS, YEAR_MONTH_FIELDS } from "./data-type.ts";
import type { Token } from "./ddl-lexer.ts";
import { ddlError, tokenize } from "./ddl-lexer.ts";
import { normalizeCollation } from "./collation.ts";

const SIMPLE_WORDS: Readonly<Record<string, DataType>> = {
  void: { kind: "null" },
  boolean: { kind: "boolean" },
  tinyint: { kind: "byte" },
  byte: { kind: "byte" },
  smallint: { kind: "short" },
  short: { kind: "short" },
  int: { kind: "integer" },
  integer: { kind: "integer" },
  bigint: { kind: "long" },
  long: { kind: "long" },
  float: { kind: "float" },
  real: { kind: "float" },
  double: { kind: "double" },
  date: { kind: "date" },
  binary: { kind: "binary" },
  variant: { kind: "variant" },
};

/** One pass over the tokens of a DDL text; grammar and aliases as Spark 4.3 reads them. */
export class DdlParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #makeStruct: StructFactory;
  #next = 0;

  constructor(text: string, makeStruct: StructFactory) {
    this.#text = text;
    this.#tokens = tokenize(text);
    this.#makeStruct = makeStruct;
  }

  /** How far the text was understood: an offset. */
  get reached(): number {
    return this.#peek().at;
  }

  /** The whole text as one type. */
  type(): DataType {
    const type = this.#type();
    if (this.#peek().kind !== "end") this.#fail("the end of the type");
    return type;
  }

  /** The whole text as columns: `a INT, b STRING`. */
  columns(): DataType {
    const fields = [this.#field()];
    while (this.#takeSymbol(",")) fields.push(this.#field());
    if (this.#peek().kind !== "end") this.#fail("a comma or the end");
    return this.#makeStruct(fields);
  }

  #peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)];
    return token ?? { kind: "end", value: "", at: this.#text.length };
  }

  #fail(expected: string): never {
    const { kind, value, at } = this.#peek();
    throw ddlError(
      this.#text,
      at,
      `${expected} expected, found ${kind === "end" ? "the end" : JSON.stringify(value)}`,
    );
  }

  #isWord(word: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.kind === "word" && token.value.toLowerCase() === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#next++;
    return true;
  }

  #takeWords(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.#isWord(word, ahead))) return false;
    this.#next += words.length;
    return true;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#peek();
    if (token.kind !== "symbol" || token.value !== symbol) return false;
    this.#next++;
    return true;
  }

  #expectSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) this.#fail(JSON.stringify(symbol));
  }

  #integer(what: string, min: number, max: number): number {
    const token = this.#peek();
    if (token.kind !== "number") this.#fail(what);
    const value = Number(token.value);
    if (value < min || value > max) this.#fail(`${what} from ${min} to ${max}`);
    this.#next++;
    return value;
  }

  /** `(n)` when it is there. */
  #argument(what: string, min: number, max: number): number | undefined {
    if (!this.#takeSymbol("(")) return undefined;
    const value = this.#integer(what, min, max);
    this.#expectSymbol(")");
    return value;
  }

  #field(): StructFieldInit {
    const name = this.#peek();
    if (name.kind !== "word" && name.kind !== "quoted") this.#fail("a column name");
    this.#next++;
    this.#takeSymbol(":");
    const type = this.#type();
    const nullable = !this.#takeWords("not", "null");
    return { name: name.value, type, nullable, metadata: this.#comment() };
  }

  #comment(): Record<string, unknown> {
    if (!this.#takeWord("comment")) return {};
    if (this.#peek().kind !== "string") this.#fail("the text of the comment in quotes");
    let comment = "";
    while (this.#peek().kind === "string") {
      comment += this.#peek().value;
      this.#next++;
    }
    return { comment };
  }

  #type(): DataType {
    const token = this.#peek();
    if (token.kind !== "word") this.#fail("a type");
    const word = token.value.toLowerCase();
    const simple = Object.hasOwn(SIMPLE_WORDS, word) ? SIMPLE_WORDS[word] : undefined;
    this.#next++;
    if (simple !== undefined) return simple;
    switch (word) {
      case "string":
        return this.#takeWord("collate") ? this.#collated() : { kind: "string" };
      case "char":
      case "character":
      case "varchar":
        return this.#bounded(word === "varchar" ? "varchar" : "char");
      case "decimal":
      case "dec":
      case "numeric":
        return this.#decimal();
      case "time": {
        const precision = this.#argument("a precision", 0, 9) ?? 6;
        this.#takeWords("without", "time", "zone");
        return { kind: "time", precision };
      }
      case "timestamp":
      case "timestamp_ltz":
      case "timestamp_ntz":
        return this.#timestamp(word);
      case "interval":
        return this.#interval();
      case "geometry":
      case "geography":
        return this.#spatial(word);
      case "array":
        return this.#array();
      case "map":
        return this.#map();
      case "struct":
        return this.#struct();
      default:
        this.#next--;
        return this.#fail("a type");
    }
  }

  #collated(): DataType {
    let name = "";
    do {
      const token = this.#peek();
      if (token.kind !== "word" && token.kind !== "quoted") this.#fail("the name of a collation");
      name = token.value;
      this.#next++;
    } while (this.#takeSymbol("."));
    const collation = normalizeCollation(name);
    return collation === undefined ? { kind: "string" } : { kind: "string", collation };
  }

  #bounded(kind: "char" | "varchar"): DataType {
    this.#expectSymbol("(");
    const length = this.#integer("a length", 1, 2147483647);
    this.#expectSymbol(")");
    // Spark reads a collation here and drops it (seen on 4.3).
    if (this.#takeWord("collate")) this.#collated();
    return { kind, length };
  }

  #decimal(): DataType {
    if (!this.#takeSymbol("(")) return { kind: "decimal", precision: 10, scale: 0 };
    const precision = this.#integer("a precision", 1, 38);
    const scale = this.#takeSymbol(",") ? this.#integer("a scale", 0, precision) : 0;
    this.#expectSymbol(")");
    return { kind: "decimal", precision, scale };
  }

  #timestamp(word: "timestamp" | "timestamp_ltz" | "timestamp_ntz"): DataType {
    const precision = this.#argument("a precision", 6, 9) ?? 6;
    let local = word === "timestamp_ntz";
    if (word === "timestamp") {
      if (this.#takeWords("without", "time", "zone")) local = true;
      else this.#takeWords("with", "local", "time", "zone");
    }
    if (precision > 6) return { kind: local ? "timestamp_ntz_nanos" : "timestamp_ltz_nanos", precision };
    return { kind: local ? "timestamp_ntz" : "timestamp" };
  }

  /** The position of the next word among `names`, taken; −1 when it is none of them. */
  #unit(names: readonly string[]): number {
    const unit = this.#peek().kind === "word" ? names.indexOf(this.#peek().value.toLowerCase()) : -1;
    if (unit >= 0) this.#next++;
    return unit;
  }

  #lastUnit(names: readonly string[], start: number): number {
    if (!this.#takeWord("to")) return start;
    const end = this.#unit(names.map((name, unit) => (unit > start ? name : "")));
    return end < 0 ? this.#fail(`a unit below ${names[start]}`) : end;
  }

  #interval(): DataType {
    const day = this.#unit(DAY_TIME_FIELDS);
    if (day >= 0) {
      const end = this.#lastUnit(DAY_TIME_FIELDS, day);
      return { kind: "day_time_interval", start: day as DayTimeField, end: end as DayTimeField };
    }
    const year = this.#unit(YEAR_MONTH_FIELDS);
    if (year >= 0) {
      const end = this.#lastUnit(YEAR_MONTH_FIELDS, year);
      return { kind: "year_month_interval", start: year as YearMonthField, end: end as YearMonthField };
    }
    return { kind: "calendar_interval" };
  }

  #spatial(kind: "geometry" | "geography"): DataType {
    this.#expectSymbol("(");
    const srid = this.#takeWord("any") ? -1 : this.#integer("a reference system", 0, 2147483647);
    this.#expectSymbol(")");
    return { kind, srid };
  }

  #array(): DataType {
    this.#expectSymbol("<");
    const elementType = this.#type();
    this.#expectSymbol(">");
    return { kind: "array", elementType, containsNull: true };
  }

  #map(): DataType {
    this.#expectSymbol("<");
    const keyType = this.#type();
    this.#expectSymbol(",");
    const valueType = this.#type();
    this.#expectSymbol(">");
    return { kind: "map", keyType, valueType, valueContainsNull: true };
  }

  #struct(): DataType {
    this.#expectSymbol("<");
    const fields: StructFieldInit[] = [];
    if (this.#takeSymbol(">")) return this.#makeStruct(fields);
    do fields.push(this.#field());
    while (this.#takeSymbol(","));
    this.#expectSymbol(">");
    return this.#makeStruct(fields);
  }
}
