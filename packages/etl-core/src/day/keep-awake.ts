import type { Metastore } from "../publish/metastore.ts";

/** Well under the hour after which a server ends what is idle (`spark.connect.session.manager.defaultSessionTimeout`). */
const TOUCH_MS = 10 * 60 * 1000;

/**
 * Keeps the metastore's session from being ended as idle while a day is staged in sessions of its collections: publishing
 * needs it once more, however long that took.
 */
export function keepAwake(metastore: Pick<Metastore, "run">): Disposable {
  // What fails here would fail in publishing too, where it is said.
  const timer = setInterval(() => void metastore.run("SELECT 1").catch(() => {}), TOUCH_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
