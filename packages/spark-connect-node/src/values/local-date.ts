import { InvalidArgumentError } from "../errors.ts";
import type { CivilDate } from "./civil.ts";
import { civilFromDays, daysFromCivil, formatCivil, isCivilDate, parseCivil } from "./civil.ts";
import { int32 } from "./integers.ts";
import { showAsText } from "./show-as-text.ts";

/** A day of the calendar, without a time or a zone: Spark's `DATE`. */
export class LocalDate {
  static {
    showAsText(LocalDate);
  }

  /** Days since 1970-01-01; negative before. */
  readonly epochDay: number;

  /** @throws InvalidArgumentError when `epochDay` is no whole number of 32 bits. */
  constructor(epochDay: number) {
    this.epochDay = int32(epochDay, "The day of a date");
  }

  /** @throws InvalidArgumentError for a day that does not exist, as 2021-02-30. */
  static of(year: number, month: number, day: number): LocalDate {
    if (!isCivilDate({ year, month, day })) {
      throw new InvalidArgumentError(`There is no date of year ${year}, month ${month}, day ${day}`);
    }
    return new LocalDate(daysFromCivil({ year, month, day }));
  }

  /** Reads `2026-11-22`; years before 0 and after 9999 have a sign. @throws InvalidArgumentError */
  static parse(text: string): LocalDate {
    const days = parseCivil(text);
    if (days === undefined) throw new InvalidArgumentError(`Not a date: ${JSON.stringify(text)}`);
    return new LocalDate(days);
  }

  /** Year (0 is 1 BC), month and day, both from 1. */
  toCivil(): CivilDate {
    return civilFromDays(this.epochDay);
  }

  /** `2026-11-22`, `-0044-03-15`, `+10000-01-01`. */
  toString(): string {
    return formatCivil(this.epochDay);
  }

  /** The text, so that `JSON.stringify` gives it. */
  toJSON(): string {
    return this.toString();
  }

  /** For `<` and `>` its epochDay, so that they order by time; the text elsewhere, as `Date` has it. */
  [Symbol.toPrimitive](hint: string): number | string {
    return hint === "number" ? this.epochDay : this.toString();
  }
}
