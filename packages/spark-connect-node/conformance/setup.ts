import { readFileSync } from "node:fs";
import type { SparkSession } from "../src/index.ts";

/** The statements that make the views which programs read. */
export const setup: readonly string[] = readFileSync(new URL("setup.sql", import.meta.url), "utf8")
  .split(";\n")
  .map((statement) => statement.trim())
  .filter((statement) => statement !== "");

/** Makes them in a session. */
export async function makeViews(spark: SparkSession): Promise<void> {
  for (const statement of setup) await spark.sql(statement);
}
