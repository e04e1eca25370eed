const FIRST_CAPACITY = 1_024;
/** More names than this are values used as names, which no table has columns for. */
export const MOST_NAMES = 20_000;

/**
 * The field names of a document, each kept once, with the object it was last seen in: tells a name that an object has
 * twice, by one look at a table for each name.
 */
export class NamesSeen {
  readonly #levels: number;
  #capacity = FIRST_CAPACITY;
  /** Open addressing: a slot holds a name's number plus 1, or 0. */
  #slots = new Int32Array(2 * FIRST_CAPACITY);
  #hashes = new Int32Array(FIRST_CAPACITY);
  /** The object, by its serial number, that had the name last, level by level: an object inside must not hide it. */
  #lastIn: Int32Array;
  readonly #names: Uint8Array[] = [];
  readonly #top = new Set<number>();

  /** @param levels - How deep objects can lie, the record itself at level 1. */
  constructor(levels: number) {
    this.#levels = levels + 1;
    this.#lastIn = new Int32Array(FIRST_CAPACITY * this.#levels);
  }

  /**
   * Takes note of a name.
   *
   * @param bytes - Where the name is, from `from` to before `to`, without quotes and escapes.
   * @param hash - {@link hashOf} of these bytes.
   * @param serial - Of the object; from 1.
   * @returns whether the object has had the name before.
   */
  add(
    bytes: Uint8Array,
    from: number,
    to: number,
    hash: number,
    level: number,
    serial: number,
  ): "first" | "again" | "too many" {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) {
        return this.#insert(slot, Uint8Array.from(bytes.subarray(from, to)), hash, level, serial);
      }
      if (this.#hashes[number] === hash) {
        const at = number * this.#levels + level;
        const last = this.#lastIn[at];
        if (last === serial) {
          // Two names of one hash are one name nearly always, not always.
          if (equal(this.#names[number], bytes, from, to)) {
            return "again";
          }
        } else {
          this.#lastIn[at] = serial;
          if (last === 0 && level === 1) {
            this.#top.add(number);
          }
          return "first";
        }
      }
      slot = (slot + 1) & mask;
    }
  }

  /** The names that records themselves have, in the order they came. */
  topNames(): string[] {
    return [...this.#top].map((number) => Buffer.from(this.#names[number] ?? []).toString("utf8"));
  }

  #insert(slot: number, name: Uint8Array, hash: number, level: number, serial: number): "first" | "too many" {
    const number = this.#names.length;
    if (number === MOST_NAMES) {
      return "too many";
    }
    this.#names.push(name);
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    this.#lastIn[number * this.#levels + level] = serial;
    if (level === 1) {
      this.#top.add(number);
    }
    if (this.#names.length === this.#capacity) {
      this.#grow();
    }
    return "first";
  }

  #grow(): void {
    this.#capacity *= 2;
    const hashes = new Int32Array(this.#capacity);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const lastIn = new Int32Array(this.#capacity * this.#levels);
    lastIn.set(this.#lastIn);
    this.#lastIn = lastIn;
    this.#slots = new Int32Array(2 * this.#capacity);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#names.length; number += 1) {
      let slot = (this.#hashes[number] ?? 0) & mask;
      while (this.#slots[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      this.#slots[slot] = number + 1;
    }
  }
}

/** What the hash of no byte is. */
export const EMPTY_HASH: number = 0x811c9dc5 | 0;
export const HASH_FACTOR = 0x01000193;

/** FNV-1a, 32 bits. */
export function hashOf(bytes: Uint8Array): number {
  let hash = EMPTY_HASH;
  for (const byte of bytes) {
    hash = Math.imul(hash ^ byte, HASH_FACTOR);
  }
  return hash;
}

function equal(name: Uint8Array | undefined, bytes: Uint8Array, from: number, to: number): boolean {
  if (name === undefined || name.length !== to - from) {
    return false;
  }
  for (let at = 0; at < name.length; at += 1) {
    if (name[at] !== bytes[from + at]) {
      return false;
    }
  }
  return true;
}
