import type { CsvOptions } from "../model/collection.ts";
import { CsvMachine, type CsvStart } from "./csv-machine.ts";

/** Less than this of a file's end says nothing. */
const SHORTEST = 64;

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
 * the wrong guess quotes soon stand where none may, and that guess is out. Where neither guess stands, as for a stray
 * quote that Spark's parser takes as it is, a shorter end may tell.
 */
export function judgeTail(tail: Uint8Array, csv: CsvOptions): TailVerdict {
  for (let length = tail.length; length >= SHORTEST; length = Math.floor(length / 4)) {
    const verdict = judge(tail.subarray(tail.length - length), csv);
    if (verdict !== undefined) {
      return verdict;
    }
  }
  return { kind: "unsure", atLeast: tail.length - 1 - tail.lastIndexOf(csv.quote.charCodeAt(0)) };
}

function judge(tail: Uint8Array, csv: CsvOptions): TailVerdict | undefined {
  const quote = csv.quote.charCodeAt(0);
  const escape = csv.escape.charCodeAt(0);
  // Begin behind a byte whose meaning is plain: a quote or escape before the first byte could be anything.
  let from = 1;
  while (from < tail.length && (tail[from - 1] === quote || tail[from - 1] === escape)) {
    from += 1;
  }
  const bytes = tail.subarray(from);
  const before = String.fromCharCode(tail[from - 1] ?? 0);
  const atStart = before === csv.delimiter || before === "\n" || before === "\r";
  const outside = walk(bytes, csv, atStart ? "fieldStart" : "plain");
  const inside = walk(bytes, csv, "quoted");
  if (outside.strays === 0 && inside.strays > 0) {
    return { kind: outside.open ? "open" : "closed" };
  }
  if (inside.strays === 0 && outside.strays > 0) {
    return { kind: inside.open ? "open" : "closed" };
  }
  return undefined;
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
