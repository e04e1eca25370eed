import { DocumentError } from "./document-error.ts";
import { Escapes } from "./escapes.ts";
import { EMPTY_HASH, HASH_FACTOR, hashOf, MOST_NAMES, NamesSeen } from "./names-seen.ts";
import { type RejectReason, RejectedRecords } from "./rejected-records.ts";

/** The deepest a record may nest, itself level 1. Hive's types and Spark's plans bear no more to speak of. */
export const MAX_DEPTH = 64;
/** The longest name of a field, in bytes. */
const MAX_NAME_BYTES = 1_024;
/** The longest `fields`, in bytes. */
const MAX_FIELDS_BYTES = 16 * 1024 * 1024;

/** What a whole document turned out to hold, besides its records. */
export interface SplitDocument {
  /** Elements of `data`, the rejected among them. */
  readonly records: number;
  readonly rejected: RejectedRecords;
  /** The text of `fields`; undefined when there is none. */
  readonly fields: string | undefined;
  /** The names that records have at their top level, in the order they came. */
  readonly names: readonly string[];
}

/** Where in the document the next byte is. */
type Place =
  | "start"
  | "name or end"
  | "name"
  | "in name"
  | "colon"
  | "value"
  | "in value"
  | "comma or end"
  | "first element"
  | "element"
  | "in element"
  | "comma or end of data"
  | "done";

/** What of a value the next byte is in. */
type Inside = "structure" | "text" | "name" | "scalar";

const LF = 0x0a;
const SPACE = 0x20;
const MARK = 0x21;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const BOM: readonly number[] = [0xef, 0xbb, 0xbf];

/** Bytes that mean something outside texts. */
const STRUCTURE = flags('"{}[],\n\r');
const BLANK = flags(" \t\n\r");
const AFTER_SCALAR = flags(" \t\n\r,]}");

/**
 * Takes `{"fields": [...], "data": [record, ...]}` apart as it comes, byte by byte, however it is cut into pieces: the
 * elements of `data` become JSON lines, `fields` is kept, other members are skipped. Records are not parsed. Memory is
 * that of a piece and of the field names, whatever the document's size.
 *
 * A piece is edited in place: the comma between two elements becomes a line's end, a line's end inside an element a
 * space. So no byte is copied.
 *
 * A record that must not pass stays a line of its own, made so that no reader of JSON takes it for a record, and so is
 * counted among the bad rows: its closing brace, or its first byte if it is no object, becomes `!`.
 */
export class DocumentSplitter {
  readonly #rejected = new RejectedRecords();
  readonly #names = new NamesSeen(MAX_DEPTH);
  #place: Place = "start";
  /** Bytes of the document before the piece. */
  #before = 0;
  #records = 0;
  #hasData = false;

  /** The part of the piece that is lines. */
  #from = 0;
  #to = 0;

  // The member of the document whose name or value is walked through.
  #member: number[] = [];
  #memberEscape = false;
  #fields: { readonly parts: Uint8Array[]; bytes: number } | undefined;
  /** Whether the value is the one of `fields`. */
  #keeps = false;

  // The value that is walked through: an element, or another member's.
  #inside: Inside = "structure";
  #depth = 0;
  readonly #isObject = new Uint8Array(MAX_DEPTH + 1);
  readonly #serial = new Int32Array(MAX_DEPTH + 1);
  #objects = 0;
  #nameNext = false;
  #reason: RejectReason | undefined;

  // The name or text inside it.
  #hash = EMPTY_HASH;
  #nameHead: Uint8Array | undefined;
  #nameHasEscape = false;
  readonly #escapes = new Escapes();

  /**
   * Takes the next piece.
   *
   * @param piece - Edited in place.
   * @returns the part of the piece that is lines of `data`, perhaps empty, cut anywhere. It shares the piece's memory.
   * @throws DocumentError as soon as it is known that this is no such document.
   */
  push(piece: Uint8Array): Uint8Array {
    const inData = ["first element", "element", "in element", "comma or end of data"].includes(this.#place);
    this.#from = 0;
    this.#to = inData ? piece.length : 0;
    for (let at = 0; at < piece.length; ) {
      if (this.#place === "in element") {
        at = this.#walk(piece, at);
      } else if (this.#place === "in value") {
        const from = at;
        at = this.#walk(piece, at);
        this.#keep(piece.subarray(from, at));
      } else {
        this.#step(piece, at);
        at += 1;
      }
    }
    this.#before += piece.length;
    return piece.subarray(this.#from, this.#to);
  }

  /**
   * Says that the document is over.
   *
   * @throws DocumentError when it is not.
   */
  end(): SplitDocument {
    if (this.#place !== "done") {
      throw new DocumentError(
        this.#place === "start" ? "is empty" : "ends in the middle of the document",
        this.#before,
      );
    }
    return {
      records: this.#records,
      rejected: this.#rejected,
      fields: this.#fields && Buffer.concat(this.#fields.parts).toString("utf8"),
      names: this.#names.topNames(),
    };
  }

  /** One byte of the document's own structure, the first of a value among them. */
  #step(piece: Uint8Array, at: number): void {
    const byte = piece[at] ?? 0;
    if (this.#place === "in name") {
      this.#memberName(byte, at);
      return;
    }
    if (BLANK[byte] === 1) {
      // Lines end between elements only where a comma says so.
      piece[at] = SPACE;
      if (this.#place === "first element") {
        this.#from = at + 1;
      }
      return;
    }
    switch (this.#place) {
      case "start":
        if (byte === OPEN_OBJECT) {
          this.#place = "name or end";
        } else if (BOM[this.#before + at] !== byte) {
          throw this.#error("is no JSON object; so it looks too when the key is the wrong one", at);
        }
        return;
      case "name or end":
      case "name":
        if (byte === QUOTE) {
          this.#member = [];
          this.#place = "in name";
        } else if (byte === CLOSE_OBJECT && this.#place === "name or end") {
          this.#endDocument(at);
        } else {
          throw this.#error("is not JSON: the name of a member should be here", at);
        }
        return;
      case "colon":
        this.#expect(byte, COLON, "a colon", at);
        this.#place = "value";
        return;
      case "value":
        this.#beginMember(piece, at);
        return;
      case "comma or end":
        if (byte === CLOSE_OBJECT) {
          this.#endDocument(at);
        } else {
          this.#expect(byte, COMMA, "a comma or the document's end", at);
          this.#place = "name";
        }
        return;
      case "first element":
      case "element":
        if (byte === CLOSE_LIST && this.#place === "first element") {
          this.#endData(piece, at);
        } else {
          this.#beginElement(piece, at);
        }
        return;
      case "comma or end of data":
        if (byte === CLOSE_LIST) {
          this.#endData(piece, at);
        } else {
          this.#expect(byte, COMMA, "a comma or the end of `data`", at);
          piece[at] = LF;
          this.#place = "element";
        }
        return;
      case "in element":
      case "in value":
        return;
      case "done":
        throw this.#error("goes on after its end", at);
      default:
        this.#place satisfies never;
    }
  }

  #memberName(byte: number, at: number): void {
    if (byte === QUOTE && !this.#memberEscape) {
      this.#place = "colon";
      return;
    }
    this.#memberEscape = byte === BACKSLASH && !this.#memberEscape;
    this.#member.push(byte);
    if (this.#member.length > MAX_NAME_BYTES) {
      throw this.#error(`has a member whose name is longer than ${MAX_NAME_BYTES} bytes`, at);
    }
  }

  #beginMember(piece: Uint8Array, at: number): void {
    const name = unescaped(Uint8Array.from(this.#member));
    if (name === "data") {
      if (this.#hasData) {
        throw this.#error("has `data` twice", at);
      }
      if (piece[at] !== OPEN_LIST) {
        throw this.#error("has a `data` that is not a list", at);
      }
      this.#hasData = true;
      this.#from = at + 1;
      this.#to = piece.length;
      this.#place = "first element";
      return;
    }
    this.#keeps = name === "fields";
    if (this.#keeps) {
      if (this.#fields !== undefined) {
        throw this.#error("has `fields` twice", at);
      }
      this.#fields = { parts: [], bytes: 0 };
    }
    this.#begin(piece, at, "in value");
    this.#keep(piece.subarray(at, at + 1));
  }

  #keep(part: Uint8Array): void {
    if (!this.#keeps || this.#fields === undefined) {
      return;
    }
    // A copy, of any kind of piece: Buffer's slice shares its memory.
    this.#fields.parts.push(Uint8Array.from(part));
    this.#fields.bytes += part.length;
    if (this.#fields.bytes > MAX_FIELDS_BYTES) {
      throw this.#error(`has a \`fields\` of more than ${MAX_FIELDS_BYTES} bytes`, 0);
    }
  }

  #beginElement(piece: Uint8Array, at: number): void {
    this.#records += 1;
    const isObject = piece[at] === OPEN_OBJECT;
    this.#begin(piece, at, "in element");
    if (!isObject) {
      this.#rejected.add(this.#records, "is not an object");
      piece[at] = MARK;
    }
  }

  #begin(piece: Uint8Array, at: number, place: "in element" | "in value"): void {
    const byte = piece[at] ?? 0;
    if (byte === COMMA || byte === COLON || byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      throw this.#error("is not JSON: a value should be here", at);
    }
    this.#place = place;
    this.#reason = undefined;
    this.#depth = byte === OPEN_OBJECT || byte === OPEN_LIST ? 1 : 0;
    this.#inside = this.#depth === 1 ? "structure" : byte === QUOTE ? "text" : "scalar";
    this.#nameNext = this.#open(this.#depth, byte === OPEN_OBJECT && place === "in element");
  }

  #endData(piece: Uint8Array, at: number): void {
    if (this.#records > 0) {
      piece[at] = LF;
    }
    this.#to = this.#records > 0 ? at + 1 : this.#from;
    this.#place = "comma or end";
  }

  #endDocument(at: number): void {
    if (!this.#hasData) {
      throw this.#error("has no `data`", at);
    }
    this.#place = "done";
  }

  /**
   * Goes through a value's bytes to its end or the piece's, its first byte being behind.
   *
   * @returns where it stopped.
   */
  #walk(piece: Uint8Array, start: number): number {
    const end = piece.length;
    const isElement = this.#place === "in element";
    const escapes = this.#escapes;
    let at = start;
    let nameFrom = start;
    let inside = this.#inside;
    let depth = this.#depth;
    let hash = this.#hash;
    let nameNext = this.#nameNext;
    let byte = 0;
    while (at < end) {
      if (escapes.inside) {
        at = this.#walkEscape(piece, at);
      } else if (inside === "text") {
        while (at < end && (byte = piece[at] as number) !== QUOTE && byte !== BACKSLASH && byte >= SPACE) {
          at += 1;
        }
        if (at === end) break;
        if (byte !== QUOTE) {
          at = this.#oddByte(piece, at);
          continue;
        }
        inside = "structure";
        at += 1;
        if (depth === 0) {
          this.#endValue();
          return at;
        }
      } else if (inside === "name") {
        while (at < end && (byte = piece[at] as number) !== QUOTE && byte !== BACKSLASH && byte >= SPACE) {
          hash = Math.imul(hash ^ byte, HASH_FACTOR);
          at += 1;
        }
        if (at === end) break;
        if (byte !== QUOTE) {
          this.#nameHasEscape = true;
          at = this.#oddByte(piece, at);
          continue;
        }
        this.#endName(piece, nameFrom, at, hash, depth);
        inside = "structure";
        at += 1;
      } else if (inside === "structure") {
        while (at < end && STRUCTURE[(byte = piece[at] as number)] === 0) {
          at += 1;
        }
        if (at === end) break;
        at += 1;
        if (byte === QUOTE) {
          inside = nameNext ? "name" : "text";
          nameNext = false;
          nameFrom = at;
          hash = EMPTY_HASH;
        } else if (byte === COMMA) {
          nameNext = depth <= MAX_DEPTH && this.#isObject[depth] === 1;
        } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          depth += 1;
          nameNext = this.#open(depth, byte === OPEN_OBJECT && isElement);
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          depth -= 1;
          nameNext = false;
          if (depth === 0) {
            if (isElement && this.#reason !== undefined && byte === CLOSE_OBJECT) {
              piece[at - 1] = MARK;
              this.#rejected.add(this.#records, this.#reason);
            }
            this.#endValue();
            return at;
          }
        } else {
          piece[at - 1] = SPACE;
        }
      } else {
        while (at < end && AFTER_SCALAR[piece[at] as number] === 0) {
          at += 1;
        }
        if (at === end) break;
        this.#endValue();
        return at;
      }
    }
    if (inside === "name") {
      this.#holdName(piece.subarray(nameFrom, end));
    }
    this.#inside = inside;
    this.#depth = depth;
    this.#hash = hash;
    this.#nameNext = nameNext;
    return end;
  }

  /** @returns whether a name comes next */
  #open(depth: number, isObject: boolean): boolean {
    if (depth > MAX_DEPTH) {
      this.#reason ??= "is nested too deeply";
      return false;
    }
    this.#objects += 1;
    this.#serial[depth] = this.#objects;
    this.#isObject[depth] = isObject ? 1 : 0;
    return isObject;
  }

  /** The part of a name before the piece's end, as it was before anybody edits the piece. */
  #holdName(part: Uint8Array): void {
    this.#nameHead = joined(this.#nameHead, part);
    if (this.#nameHead.length > MAX_NAME_BYTES) {
      this.#reason ??= "has a name that is too long";
      this.#nameHead = undefined;
    }
  }

  #endValue(): void {
    this.#place = this.#place === "in element" ? "comma or end of data" : "comma or end";
  }

  /** A byte in a text or name that is neither its end nor a plain one: an escape's begin, or a control character. */
  #oddByte(piece: Uint8Array, at: number): number {
    if (piece[at] === BACKSLASH) {
      this.#escapes.begin();
    } else {
      this.#reason ??= "has a control character in a text";
      piece[at] = SPACE;
    }
    return at + 1;
  }

  #walkEscape(piece: Uint8Array, at: number): number {
    const step = this.#escapes.step(piece[at] ?? 0);
    if (this.#escapes.lone) {
      this.#reason ??= "has a lone surrogate, which no text can hold";
      this.#escapes.lone = false;
    }
    return step === "taken" ? at + 1 : at;
  }

  #endName(piece: Uint8Array, from: number, to: number, hash: number, depth: number): void {
    if (this.#nameHead !== undefined || this.#nameHasEscape || to - from > MAX_NAME_BYTES) {
      this.#endOddName(piece.subarray(from, to), depth);
    } else {
      this.#seen(this.#names.add(piece, from, to, hash, depth, this.#serial[depth] ?? 0));
    }
  }

  /** A name that is cut by a piece's end, or has escapes, or is too long. */
  #endOddName(tail: Uint8Array, depth: number): void {
    this.#holdName(tail);
    const name = Buffer.from(unescaped(this.#nameHead ?? new Uint8Array()));
    this.#nameHead = undefined;
    this.#nameHasEscape = false;
    this.#seen(this.#names.add(name, 0, name.length, hashOf(name), depth, this.#serial[depth] ?? 0));
  }

  #seen(seen: ReturnType<NamesSeen["add"]>): void {
    if (seen === "again") {
      this.#reason ??= "has a name twice in one object";
    } else if (seen === "too many") {
      throw this.#error(`has more than ${MOST_NAMES} different names of fields, which no table can have`, 0);
    }
  }

  #expect(byte: number, expected: number, what: string, at: number): void {
    if (byte !== expected) {
      throw this.#error(`is not JSON: ${what} should be here`, at);
    }
  }

  #error(problem: string, at: number): DocumentError {
    return new DocumentError(problem, this.#before + at);
  }
}

/** A name as written between its quotes; what is no JSON stays as it is, for the reader of the records to refuse. */
function unescaped(name: Uint8Array): string {
  const text = Buffer.from(name).toString("utf8");
  if (!text.includes("\\")) {
    return text;
  }
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function joined(head: Uint8Array | undefined, tail: Uint8Array): Uint8Array {
  return Buffer.concat(head === undefined ? [tail] : [head, tail]);
}

function flags(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) {
    table[character.charCodeAt(0)] = 1;
  }
  return table;
}
