import { type ActionOptions, type Column, functions, type SparkSession } from "spark-connect-node";

const { col, count, explode, lit, regexpExtract, regexpReplace, when } = functions;

/** How many values of a column could not be converted to the table's type. */
export interface ConversionErrors {
  readonly column: string;
  readonly values: number;
}

/** The values of a day that would not convert. */
export interface RefusedValues {
  readonly columns: readonly ConversionErrors[];
  /** How many hold what makes the file itself suspect: U+FFFD, or a quote at the start of several lines. */
  readonly suspect: number;
}

/** The entry of a value, with the column's name. */
const ENTRY = "^Type Conversion for column (.+?)\\. The source value is: ";

/**
 * Counts, column by column, the values that became null because they would not convert, from what was staged. Only
 * `error_desc` is read of it, and only a day that has such values comes here.
 *
 * @param location - URI of the day's folder.
 * @param isSuspect - What makes a file suspect, see csvChecks; by default nothing does.
 */
export async function conversionErrors(
  spark: Pick<SparkSession, "read">,
  location: string,
  isSuspect: (value: Column) => Column = () => lit(false),
  options: Pick<ActionOptions, "signal"> = {},
): Promise<RefusedValues> {
  const rows = await spark.read
    .parquet(location)
    .select(explode(col("error_desc")).as("entry"))
    .select(
      regexpExtract(col("entry"), lit(ENTRY), 1).as("column"),
      regexpReplace(col("entry"), lit(ENTRY), lit("")).as("value"),
    )
    .groupBy("column")
    .agg(count(lit(1)).as("values"), count(when(isSuspect(col("value")), lit(1))).as("suspect"))
    .orderBy("column")
    .collect(options);
  return {
    columns: rows.map((row) => ({ column: String(row["column"]), values: Number(row["values"]) })),
    suspect: rows.reduce((sum, row) => sum + Number(row["suspect"]), 0),
  };
}
