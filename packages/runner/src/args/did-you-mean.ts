/** More edits than this make another word. */
const MOST_EDITS = 3;

/**
 * Returns the candidate that was probably meant: the same name in another notation (`-Start-DT`, `–start_dt`), one that
 * begins with it (`--module`, `--cleanup`), or the one with the fewest typing errors.
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const wanted = bare(word);
  if (wanted.length < 2) return undefined;
  const beginning = candidates.filter((each) => bare(each).startsWith(wanted));
  const exact = beginning.find((each) => bare(each) === wanted);
  if (exact !== undefined) return exact;
  if (beginning.length === 1) return beginning[0];
  const [closest] = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(wanted, bare(candidate)) }))
    .filter(({ candidate, edits }) => edits <= MOST_EDITS && edits * 2 < bare(candidate).length)
    .sort((a, b) => a.edits - b.edits);
  return closest?.candidate;
}

/** A name without what notations differ in; word processors turn two hyphens into a dash. */
function bare(word: string): string {
  return word
    .replace(/=.*/s, "")
    .replace(/[\p{Pd}_\s]/gu, "")
    .toLowerCase();
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other. */
function editsBetween(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(current, column - 1) + 1,
        at(last, column) + 1,
        at(last, column - 1) + same,
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
