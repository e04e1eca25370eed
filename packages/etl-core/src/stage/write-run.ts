import { type ActionOptions, type DataFrame, SparkConnectError } from "spark-connect-node";
import { StageError } from "../errors.ts";

/**
 * Nobody reads a run folder before its partition moves there, so files may be put in their place as tasks end
 * (algorithm 2) instead of being moved once more when all have: on S3 a rename is a copy. Nor does anyone need the
 * marker of success: the footers are read, and the metastore says what counts.
 */
const QUICK_COMMIT: Readonly<Record<string, string>> = {
  "mapreduce.fileoutputcommitter.algorithm.version": "2",
  "mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
};

/** Failures whose text is about places, never about what is in them. */
const ABOUT_PLACES =
  /AccessDenied|Forbidden|FileNotFound|NoSuchBucket|PATH_ALREADY_EXISTS|UnknownHost|Connection refused|No space left/u;

/**
 * Writes rows as Parquet into a folder that must be new.
 *
 * @param location - URI of the day's folder.
 * @throws What Spark throws; {@link stageFailure} makes of it what may be shown.
 */
export async function writeRun(rows: DataFrame, location: string, options: ActionOptions): Promise<void> {
  await rows.write.mode("error").options(QUICK_COMMIT).parquet(location, {}, options);
}

/**
 * A failure of a pass over a collection's rows, without what may quote them: parsers quote what they choke on, and
 * errors are logged with their causes.
 *
 * @param location - URI of the folder that was to be written.
 */
export function stageFailure(error: unknown, collection: string, location: string): StageError {
  const harmless =
    !(error instanceof SparkConnectError) || error.code !== "EXECUTION" || ABOUT_PLACES.test(error.message);
  const reason = harmless ? firstLine(error) : nameOnly(error);
  return new StageError(
    `${collection} could not be staged to ${location}: ${reason}`,
    harmless ? { cause: error } : {},
  );
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}

function nameOnly({ errorClass, operationId }: SparkConnectError): string {
  const operation = operationId === undefined ? "" : ` (operation ${operationId})`;
  return `Spark failed with ${errorClass ?? "an error"}${operation}; its own log says where.`;
}
