import type { RpcFailure } from "../connection/rpc-failure.ts";
import type { ServerError } from "./error-details.ts";

/**
 * What a query is told that runs while its server shuts down in order: of a job by the scheduler, of what comes after by the
 * context. Seen of Spark 3.5 to 4.3; neither has an error class.
 */
const STOPPED =
  /^(?:Job \S+ cancelled because SparkContext was shut down|Cannot call methods on a stopped SparkContext|SparkContext has been shutdown)/;

/** Whether a query failed because its server shuts down: its session is lost, whatever the query was. */
export function isServerShutdown(failure: RpcFailure, details: ServerError | undefined): boolean {
  if (details === undefined) return failure.errorClass === undefined && STOPPED.test(failure.message);
  for (let error: ServerError | undefined = details; error !== undefined; error = error.cause) {
    if (error.errorClass === undefined && STOPPED.test(error.message)) return true;
  }
  return false;
}
