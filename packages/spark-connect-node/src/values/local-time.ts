import { InvalidArgumentError } from "../errors.ts";
import { formatFraction, pad, parseTimeOfDay } from "./civil.ts";
import { showAsText } from "./show-as-text.ts";

const NANOS_PER_DAY = 86_400_000_000_000n;

/** A time of day: Spark's `TIME`. */
export class LocalTime {
  static {
    showAsText(LocalTime);
  }

  /** Nanoseconds since midnight. */
  readonly nanos: bigint;

  /** @throws InvalidArgumentError when `nanos` is not within a day. */
  constructor(nanos: bigint) {
    if (nanos < 0n || nanos >= NANOS_PER_DAY) {
      throw new InvalidArgumentError(
        `A time of day has 0 to ${NANOS_PER_DAY - 1n} nanoseconds, not ${nanos}`,
      );
    }
    this.nanos = nanos;
  }

  /** Reads `10:30`, `10:30:15`, `10:30:15.123456789`. @throws InvalidArgumentError */
  static parse(text: string): LocalTime {
    const nanos = parseTimeOfDay(text);
    if (nanos === undefined) throw new InvalidArgumentError(`Not a time of day: ${JSON.stringify(text)}`);
    return new LocalTime(nanos);
  }

  /** `10:30:15.5`: always with seconds, as many digits of a second as it has. */
  toString(): string {
    const seconds = Number(this.nanos / 1_000_000_000n);
    const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return clock.map((part) => pad(part, 2)).join(":") + formatFraction(this.nanos % 1_000_000_000n, 9);
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toString();
  }

  /** For `<` and `>` its nanos, so that they order by time; the text elsewhere, as `Date` has it. */
  [Symbol.toPrimitive](hint: string): bigint | string {
    return hint === "number" ? this.nanos : this.toString();
  }
}
