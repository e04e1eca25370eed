import { functions as F, Window } from "../../src/index.ts";
import type { Topic } from "../program.ts";

const byPerson = () => Window.partitionBy("person_id").orderBy("placed");

export const windows: Topic["programs"] = {
  ranking: (spark) => {
    const byTown = Window.partitionBy("town").orderBy(F.col("age").desc());
    return spark
      .table("people")
      .select(
        "name",
        F.rowNumber().over(byTown),
        F.rank().over(byTown),
        F.denseRank().over(byTown),
        F.percentRank().over(byTown),
        F.cumeDist().over(byTown),
        F.ntile(2).over(byTown),
      );
  },
  neighbours: (spark) =>
    spark
      .table("orders")
      .select(
        "order_id",
        F.lag("price").over(byPerson()),
        F.lag("price", 2, 0).over(byPerson()),
        F.lead("item", 1, "none").over(byPerson()),
        F.nthValue("item", 2).over(byPerson()),
        F.nthValue("item", 1, true).over(byPerson()),
      ),
  runningTotal: (spark) =>
    spark
      .table("orders")
      .withColumn(
        "so_far",
        F.sum("amount").over(byPerson().rowsBetween(Window.unboundedPreceding, Window.currentRow)),
      ),
  slidingFrame: (spark) =>
    spark.range(10).select("id", F.avg("id").over(Window.orderBy("id").rowsBetween(-2, 2)).as("smooth")),
  rangeFrame: (spark) =>
    spark.range(10).select(
      "id",
      F.count("*")
        .over(Window.orderBy(F.col("id").times(3)).rangeBetween(-6, 0))
        .as("near"),
    ),
  wholeFrame: (spark) =>
    spark
      .table("people")
      .select(
        "name",
        F.max("pay")
          .over(Window.partitionBy("town").rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing))
          .as("best"),
      ),
  noOrder: (spark) =>
    spark.table("people").select("name", F.avg("age").over(Window.partitionBy("town")).as("mean_age")),
  noPartition: (spark) =>
    spark.table("orders").select("order_id", F.sum("amount").over(Window.partitionBy()).as("all")),
  partitionByExpressions: (spark) =>
    spark
      .table("orders")
      .select(
        "order_id",
        F.rowNumber().over(
          Window.partitionBy(F.month("placed"), F.col("price").gt(10)).orderBy(
            F.col("amount").descNullsFirst(),
            F.desc("order_id"),
          ),
        ),
      ),
  topOfEach: (spark) =>
    spark
      .table("orders")
      .withColumn(
        "rank",
        F.rank().over(Window.partitionBy("item").orderBy(F.col("price").times(F.col("amount")).desc())),
      )
      .filter("rank = 1")
      .drop("rank"),
  shareOfSum: (spark) => {
    const all = Window.partitionBy("item");
    return spark
      .table("orders")
      .select(
        "order_id",
        F.col("amount").div(F.sum("amount").over(all)).as("share"),
        F.count(F.lit(1)).over(all).gt(1).as("many"),
      );
  },
  gaps: (spark) =>
    spark
      .table("orders")
      .withColumn("before", F.lag("placed").over(byPerson()))
      .withColumn("days", F.dateDiff("placed", "before"))
      .withColumn("new_session", F.when(F.col("days").gt(1).or(F.col("before").isNull()), 1).otherwise(0))
      .withColumn("session", F.sum("new_session").over(byPerson()))
      .select("order_id", "days", "session"),
  windowOfAggregate: (spark) =>
    spark
      .table("orders")
      .groupBy("item")
      .agg(F.sum("amount").as("sold"))
      .select(
        "item",
        "sold",
        F.rank()
          .over(Window.orderBy(F.desc("sold")))
          .as("place"),
      ),
  severalWindows: (spark) =>
    spark.table("people").select(
      "id",
      F.rowNumber()
        .over(Window.orderBy("id"))
        .minus(F.rowNumber().over(Window.partitionBy("age").orderBy("id")))
        .as("island"),
      F.collectList("name").over(Window.partitionBy("age").orderBy("id").rowsBetween(0, 1)).as("with_next"),
    ),
  largeFrame: (spark) =>
    spark
      .range(3)
      .select(F.sum("id").over(Window.orderBy("id").rangeBetween(-5_000_000_000n, 5_000_000_000n)).as("s")),
};
