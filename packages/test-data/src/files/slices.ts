/** Where parts of about equal length begin and end, none lost: of few things the last parts are empty. */
export function ranges(count: number, parts: number): { readonly from: number; readonly to: number }[] {
  const size = Math.ceil(count / parts);
  return Array.from({ length: parts }, (_, index) => ({
    from: Math.min(index * size, count),
    to: Math.min((index + 1) * size, count),
  }));
}

/** Parts of about equal length, none lost: an empty list gives empty parts. */
export function slices<T>(items: readonly T[], parts: number): T[][] {
  return ranges(items.length, parts).map(({ from, to }) => items.slice(from, to));
}
