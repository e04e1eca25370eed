import { functions as F, Window } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const numbers: Topic["programs"] = {
  rounding: (spark) =>
    spark
      .table("orders")
      .select(
        F.round("price"),
        F.round("price", 1),
        F.bround("price", 0),
        F.ceil("price"),
        F.floor("price"),
        F.rint("price"),
        F.ceiling("price"),
        F.ceil("price", F.lit(1)),
      ),
  roots: (spark) =>
    spark
      .range(1, 4)
      .select(
        F.sqrt("id"),
        F.cbrt("id"),
        F.exp("id"),
        F.expm1("id"),
        F.ln("id"),
        F.log("id"),
        F.log(2, "id"),
        F.log10("id"),
        F.log1p("id"),
        F.log2("id"),
      ),
  powers: (spark) =>
    spark
      .range(1, 4)
      .select(
        F.pow("id", 2),
        F.power("id", F.col("id")),
        F.pow(2, "id"),
        F.hypot("id", 3),
        F.factorial("id"),
      ),
  angles: (spark) =>
    spark
      .range(1, 3)
      .select(
        F.sin("id"),
        F.cos("id"),
        F.tan("id"),
        F.asin(F.lit(0.5)),
        F.acos(F.lit(0.5)),
        F.atan("id"),
        F.atan2("id", 2),
        F.sinh("id"),
        F.degrees("id"),
        F.radians("id"),
        F.pi(),
        F.e(),
      ),
  signs: (spark) =>
    spark
      .range(-2, 2)
      .select(
        F.abs("id"),
        F.sign("id"),
        F.signum("id"),
        F.negate("id"),
        F.positive("id"),
        F.pmod("id", 3),
        F.col("id").mod(2),
      ),
  shifts: (spark) =>
    spark
      .range(1, 4)
      .select(
        F.shiftLeft("id", 2),
        F.shiftRight("id", 1),
        F.shiftRightUnsigned("id", 1),
        F.bitCount("id"),
        F.bitGet("id", F.lit(0)),
        F.hex("id"),
        F.bin("id"),
      ),
  tries: (spark) =>
    spark
      .table("orders")
      .select(
        F.tryAdd("amount", F.lit(2147483647)),
        F.trySubtract("amount", "amount"),
        F.tryMultiply("amount", F.lit(2)),
        F.tryDivide("amount", F.lit(0)),
        F.tryMod("amount", F.lit(0)),
      ),
  nulls: (spark) =>
    spark
      .table("people")
      .select(
        F.coalesce("age", F.lit(0)),
        F.ifnull("age", F.lit(1)),
        F.nvl("age", F.lit(2)),
        F.nvl2("age", F.lit("yes"), F.lit("no")),
        F.nullif("age", F.lit(34)),
        F.nanvl(F.lit(Number.NaN), F.lit(1.5)),
        F.isnull("age"),
        F.isnotnull("age"),
        F.isnan(F.lit(0.5)),
        F.equalNull("age", F.lit(null)),
        F.zeroifnull("age"),
        F.nullifzero("age"),
      ),
  extremes: (spark) =>
    spark.table("orders").select(F.greatest("amount", "person_id", F.lit(2)), F.least("amount", "order_id")),
  buckets: (spark) => spark.table("orders").select(F.widthBucket("price", F.lit(0), F.lit(50), F.lit(5))),
  decimals: (spark) =>
    spark
      .table("people")
      .select(
        F.col("pay").times(F.lit("1.10").cast("decimal(3,2)")).as("raised"),
        F.col("pay").div(3),
        F.round("pay", -2),
        F.col("pay").cast("decimal(38,18)"),
        F.sum("pay").over(Window.partitionBy()),
      ),
  seeded: (spark) => spark.range(3, 9).select(F.rand(42), F.randn(7), F.uuid(5)),
  unseeded: (spark) =>
    spark.range(2).select(F.rand(), F.randn().as("n"), F.shuffle(F.array(F.lit(1), F.lit(2)))),
  ids: (spark) =>
    spark.range(4).coalesce(1).select(F.monotonicallyIncreasingId(), F.sparkPartitionId(), F.typeOf("id")),
  raised: (spark) => spark.range(1).select(F.assertTrue(F.col("id").eq(0), "must be zero")),
};
