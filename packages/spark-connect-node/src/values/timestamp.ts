import { InvalidArgumentError } from "../errors.ts";
import { floorDivide } from "./civil.ts";
import { int64 } from "./integers.ts";
import { formatMicros, parseMicros } from "./micros.ts";
import { showAsText } from "./show-as-text.ts";

const OFFSET = /(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)$/i;

/** Microseconds that `+01:00` stands for. */
function offsetMicros(offset: string): bigint | undefined {
  if (offset.toUpperCase() === "Z") return 0n;
  const digits = offset.slice(1).replaceAll(":", "").padEnd(6, "0");
  const [hours, minutes, seconds] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (hours > 18 || minutes > 59 || seconds > 59) return undefined;
  const micros = BigInt(hours * 3600 + minutes * 60 + seconds) * 1_000_000n;
  return offset.startsWith("-") ? -micros : micros;
}

/** An instant to the microsecond: Spark's `TIMESTAMP`. The session's time zone has no say in it. */
export class Timestamp {
  static {
    showAsText(Timestamp);
  }

  /** Microseconds since 1970-01-01T00:00:00Z; negative before. */
  readonly epochMicros: bigint;

  constructor(epochMicros: bigint) {
    this.epochMicros = epochMicros;
  }

  /** @throws InvalidArgumentError for an invalid `Date`. */
  static fromDate(date: Date): Timestamp {
    const millis = date.getTime();
    if (Number.isNaN(millis)) throw new InvalidArgumentError("The Date is invalid");
    return new Timestamp(BigInt(millis) * 1000n);
  }

  /**
   * Reads ISO 8601 with an offset: `2026-11-22T10:30:00.123456Z`, `…+01:00`. Without an offset a text names no
   * instant and is refused, as are digits below a microsecond.
   */
  static parse(text: string): Timestamp {
    const offset = OFFSET.exec(text)?.[1] ?? "";
    const behind = offset === "" ? undefined : offsetMicros(offset);
    const local = /[T ]\d/i.test(text) ? parseMicros(text.slice(0, text.length - offset.length)) : undefined;
    if (behind === undefined || local === undefined) {
      throw new InvalidArgumentError(`Not a timestamp with an offset: ${JSON.stringify(text)}`);
    }
    return new Timestamp(int64(local - behind, "A timestamp"));
  }

  /** The same instant cut to milliseconds, towards the past; an invalid `Date` beyond the years ±271821, where those end. */
  toDate(): Date {
    return new Date(Number(floorDivide(this.epochMicros, 1000n)[0]));
  }

  /** `2026-11-22T10:30:00.123456Z`: UTC, as many digits of a second as it has. */
  toISOString(): string {
    return `${formatMicros(this.epochMicros)}Z`;
  }

  /** The same as {@link Timestamp.toISOString}. */
  toString(): string {
    return this.toISOString();
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toISOString();
  }

  /** For `<` and `>` its epochMicros, so that they order by time; the text elsewhere, as `Date` has it. */
  [Symbol.toPrimitive](hint: string): bigint | string {
    return hint === "number" ? this.epochMicros : this.toString();
  }
}
