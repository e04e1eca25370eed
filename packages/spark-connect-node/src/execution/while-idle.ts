/** A day of two minutes each: a result that nobody reads and nobody ends must not be held for ever. */
const MOST_TIMES = 720;

/**
 * Does something again and again until the returned function is called. It does not keep the process running.
 *
 * @param work must not reject.
 */
export function whileIdle(everyMs: number, work: () => Promise<void>): () => void {
  let times = 0;
  const timer = setInterval(() => {
    times += 1;
    if (times >= MOST_TIMES) clearInterval(timer);
    void work();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
