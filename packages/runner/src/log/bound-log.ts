import type { Log } from "@dataworks/etl-core";
import type { Logger } from "pino";

/**
 * pino's logger as the stages see it. A child of pino's writes a field twice that its parent already has; here the
 * later one takes its place, under the one name that fields have in our lines: `runId` is `run_id`.
 */
export function boundLog(logger: Logger, bound: Readonly<Record<string, unknown>> = {}): Log {
  const log = logger.child(bound);
  return {
    debug: (fields, message) => log.debug(snakeCased(fields), message),
    info: (fields, message) => log.info(snakeCased(fields), message),
    warn: (fields, message) => log.warn(snakeCased(fields), message),
    error: (fields, message) => log.error(snakeCased(fields), message),
    child: (fields) => boundLog(logger, { ...bound, ...snakeCased(fields) }),
  };
}

function snakeCased(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
      value,
    ]),
  );
}
