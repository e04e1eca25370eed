import { SourceDataError } from "../errors.ts";
import type { CsvCheckOptions } from "./assert-csv-checks.ts";
import { describeFault } from "./describe-fault.ts";
import { combineFaults } from "../model/file-faults.ts";
import { type CsvFault, inspectCsv } from "./inspect-csv.ts";

/**
 * Says why Spark could not read a collection, when a look at the files tells; else the error as it was. A value of
 * more characters than allowed fails the read itself; nearly always a quote left open made it.
 *
 * The explanation does not carry Spark's error as its cause: that one quotes the data.
 */
export async function explainReadFailure(
  error: unknown,
  { store, spec, files, ...options }: Omit<CsvCheckOptions, "metrics">,
): Promise<unknown> {
  if (!causes(error).some(isReadFailure)) {
    return error;
  }
  const explanations: SourceDataError[] = [];
  for (const file of files) {
    const faults = await inspectCsv(store, file, spec.csv, options);
    const [fault] = faults.filter(({ kind }) => kind !== "ragged").sort(longValuesLast);
    if (fault !== undefined) {
      explanations.push(new SourceDataError(describeFault(fault, file, spec.csv)));
    }
  }
  return combineFaults(explanations) ?? error;
}

function longValuesLast(one: CsvFault, other: CsvFault): number {
  return Number(one.kind === "longValue") - Number(other.kind === "longValue");
}

function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && chain.length < 16; next = next.cause) {
    chain.push(next);
  }
  return chain;
}

function isReadFailure(error: Error): boolean {
  return (
    "errorClass" in error &&
    typeof error.errorClass === "string" &&
    /^(?:FAILED_READ_FILE|MALFORMED_CSV_RECORD)/.test(error.errorClass)
  );
}
