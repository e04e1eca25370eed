import type { Report } from "./run.ts";

/**
 * Reports that something goes on, again and again until it is disposed of: what takes long is then seen to be alive.
 *
 * @param title - What is being done, as in `installing pyspark`.
 */
export function reportWhileBusy(report: Report, title: string, everyMs: number): Disposable {
  const started = Date.now();
  const timer = setInterval(() => {
    report(`  still ${title} (${Math.round((Date.now() - started) / 1000)} s)`);
  }, everyMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
