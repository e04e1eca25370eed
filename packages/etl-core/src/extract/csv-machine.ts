import type { CsvOptions } from "../model/collection.ts";

/** What ends a record. */
export type RecordEnd = "\n" | "\r\n" | "\r";

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

type State = "fieldStart" | "plain" | "quoted" | "quoteSeen" | "afterQuote";

/** What the machine tells as it goes; offsets count bytes from the first one it was given. */
export interface CsvSink {
  /** A record end outside quotes. `after` is the offset of the byte behind it, `fields` how many the record had. */
  record?(end: RecordEnd, after: number, fields: number): void;
  /** A field is over; `bytes` is what it takes in the file, quotes included. */
  field?(bytes: number): void;
  /**
   * A quote where none may be: inside an unquoted field, or closing one that goes on. Spark's parser takes such a field
   * as it stands, quotes and all, up to the next delimiter.
   *
   * @param brokenAt - offset of the quote that opened the field, when the quoted part held a record end: then an
   *   earlier quote was left open, most likely, and records were run together.
   */
  stray?(at: number, brokenAt: number | undefined): void;
}

/** Where a machine begins. */
export type CsvStart = "fieldStart" | "plain" | "quoted";

/**
 * Walks through the bytes of a CSV file as RFC 4180 has it, in any encoding that keeps ASCII's bytes. Kept to what must
 * be known without Spark: where records end, and whether the file ends inside quotes.
 */
export class CsvMachine {
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #escape: number;
  readonly #sink: CsvSink;
  /** 1 for the bytes that are not just part of a value. */
  readonly #meaning: Uint8Array = new Uint8Array(256);
  #state: State;
  #escaped = false;
  #pendingCr = false;
  #fields = 1;
  #offset = 0;
  #fieldStart = 0;
  #openedAt = 0;
  #multiLine = false;

  constructor(csv: CsvOptions, sink: CsvSink, start: CsvStart = "fieldStart") {
    this.#delimiter = csv.delimiter.charCodeAt(0);
    this.#quote = csv.quote.charCodeAt(0);
    this.#escape = csv.escape.charCodeAt(0);
    this.#sink = sink;
    this.#state = start;
    for (const byte of [this.#delimiter, this.#quote, this.#escape, LF, CR]) {
      this.#meaning[byte] = 1;
    }
  }

  /** Whether the bytes so far end inside a quoted field. */
  get inQuotes(): boolean {
    return this.#state === "quoted";
  }

  /** Offset of the quote that opened the last quoted field; 0 before any. */
  get openedAt(): number {
    return this.#openedAt;
  }

  /** Fields of the current record so far, the one begun included. */
  get fields(): number {
    return this.#fields;
  }

  /** Takes the next bytes. Nearly all of them stand inside a field and mean nothing, so those are skipped in a row. */
  push(bytes: Uint8Array): void {
    const base = this.#offset;
    for (let at = this.#next(bytes, 0); at < bytes.length; at = this.#next(bytes, at + 1)) {
      this.#offset = base + at;
      this.#take(bytes[at] ?? 0);
    }
    this.#offset = base + bytes.length;
  }

  /** Says that there are no more bytes: a carriage return at the very end had no line feed behind it. */
  end(): void {
    if (this.#pendingCr) {
      this.#pendingCr = false;
      this.#endRecord("\r", this.#offset);
    }
  }

  /** Where the next byte stands, from `from` on, that can change anything; the end if none does. */
  #next(bytes: Uint8Array, from: number): number {
    const inside =
      (this.#state === "plain" && !this.#pendingCr) || (this.#state === "quoted" && !this.#escaped);
    if (!inside) {
      return from;
    }
    let at = from;
    while (at < bytes.length && this.#meaning[bytes[at] ?? 0] === 0) {
      at += 1;
    }
    return at;
  }

  #take(byte: number): void {
    if (this.#pendingCr) {
      this.#pendingCr = false;
      if (byte === LF) {
        this.#endRecord("\r\n", this.#offset + 1);
        return;
      }
      this.#endRecord("\r", this.#offset);
    }
    if (this.#state === "quoted") {
      this.#takeQuoted(byte);
      return;
    }
    if (this.#state === "quoteSeen") {
      if (byte === this.#quote && this.#escape === this.#quote) {
        this.#state = "quoted";
        return;
      }
      this.#state = "afterQuote";
    }
    this.#takeOutside(byte);
  }

  #takeQuoted(byte: number): void {
    if (this.#escaped) {
      this.#escaped = false;
      if (byte === this.#quote || byte === this.#escape) {
        return;
      }
    }
    if (byte === this.#quote) {
      this.#state = "quoteSeen";
    } else if (byte === this.#escape) {
      this.#escaped = true;
    } else if (byte === LF || byte === CR) {
      this.#multiLine = true;
    }
  }

  #takeOutside(byte: number): void {
    if (byte === this.#delimiter) {
      this.#sink.field?.(this.#offset - this.#fieldStart);
      this.#fieldStart = this.#offset + 1;
      this.#fields += 1;
      this.#state = "fieldStart";
    } else if (byte === LF) {
      this.#endRecord("\n", this.#offset + 1);
    } else if (byte === CR) {
      this.#pendingCr = true;
    } else if (byte === this.#quote) {
      this.#quoteOutside();
    } else if (this.#state === "fieldStart") {
      this.#state = "plain";
    } else if (this.#state === "afterQuote" && byte > SPACE) {
      this.#stray();
    }
  }

  #quoteOutside(): void {
    if (this.#state === "fieldStart") {
      this.#state = "quoted";
      this.#openedAt = this.#offset;
      this.#multiLine = false;
    } else {
      this.#stray();
    }
  }

  #stray(): void {
    const broken = this.#state === "afterQuote" && this.#multiLine;
    this.#state = "plain";
    this.#sink.stray?.(this.#offset, broken ? this.#openedAt : undefined);
  }

  #endRecord(end: RecordEnd, after: number): void {
    const fields = this.#fields;
    this.#sink.field?.(after - end.length - this.#fieldStart);
    this.#fieldStart = after;
    this.#fields = 1;
    this.#state = "fieldStart";
    this.#sink.record?.(end, after, fields);
  }
}
