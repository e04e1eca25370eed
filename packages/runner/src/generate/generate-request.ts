import { addDays, type Day, daysFromTo, InvalidDayError, parseDay } from "@dataworks/catchup";
import type { RawGenerateArguments } from "../args/generate-arguments.ts";
import { InvalidArgumentError } from "../errors.ts";
import { MODULE_NAMES, moduleNamed, type ModuleName } from "../modules/kickstart.ts";

/** Which files are asked for, checked. Where they go is another matter. */
export interface GenerateRequest {
  readonly modules: readonly ModuleName[];
  readonly days: readonly Day[];
  readonly records: number;
  readonly seed: string;
  readonly extract: "full" | "delta";
  readonly deliveries: number;
  readonly schemaChanges: boolean;
  readonly seedAudit: boolean;
  readonly dryRun: boolean;
}

const MAX_DAYS = 366;
const MAX_RECORDS = 10_000_000;
const MAX_DELIVERIES = 100;

/**
 * Checks the arguments that say what is generated.
 *
 * @throws InvalidArgumentError naming the argument.
 */
export function generateRequest(raw: RawGenerateArguments, today: Day): GenerateRequest {
  const extract = raw.extract ?? "full";
  if (extract !== "full" && extract !== "delta") {
    throw new InvalidArgumentError(`--extract ${JSON.stringify(extract)} is neither full nor delta.`);
  }
  if (raw.seed === "") throw new InvalidArgumentError("--seed is empty. Leave it out, or give any text.");
  return {
    modules: modulesNamed(raw.module),
    days: daysOf(raw, today),
    records: wholeNumber("--records", raw.records, 100, MAX_RECORDS),
    seed: raw.seed ?? "kickstart",
    extract,
    deliveries: wholeNumber("--deliveries", raw.deliveries, extract === "full" ? 1 : 3, MAX_DELIVERIES),
    schemaChanges: raw.schemaChanges ?? false,
    seedAudit: raw.seedAudit ?? false,
    dryRun: raw.dryRun ?? false,
  };
}

/**
 * The modules of a `--module` that may be repeated, or `all`; each once, in Kickstart's order.
 *
 * @throws InvalidArgumentError
 */
export function modulesNamed(names: readonly string[] | undefined): ModuleName[] {
  if (names === undefined || names.length === 0) {
    throw new InvalidArgumentError(`--module is missing. Give ${MODULE_NAMES.join(", ")} or all.`);
  }
  const asked = new Set(
    names.flatMap((name) =>
      name.toLowerCase() === "all" ? MODULE_NAMES : [moduleNamed(name, "--module").name],
    ),
  );
  return MODULE_NAMES.filter((name) => asked.has(name));
}

function daysOf({ date, startDt, endDt }: RawGenerateArguments, today: Day): Day[] {
  if (date !== undefined) {
    if (startDt !== undefined || endDt !== undefined) {
      throw new InvalidArgumentError("--date is one day, --start-dt and --end-dt are several. Give either.");
    }
    return [dayOf("--date", date)];
  }
  if (startDt === undefined) {
    if (endDt !== undefined)
      throw new InvalidArgumentError("--end-dt is given without --start-dt. Give both.");
    return [addDays(today, -1)];
  }
  const start = dayOf("--start-dt", startDt);
  const end = endDt === undefined ? start : dayOf("--end-dt", endDt);
  const days = daysFromTo(start, end);
  if (days.length === 0) {
    throw new InvalidArgumentError(`--start-dt ${start} is after --end-dt ${end}. Swap them.`);
  }
  if (days.length > MAX_DAYS) {
    throw new InvalidArgumentError(
      `${start} to ${end} are ${days.length} days; at most ${MAX_DAYS} are generated at once.`,
    );
  }
  return days;
}

/** A day of an argument. @throws InvalidArgumentError naming it. */
export function dayOf(argument: string, text: string): Day {
  try {
    return parseDay(text);
  } catch (cause) {
    if (cause instanceof InvalidDayError)
      throw new InvalidArgumentError(`${argument}: ${cause.message}`, { cause });
    throw cause;
  }
}

function wholeNumber(argument: string, text: string | undefined, byDefault: number, most: number): number {
  if (text === undefined) return byDefault;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most) {
    throw new InvalidArgumentError(
      `${argument} ${JSON.stringify(text)} is not a whole number from 1 to ${most}.`,
    );
  }
  return number;
}
