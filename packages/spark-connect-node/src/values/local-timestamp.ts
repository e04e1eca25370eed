import { InvalidArgumentError } from "../errors.ts";
import { int64 } from "./integers.ts";
import { formatMicros, parseMicros } from "./micros.ts";
import { showAsText } from "./show-as-text.ts";

/** What a calendar and a clock show, in no zone: Spark's `TIMESTAMP_NTZ`. It is no instant, so it has no `toDate`. */
export class LocalTimestamp {
  static {
    showAsText(LocalTimestamp);
  }

  /** Microseconds from 1970-01-01T00:00 on the same clock; negative before. */
  readonly micros: bigint;

  constructor(micros: bigint) {
    this.micros = micros;
  }

  /** Reads `2026-11-22T10:30:00.123456`; an offset or digits below a microsecond are refused. */
  static parse(text: string): LocalTimestamp {
    const micros = parseMicros(text);
    if (micros === undefined) {
      throw new InvalidArgumentError(`Not a date and time without a zone: ${JSON.stringify(text)}`);
    }
    return new LocalTimestamp(int64(micros, "A timestamp"));
  }

  /** `2026-11-22T10:30:00.123456`, as many digits of a second as it has. */
  toString(): string {
    return formatMicros(this.micros);
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toString();
  }

  /** For `<` and `>` its micros, so that they order by time; the text elsewhere, as `Date` has it. */
  [Symbol.toPrimitive](hint: string): bigint | string {
    return hint === "number" ? this.micros : this.toString();
  }
}
