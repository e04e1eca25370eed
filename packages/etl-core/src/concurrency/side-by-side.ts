/** Limits of {@link sideBySide}. */
export interface SideBySideOptions {
  /** How many at once; at least 1. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
}

/**
 * Works on items side by side and gives the results in their order.
 *
 * The first failure aborts what runs and starts nothing more; it is thrown only when everything has come to rest, so
 * that whoever cleans up afterwards is alone. An abort from outside is thrown as its reason.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  { concurrency, signal }: SideBySideOptions,
  work: (item: Item, signal: AbortSignal, index: number) => Promise<Result>,
): Promise<Result[]> {
  const failed = new AbortController();
  const sources = signal === undefined ? [failed.signal] : [signal, failed.signal];
  const results: Result[] = [];
  const queue = items.entries();
  let failure: { readonly error: unknown } | undefined;

  const worker = async (): Promise<void> => {
    // One for all would have more listeners than Node counts as sound.
    const either = AbortSignal.any(sources);
    for (const [index, item] of queue) {
      if (either.aborted) {
        return;
      }
      try {
        results[index] = await work(item, either, index);
      } catch (error) {
        // Later failures are mostly the echo of the first: the abort it caused.
        failure ??= { error };
        failed.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker));
  signal?.throwIfAborted();
  if (failure !== undefined) {
    throw failure.error;
  }
  return results;
}
