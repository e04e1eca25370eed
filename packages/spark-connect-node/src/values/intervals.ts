import { InvalidArgumentError } from "../errors.ts";
import { formatFraction } from "./civil.ts";
import { int32, int64 } from "./integers.ts";
import { showAsText } from "./show-as-text.ts";

const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;

/** Parts of an ISO 8601 duration, each with a sign of its own: `P1Y2M-3DT4H5M6.5S`. */
const DURATION =
  /^([+-])?P(?=[^P])(?:([+-]?\d+)Y)?(?:([+-]?\d+)M)?(?:([+-]?\d+)D)?(?:T(?=.)(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?)(\d+)(?:[.,](\d{1,6}))?S)?)?$/i;

interface Duration {
  readonly months: bigint;
  readonly days: bigint;
  readonly micros: bigint;
}

function parseDuration(text: string, what: string): Duration {
  const match = DURATION.exec(text);
  if (match === null)
    throw new InvalidArgumentError(`Not ${what} (ISO 8601, as P1DT2H): ${JSON.stringify(text)}`);
  const part = (group: number): bigint => BigInt(match[group] ?? "0");
  const sign = match[1] === "-" ? -1n : 1n;
  const seconds = BigInt(match[8] ?? "0") * SECOND + BigInt((match[9] ?? "").padEnd(6, "0"));
  return {
    months: sign * (part(2) * 12n + part(3)),
    days: sign * part(4),
    micros:
      sign * (part(5) * 3600n * SECOND + part(6) * 60n * SECOND + (match[7] === "-" ? -seconds : seconds)),
  };
}

function unit(amount: bigint, letter: string): string {
  return amount === 0n ? "" : `${amount}${letter}`;
}

/** Hours, minutes and seconds after the T; nothing for zero. */
function clockPart(micros: bigint): string {
  const seconds = micros % (60n * SECOND);
  const magnitude = seconds < 0n ? -seconds : seconds;
  const second =
    seconds === 0n
      ? ""
      : `${seconds < 0n ? "-" : ""}${magnitude / SECOND}${formatFraction(magnitude % SECOND, 6)}S`;
  const clock = unit(micros / (3600n * SECOND), "H") + unit((micros / (60n * SECOND)) % 60n, "M") + second;
  return clock === "" ? "" : `T${clock}`;
}

/** An exact span of time: Spark's `INTERVAL DAY TO SECOND` (a day is 24 hours). */
export class DayTimeInterval {
  static {
    showAsText(DayTimeInterval);
  }

  readonly micros: bigint;

  constructor(micros: bigint) {
    this.micros = micros;
  }

  /** Reads ISO 8601, as `P1DT2H3M4.5S` and `-PT5M`. @throws InvalidArgumentError also for years and months. */
  static parse(text: string): DayTimeInterval {
    const { months, days, micros } = parseDuration(text, "a day-time interval");
    if (months !== 0n)
      throw new InvalidArgumentError(`A day-time interval has no months: ${JSON.stringify(text)}`);
    return new DayTimeInterval(int64(days * DAY + micros, "An interval in microseconds"));
  }

  /** ISO 8601: `P1DT2H3M4.5S`, `-PT5M`, `PT0S`. */
  toString(): string {
    const magnitude = this.micros < 0n ? -this.micros : this.micros;
    const text = unit(magnitude / DAY, "D") + clockPart(magnitude % DAY);
    return text === "" ? "PT0S" : `${this.micros < 0n ? "-" : ""}P${text}`;
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toString();
  }

  /** For `<` and `>` its micros, so that they order by length; the text elsewhere, as `Date` has it. */
  [Symbol.toPrimitive](hint: string): bigint | string {
    return hint === "number" ? this.micros : this.toString();
  }
}

/** A span of whole months: Spark's `INTERVAL YEAR TO MONTH`. */
export class YearMonthInterval {
  static {
    showAsText(YearMonthInterval);
  }

  readonly months: number;

  constructor(months: number) {
    this.months = int32(months, "The months of an interval");
  }

  /** Reads ISO 8601, as `P1Y2M` and `-P3M`. @throws InvalidArgumentError also for days and times. */
  static parse(text: string): YearMonthInterval {
    const { months, days, micros } = parseDuration(text, "a year-month interval");
    if (days !== 0n || micros !== 0n) {
      throw new InvalidArgumentError(
        `A year-month interval has only years and months: ${JSON.stringify(text)}`,
      );
    }
    return new YearMonthInterval(Number(months));
  }

  /** ISO 8601: `P1Y2M`, `-P3M`, `P0M`. */
  toString(): string {
    const magnitude = BigInt(Math.abs(this.months));
    const text = unit(magnitude / 12n, "Y") + unit(magnitude % 12n, "M");
    return text === "" ? "P0M" : `${this.months < 0 ? "-" : ""}P${text}`;
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toString();
  }

  /** For `<` and `>` its months, so that they order by length; the text elsewhere, as `Date` has it. */
  [Symbol.toPrimitive](hint: string): number | string {
    return hint === "number" ? this.months : this.toString();
  }
}

/** Months, days and microseconds side by side, none converted into another: Spark's legacy `INTERVAL`. */
export class CalendarInterval {
  static {
    showAsText(CalendarInterval);
  }

  readonly months: number;
  readonly days: number;
  readonly micros: bigint;

  constructor(months: number, days: number, micros: bigint) {
    this.months = int32(months, "The months of an interval");
    this.days = int32(days, "The days of an interval");
    this.micros = int64(micros, "The microseconds of an interval");
  }

  /** Reads ISO 8601; each part may have its own sign: `P1Y2M-3DT4H5M6.5S`. @throws InvalidArgumentError */
  static parse(text: string): CalendarInterval {
    const { months, days, micros } = parseDuration(text, "an interval");
    return new CalendarInterval(Number(months), Number(days), micros);
  }

  /** ISO 8601 with signs part by part: `P1Y2M-3DT4H5M6.5S`, `PT0S`. */
  toString(): string {
    const months = BigInt(this.months);
    const text = unit(months / 12n, "Y") + unit(months % 12n, "M") + unit(BigInt(this.days), "D");
    return `P${text}${clockPart(this.micros)}` === "P" ? "PT0S" : `P${text}${clockPart(this.micros)}`;
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toString();
  }
}
