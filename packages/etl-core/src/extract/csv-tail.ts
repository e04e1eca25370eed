import type { CsvOptions } from "../model/collection.ts";
import { CsvMachine, type CsvStart } from "./csv-machine.ts";

/**
 * What the end of a file tells about a quote left open: `closed`, `open`, or that it cannot tell; then a value
 * swallowed by an open quote has at least `atLeast` bytes.
 */
export type TailVerdict = { kind: "closed" } | { kind: "open" } | { kind: "unsure"; atLeast: number };

/** The verdict on a whole file, of which nothing is unknown. */
export function judgeWhole(bytes: Uint8Array, csv: CsvOptions): TailVerdict {
  return walk(bytes, csv, "fieldStart").open ? { kind: "open" } : { kind: "closed" };
}

/**
 * The verdict on a file by its last bytes. Nobody knows whether those begin inside quotes, so both are tried: under
 * the wrong guess quotes soon stand where none may, and that guess is out.
 */
export function judgeTail(tail: Uint8Array, csv: CsvOptions): TailVerdict {
  const quote = csv.quote.charCodeAt(0);
  const escape = csv.escape.charCodeAt(0);
  // Begin behind a byte whose meaning is plain: a quote or escape before the first byte could be anything.
  let from = 1;
  while (from < tail.length && (tail[from - 1] === quote || tail[from - 1] === escape)) {
    from += 1;
  }
  const bytes = tail.subarray(from);
  const before = String.fromCharCode(tail[from - 1] ?? 0);
  const outside = walk(
    bytes,
    csv,
    before === csv.delimiter || before === "\n" || before === "\r" ? "fieldStart" : "plain",
  );
  const inside = walk(bytes, csv, "quoted");
  if (outside.strays === 0 && inside.strays > 0) {
    return { kind: outside.open ? "open" : "closed" };
  }
  if (inside.strays === 0 && outside.strays > 0) {
    return { kind: inside.open ? "open" : "closed" };
  }
  const lastQuote = tail.lastIndexOf(quote);
  return { kind: "unsure", atLeast: tail.length - 1 - lastQuote };
}

function walk(bytes: Uint8Array, csv: CsvOptions, start: CsvStart): { open: boolean; strays: number } {
  let strays = 0;
  const machine = new CsvMachine(
    csv,
    {
      stray: () => {
        strays += 1;
      },
    },
    start,
  );
  machine.push(bytes);
  machine.end();
  return { open: machine.inQuotes, strays };
}
