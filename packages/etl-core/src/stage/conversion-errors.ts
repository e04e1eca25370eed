import { type ActionOptions, functions, type SparkSession } from "spark-connect-node";

const { col, count, explode, lit, regexpExtract } = functions;

/** How many values of a column could not be converted to the table's type. */
export interface ConversionErrors {
  readonly column: string;
  readonly values: number;
}

/**
 * Counts, column by column, the values that became null because they would not convert, from what was staged. Only
 * `error_desc` is read of it, and only a day that has such values comes here.
 *
 * @param location - URI of the day's folder.
 */
export async function conversionErrors(
  spark: Pick<SparkSession, "read">,
  location: string,
  options: Pick<ActionOptions, "signal"> = {},
): Promise<ConversionErrors[]> {
  const rows = await spark.read
    .parquet(location)
    .select(explode(col("error_desc")).as("entry"))
    .select(
      regexpExtract(col("entry"), lit("^Type Conversion for column (.+?)\\. The source value is: "), 1).as(
        "column",
      ),
    )
    .groupBy("column")
    .agg(count(lit(1)).as("values"))
    .orderBy("column")
    .collect(options);
  return rows.map((row) => ({ column: String(row["column"]), values: Number(row["values"]) }));
}
