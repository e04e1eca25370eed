import { type Day, InvalidDayError, parseDay } from "@dataworks/catchup";
import { InvalidArgumentError } from "../errors.ts";
import { type KickstartModule, moduleNamed } from "../modules/kickstart.ts";

/** The arguments as the command line has them; names are the original's. */
export interface RawArguments {
  readonly module_name?: string | undefined;
  readonly start_dt?: string | undefined;
  readonly end_dt?: string | undefined;
  readonly clean_up_flg?: string | undefined;
  readonly e2e_test_flg?: string | undefined;
  readonly accept_schema_change?: boolean | undefined;
}

/** What is asked for, checked. */
export interface RunRequest {
  readonly module: KickstartModule;
  readonly start: Day | undefined;
  readonly end: Day | undefined;
  /** Delete the module's published history first. */
  readonly cleanUp: boolean;
  /** Read the E2E folder of the Output bucket instead of the source. */
  readonly e2e: boolean;
  /** Let changes through that fail a day otherwise: files with hardly any of their table's columns. */
  readonly acceptSchemaChange: boolean;
}

/**
 * Checks the arguments. Days are checked alone: which come first is known once the defaults are.
 *
 * @throws InvalidArgumentError naming the argument.
 */
export function runRequest(raw: RawArguments): RunRequest {
  if (raw.module_name === undefined) {
    throw new InvalidArgumentError("--module_name is missing. Give vacancy, application or payment.");
  }
  return {
    module: moduleNamed(raw.module_name),
    start: day("--start_dt", raw.start_dt),
    end: day("--end_dt", raw.end_dt),
    cleanUp: flag("--clean_up_flg", raw.clean_up_flg),
    e2e: flag("--e2e_test_flg", raw.e2e_test_flg),
    acceptSchemaChange: raw.accept_schema_change ?? false,
  };
}

function day(argument: string, text: string | undefined): Day | undefined {
  if (text === undefined) return undefined;
  try {
    return parseDay(text);
  } catch (cause) {
    if (cause instanceof InvalidDayError)
      throw new InvalidArgumentError(`${argument}: ${cause.message}`, { cause });
    throw cause;
  }
}

/** true or false, in any case; false when it is not given. @throws InvalidArgumentError naming the argument. */
export function flag(argument: string, text: string | undefined): boolean {
  switch (text?.toLowerCase()) {
    case undefined:
    case "false":
      return false;
    case "true":
      return true;
    default:
      throw new InvalidArgumentError(`${argument} ${JSON.stringify(text)} is neither true nor false.`);
  }
}
