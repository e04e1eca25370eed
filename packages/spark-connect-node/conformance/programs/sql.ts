import { functions as F, LocalDate, Timestamp } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const sql: Topic["programs"] = {
  plain: (spark) => spark.sql("SELECT 1 AS a, 'x' AS b"),
  named: (spark) => spark.sql("SELECT :name AS name, :age + 1 AS age", { name: "O'Neill", age: 41 }),
  positional: (spark) => spark.sql("SELECT * FROM people WHERE age > ? AND town = ?", [30, "Leeds"]),
  manyTypes: (spark) =>
    spark.sql("SELECT :t, :f, :d, :i, :l, :n, :b", {
      t: true,
      f: 1.5,
      d: LocalDate.parse("2026-01-02"),
      i: Timestamp.parse("2026-01-02T03:04:05Z"),
      l: 9007199254740993n,
      n: null,
      b: new Uint8Array([1, 2]),
    }),
  expressions: (spark) =>
    spark.sql("SELECT element_at(:m, 'a') AS v, :l AS l", {
      m: F.createMap(F.lit("a"), F.lit(1)),
      l: F.array(F.lit(1), F.lit(2)),
    }),
  positionalExpressions: (spark) => spark.sql("SELECT ?, ?", [F.lit("a"), F.array(F.lit(1))]),
  continued: async (spark) =>
    (await spark.sql("SELECT id, id % 2 AS k FROM range(10)"))
      .filter(F.col("id").gt(2))
      .groupBy("k")
      .agg(F.sum("id").as("s")),
  joined: async (spark) => {
    const left = await spark.sql("SELECT id, name FROM people");
    const right = await spark.sql("SELECT person_id, sum(amount) AS amount FROM orders GROUP BY person_id");
    return left
      .join(right, left.col("id").eq(right.col("person_id")), "left")
      .select(left.col("name"), "amount");
  },
  view: async (spark) => {
    await spark
      .range(4)
      .withColumn("sq", F.col("id").times(F.col("id")))
      .createOrReplaceTempView("squares");
    return spark.sql(
      "SELECT max(sq) AS m FROM range(3) JOIN (SELECT id, id * id AS sq FROM range(4)) USING (id)",
    );
  },
  commonTable: (spark) =>
    spark.sql("WITH t AS (SELECT explode(likes) AS l FROM people) SELECT l, count(*) AS n FROM t GROUP BY l"),
  identifierClause: (spark) => spark.sql("SELECT count(*) AS n FROM IDENTIFIER(:t)", { t: "people" }),
  setting: async (spark) => {
    await spark.sql("SET spark.sql.ansi.enabled = true");
  },
  pipes: (spark) => spark.sql("FROM people |> WHERE age > 30 |> SELECT name, age"),
};
