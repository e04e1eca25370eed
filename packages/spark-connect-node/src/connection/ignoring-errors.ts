/** Runs code of others that only watches: what it throws, now or later, must not break what is watched. */
export function ignoringErrors(watch: () => unknown): void {
  try {
    const answer = watch();
    if (answer instanceof Promise) answer.catch(() => undefined);
  } catch {
    // As promised.
  }
}
