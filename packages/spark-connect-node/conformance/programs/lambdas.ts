import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

const numbers = () => F.sequence(F.lit(1), F.col("id").plus(2));

export const lambdas: Topic["programs"] = {
  transform: (spark) => spark.range(3).select(F.transform(numbers(), (x) => x.times(x)).as("squares")),
  transformWithIndex: (spark) =>
    spark.range(3).select(F.transform(numbers(), (x, i) => x.times(10).plus(i)).as("v")),
  transformWithOuterColumn: (spark) =>
    spark.range(3).select(
      "id",
      F.transform(numbers(), (x) => x.minus(F.col("id"))),
    ),
  filter: (spark) => spark.range(3).select(F.filter(numbers(), (x) => x.mod(2).eq(0)).as("even")),
  filterWithIndex: (spark) => spark.range(3).select(F.filter(numbers(), (x, i) => i.gt(0).and(x.lt(4)))),
  existsAndForall: (spark) =>
    spark.range(3).select(
      F.exists(numbers(), (x) => x.eq(3)),
      F.forall(numbers(), (x) => x.lt(4)),
    ),
  aggregate: (spark) =>
    spark.range(3).select(
      F.aggregate(numbers(), F.lit(0).cast("bigint"), (sum, x) => sum.plus(x)).as("sum"),
      F.aggregate(
        numbers(),
        F.struct(F.lit(0).cast("bigint").as("sum"), F.lit(0).cast("bigint").as("n")),
        (state, x) => F.struct(state.getField("sum").plus(x).as("sum"), state.getField("n").plus(1).as("n")),
        (state) => state.getField("sum").div(state.getField("n")),
      ).as("mean"),
      F.reduce(numbers(), F.lit(1).cast("bigint"), (product, x) => product.times(x)),
    ),
  zipWith: (spark) =>
    spark
      .range(2)
      .select(
        F.zipWith(numbers(), F.array(F.lit("a"), F.lit("b")), (x, y) => F.concatWs("_", y, x.cast("string"))),
      ),
  mapFunctions: (spark) =>
    spark.table("nested").select(
      F.transformKeys("m", (k, v) => F.concat(k, v.cast("string"))),
      F.transformValues("m", (k, v) => F.when(k.eq("k"), v).otherwise(0)),
      F.mapFilter("m", (k, v) => k.ne("k").or(v.gt(1))),
      F.mapZipWith("m", "m", (k, a, b) => F.concat(k, a.plus(b).cast("string"))),
    ),
  nestedTransforms: (spark) =>
    spark
      .range(2)
      .select(
        F.transform(numbers(), (x) =>
          F.transform(F.array(F.lit(1), F.lit(2)), (y) => x.times(y).plus(F.col("id"))),
        ).as("table"),
      ),
  filterInTransform: (spark) =>
    spark
      .range(2)
      .select(
        F.transform(F.array(numbers(), numbers()), (list, at) =>
          F.filter(list, (x, i) => x.gt(at).and(i.ge(at))),
        ).as("v"),
      ),
  aggregateInTransform: (spark) =>
    spark.range(2).select(
      F.transform(numbers(), (x) =>
        F.aggregate(
          F.sequence(F.lit(1), x),
          F.lit(0).cast("bigint"),
          (sum, y) => sum.plus(y.times(x)),
          (sum) => sum.plus(x),
        ),
      ),
    ),
  structsInLambda: (spark) =>
    spark
      .table("nested")
      .select(
        F.transform("l", (e) =>
          F.struct(e.getField("x").plus(1).as("x"), e.getField("y").isNull().as("unknown")),
        ).as("l"),
      ),
  withFieldInLambda: (spark) =>
    spark.table("nested").select(F.transform("l", (e) => e.withField("z", e.getField("x").times(2)))),
  arraySortBy: (spark) =>
    spark.range(2).select(
      F.arraySort(numbers()),
      F.arraySort(numbers(), (a, b) => F.when(a.lt(b), 1).when(a.gt(b), -1).otherwise(0)),
    ),
  lambdaInAggregate: (spark) =>
    spark
      .table("orders")
      .groupBy("person_id")
      .agg(
        F.aggregate(F.sortArray(F.collectList(F.struct("placed", "amount"))), F.lit(0), (sum, order) =>
          sum.plus(order.getField("amount")),
        ).as("total"),
        F.transform(F.sortArray(F.collectSet("item")), (item) => F.upper(item)).as("items"),
      ),
  lambdaInCondition: (spark) => spark.table("people").filter(F.exists("likes", (like) => like.eq("tea"))),
  threeDeep: (spark) =>
    spark
      .range(1)
      .select(
        F.transform(F.array(F.lit(1), F.lit(2)), (a) =>
          F.transform(F.array(F.lit(3)), (b) =>
            F.transform(F.array(F.lit(4), F.lit(5)), (c, i) =>
              a.times(100).plus(b.times(10)).plus(c).minus(i),
            ),
          ),
        ),
      ),
};
