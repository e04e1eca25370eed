import Table from "cli-table3";
import { visibleLines } from "./visible.ts";

/** Narrower than that no column is made: a table for a terminal that is too narrow for it wraps as a whole. */
const NARROWEST = 12;

export interface TableOptions {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, which are aligned to the right and keep their width. */
  readonly right?: readonly number[];
  /** Characters of a line of the terminal; undefined where there is no terminal, and a table is as wide as its values. */
  readonly width?: number | undefined;
}

/**
 * A table without colours, so that it reads the same in a log file. On a terminal it is no wider than a line: the values of
 * the widest columns go on in the next line; nothing is cut off.
 */
export function formatTable({ width, ...options }: TableOptions): string {
  const table = render(options);
  const natural = widthsOf(table);
  if (width === undefined || lineWidth(natural) <= width) return table;
  return render(options, fit(natural, options.right ?? [], width));
}

/**
 * Takes characters from the widest of the columns that may become narrower, until the line fits.
 *
 * @param widths - of the columns, their padding included.
 */
function fit(widths: readonly number[], fixed: readonly number[], width: number): number[] {
  const fitted = [...widths];
  for (let excess = lineWidth(widths) - width; excess > 0; excess--) {
    const widest = fitted.reduce(
      (best, each, n) => (!fixed.includes(n) && each > (fitted[best] ?? 0) ? n : best),
      fitted.length,
    );
    const current = fitted[widest];
    if (current === undefined || current <= NARROWEST) break;
    fitted[widest] = current - 1;
  }
  return fitted;
}

function render({ head, rows, right = [] }: Omit<TableOptions, "width">, colWidths?: number[]): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (right.includes(index) ? "right" : "left")),
    style: { head: [], border: [], compact: true },
    ...(colWidths === undefined ? {} : { colWidths, wordWrap: true, wrapOnWordBoundary: false }),
  });
  table.push(...rows.map((row) => row.map(visibleLines)));
  return table.toString();
}

/** Its upper border, `┌────┬──┐`, tells how wide each column came out. */
function widthsOf(table: string): number[] {
  const [border = ""] = table.split("\n");
  return border
    .slice(1, -1)
    .split("┬")
    .map((part) => part.length);
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each + 1, 1);
}
