import { sideBySide, type SideBySideOptions } from "../concurrency/side-by-side.ts";
import { SourceDataError, SourceFaultsError, SourceFileMissingError } from "../errors.ts";

/** What is wrong with a day's files: somebody has to deliver, correct or accept them, and wants to hear it all at once. */
export type FileFault = SourceDataError | SourceFileMissingError | SourceFaultsError;

export function isFileFault(error: unknown): error is FileFault {
  return (
    error instanceof SourceDataError ||
    error instanceof SourceFileMissingError ||
    error instanceof SourceFaultsError
  );
}

/**
 * Works on items side by side as {@link sideBySide} does, to the end though some have faults.
 *
 * @returns the results and the faults, each in the order of the items.
 * @throws whatever is thrown that is no fault of files, which stops the others.
 */
export async function gather<Item, Result>(
  items: readonly Item[],
  options: SideBySideOptions,
  work: (item: Item, signal: AbortSignal, index: number) => Promise<Result>,
): Promise<{ readonly results: Result[]; readonly faults: FileFault[] }> {
  const ended = await sideBySide(items, options, async (item, signal, index) => {
    try {
      return { result: await work(item, signal, index) };
    } catch (error) {
      // What an abort throws must not look like a fault of the files that were being read.
      signal.throwIfAborted();
      if (isFileFault(error)) return { fault: error };
      throw error;
    }
  });
  return {
    results: ended.flatMap((each) => ("result" in each ? [each.result as Result] : [])),
    faults: ended.flatMap((each) => ("fault" in each && each.fault !== undefined ? [each.fault] : [])),
  };
}

/** Most problems of one file, or of one collection's names, that a message lists. */
const MOST_PROBLEMS = 5;

/**
 * Throws what is wrong with one file, or with the names of one collection, together.
 *
 * @param problems - Whole sentences with their remedies.
 * @throws SourceDataError unless there are none.
 */
export function throwProblems(problems: readonly string[]): void {
  const more = problems.length - MOST_PROBLEMS;
  if (problems.length > 0) {
    throw new SourceDataError(
      `${problems.slice(0, MOST_PROBLEMS).join(" ")}${more > 0 ? ` … and ${more} more of this kind.` : ""}`,
    );
  }
}

/** Several faults as one error, one as it is; undefined when there is none. */
export function combineFaults(faults: readonly FileFault[]): FileFault | undefined {
  const all = faults.flatMap((fault) => (fault instanceof SourceFaultsError ? fault.faults : [fault]));
  return all.length > 1 ? new SourceFaultsError(all) : all[0];
}

/** Throws the faults, if there are any. */
export function throwFaults(faults: readonly FileFault[]): void {
  const fault = combineFaults(faults);
  if (fault !== undefined) {
    throw fault;
  }
}
