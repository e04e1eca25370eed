import type { QueryProgress } from "../execution/progress.ts";

/** What the bar needs of a stream; `process.stderr` fits it. */
export interface ProgressTerminal {
  readonly isTTY?: boolean | undefined;
  /** Characters in a line. */
  readonly columns?: number | undefined;
  /** Writes a text, control characters included. */
  write(text: string): unknown;
}

/** A line that is longer would be broken, and could not be written over. */
const DEFAULT_COLUMNS = 80;
const MAX_BAR = 80;
const MIN_BAR = 10;

/**
 * A progress bar for long queries, as PySpark draws it: a listener for `onProgress`.
 *
 * ```ts
 * const rows = await df.collect({ onProgress: terminalProgress(process.stderr) });
 * // [*********-----------] 45.00% Complete (2 Tasks running, 7s, Scanned 1.2 GiB)
 * ```
 *
 * One line, written over, and cleared when the query has ended; of several queries at once it shows the one that
 * reported last. Where the stream is no terminal (a file, a pipe) nothing is written.
 *
 * @param now - Milliseconds from any origin; tests replace it.
 */
export function terminalProgress(
  terminal: ProgressTerminal,
  now: () => number = () => performance.now(),
): (progress: QueryProgress) => void {
  if (terminal.isTTY !== true) return () => undefined;
  const started = new Map<string, number>();
  let shown: { readonly operationId: string; readonly length: number } | undefined;
  return (progress) => {
    const { operationId } = progress;
    if (progress.done) {
      started.delete(operationId);
      if (shown?.operationId !== operationId) return;
      terminal.write(`\r${" ".repeat(shown.length)}\r`);
      shown = undefined;
      return;
    }
    const begun = started.get(operationId) ?? now();
    started.set(operationId, begun);
    const line = formatProgress(progress, (now() - begun) / 1000, terminal.columns ?? DEFAULT_COLUMNS);
    if (line === undefined) return;
    // Blanks over what a longer line has left.
    terminal.write(`\r${line.padEnd(shown?.length ?? 0)}`);
    shown = { operationId, length: line.length };
  };
}

/** One line of at most `columns - 1` characters where that is possible; undefined while there are no tasks. */
export function formatProgress(
  { stages, inflightTasks }: Pick<QueryProgress, "stages" | "inflightTasks">,
  seconds: number,
  columns: number,
): string | undefined {
  const total = stages.reduce((sum, stage) => sum + stage.numTasks, 0);
  if (total === 0) return undefined;
  const share = stages.reduce((sum, stage) => sum + stage.numCompletedTasks, 0) / total;
  const scanned = formatBytes(stages.reduce((sum, stage) => sum + stage.inputBytesRead, 0n));
  const text = ` ${(share * 100).toFixed(2)}% Complete (${inflightTasks} Tasks running, ${Math.floor(seconds)}s, Scanned ${scanned})`;
  const width = Math.min(MAX_BAR, Math.max(MIN_BAR, columns - text.length - 3));
  const full = Math.floor(share * width);
  return `[${"*".repeat(full)}${"-".repeat(width - full)}]${text}`;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** As PySpark writes it: a unit from twice its size on. */
function formatBytes(bytes: bigint): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 2048 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(1)} ${UNITS[unit] ?? ""}`;
}
