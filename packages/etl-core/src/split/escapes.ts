const BACKSLASH = 0x5c;
const SMALL_U = 0x75;

/** What a byte of an escape came to. */
export type EscapeStep =
  /** It belongs to the escape. */
  | "taken"
  /** The escape was over before it: it is to be looked at again. */
  | "not taken";

/**
 * Follows the escapes of a text, byte by byte. Surrogates must come in pairs: UTF-8 has no form for one alone, and Spark
 * would write `?`.
 */
export class Escapes {
  /** Whether the next byte belongs to an escape, or must begin one. */
  inside = false;
  /** Whether a lone surrogate was seen; for whoever reads it to set back. */
  lone = false;
  #place: "backslash" | "hex" | "after high" = "backslash";
  #hexLeft = 0;
  #hexValue = 0;
  #highBefore = false;

  /** A backslash was seen outside any escape. */
  begin(): void {
    this.inside = true;
    this.#place = "backslash";
  }

  /** Takes the next byte, while {@link inside}. */
  step(byte: number): EscapeStep {
    switch (this.#place) {
      case "backslash":
        if (byte === SMALL_U) {
          this.#place = "hex";
          this.#hexLeft = 4;
          this.#hexValue = 0;
        } else {
          this.#end();
        }
        return "taken";
      case "hex": {
        const digit = Number.parseInt(String.fromCharCode(byte), 16);
        if (Number.isNaN(digit)) {
          // No JSON, as its reader will say; the byte may be the text's end.
          this.#end();
          return "not taken";
        }
        this.#hexValue = this.#hexValue * 16 + digit;
        this.#hexLeft -= 1;
        if (this.#hexLeft === 0) {
          this.#codeUnit(this.#hexValue);
        }
        return "taken";
      }
      case "after high":
        if (byte === BACKSLASH) {
          this.#place = "backslash";
          return "taken";
        }
        this.#end();
        return "not taken";
      default:
        return this.#place satisfies never;
    }
  }

  #codeUnit(unit: number): void {
    const isHigh = unit >= 0xd800 && unit <= 0xdbff;
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    this.lone ||= isLow !== this.#highBefore;
    this.#highBefore = isHigh;
    this.#place = "after high";
    this.inside = isHigh;
  }

  /** What comes is no second half of a pair. */
  #end(): void {
    this.lone ||= this.#highBefore;
    this.#highBefore = false;
    this.inside = false;
  }
}
