import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const columns: Topic["programs"] = {
  arithmetic: (spark) =>
    spark
      .range(1, 4)
      .select(
        F.col("id").plus(1).as("plus"),
        F.col("id").minus(F.lit(2)).as("minus"),
        F.col("id").times(2.5).as("times"),
        F.col("id").div(2).as("div"),
        F.col("id").mod(2).as("mod"),
        F.col("id").neg().as("neg"),
        F.lit(10).minus(F.col("id")).as("reversed"),
      ),
  comparisons: (spark) => {
    const age = F.col("age");
    return spark
      .table("people")
      .select(age.eq(34), age.ne(34), age.lt(50), age.le(34), age.gt(34), age.ge(51), age.eqNullSafe(null));
  },
  logic: (spark) =>
    spark
      .table("people")
      .filter(
        F.col("age")
          .gt(30)
          .and(F.col("town").eq("Leeds"))
          .or(F.col("pay").isNull())
          .and(F.col("id").lt(4).not())
          .not(),
      ),
  notFunction: (spark) => spark.table("people").where(F.not(F.col("town").isNull())),
  bits: (spark) =>
    spark
      .range(8)
      .select(
        F.col("id").bitwiseAnd(5),
        F.col("id").bitwiseOr(5),
        F.col("id").bitwiseXor(F.col("id").plus(1)),
        F.bitwiseNot("id"),
      ),
  between: (spark) => spark.table("orders").filter(F.col("price").between(10, F.col("amount").times(30))),
  isin: (spark) =>
    spark.table("people").filter(F.col("town").isin("Leeds", "York").or(F.col("age").isin(51, null))),
  isinNothing: (spark) => spark.table("people").select(F.col("id").isin()),
  nulls: (spark) =>
    spark
      .table("people")
      .select(F.col("age").isNull(), F.col("age").isNotNull(), F.col("pay").cast("double").isNaN()),
  patterns: (spark) => {
    const name = F.col("name");
    return spark
      .table("people")
      .select(
        name.like("_n%"),
        name.ilike("a%"),
        name.rlike("^[AB]"),
        name.startsWith("A"),
        name.endsWith("e"),
        name.contains("o"),
      );
  },
  substr: (spark) =>
    spark
      .table("people")
      .select(F.col("name").substr(1, 2), F.col("name").substr(F.lit(2), F.length("name"))),
  whenChain: (spark) =>
    spark.table("people").select(
      "name",
      F.when(F.col("age").lt(18), "child")
        .when(F.col("age").lt(50), F.concat(F.lit("adult of "), F.col("town")))
        .otherwise(F.lit(null))
        .as("kind"),
    ),
  whenWithoutOtherwise: (spark) =>
    spark
      .table("people")
      .withColumn("rich", F.when(F.col("pay").gt(4000), true).when(F.col("pay").isNull(), null)),
  nestedWhen: (spark) =>
    spark.range(6).select(
      F.when(F.col("id").lt(3), F.when(F.col("id").eq(0), "zero").otherwise("few"))
        .otherwise("many")
        .as("size"),
    ),
  orders: (spark) =>
    spark
      .table("people")
      .orderBy(
        F.col("town").ascNullsLast(),
        F.col("age").descNullsFirst(),
        F.col("pay").desc(),
        F.asc("name"),
        F.desc("id"),
        "born",
      ),
  moreOrders: (spark) =>
    spark
      .table("people")
      .sort(F.col("town").asc(), F.col("age").ascNullsFirst(), F.col("pay").descNullsLast())
      .sortWithinPartitions("id", F.length("name").desc()),
  aliases: (spark) =>
    spark.range(2).select(F.col("id").as("a b"), F.col("id").alias("c.d"), F.col("id").as("é`x")),
  aliasMetadata: (spark) =>
    spark.range(2).select(F.col("id").as("key", { comment: "the key", width: 3, tags: ["a"] })),
  quotedNames: (spark) =>
    spark
      .range(2)
      .select(F.col("id").as("a.b"), F.struct(F.col("id").as("c")).as("s"))
      .select("`a.b`", F.col("s.c"), F.col("`a.b`").plus(F.col("s.c")).as("sum"), "s.*"),
  stars: (spark) => {
    const people = spark.table("people").alias("p");
    return people.select("*", F.col("p.*"), F.lit(1).as("one"));
  },
  starOfFrame: (spark) => {
    const frame = spark.range(3);
    return frame.select(frame.col("*"), frame.col("id").plus(1).as("next"));
  },
  regexColumns: (spark) => {
    const people = spark.table("people");
    return people.select(people.colRegex("`(na|to).*`"));
  },
  withColumns: (spark) =>
    spark.range(3).withColumns({
      double: F.col("id").times(2),
      id: F.col("id").plus(100),
      text: F.col("id").cast("string"),
    }),
  withColumnAgain: (spark) =>
    spark
      .range(3)
      .withColumn("a", F.lit(1))
      .withColumn("a", F.col("a").plus(F.col("id")))
      .withColumn("b", F.col("a")),
  renames: (spark) =>
    spark
      .table("people")
      .withColumnRenamed("name", "first_name")
      .withColumnsRenamed({ town: "city", nothing: "else", age: "years" })
      .select("first_name", "city", "years"),
  drops: (spark) => {
    const people = spark.table("people");
    return people.drop("likes", "nothing", "born").drop(people.col("pay")).drop(F.col("town"), F.col("age"));
  },
  renameAll: (spark) => spark.table("people").select("id", "name").toDF("a", "b"),
  selectExpressions: (spark) =>
    spark
      .table("people")
      .selectExpr("id + 1 AS next", "upper(name)", "CASE WHEN age > 40 THEN 'old' END AS age_class"),
  filterText: (spark) =>
    spark.table("people").filter("age > 30 AND name LIKE '%n%'").where("pay IS NOT NULL"),
  expressions: (spark) =>
    spark
      .range(3)
      .select(F.expr("id * 2").as("twice"), F.expr("array(id, 1)[0]"), F.expr("named_struct('a', id).a")),
  callByName: (spark) =>
    spark.table("people").select(F.callFunction("concat_ws", F.lit("-"), "name", "town").as("c")),
  columnsOfOneFrame: (spark) => {
    const people = spark.table("people");
    return people
      .filter(people.col("age").gt(people.col("id")))
      .select(people.col("name"), F.size(people.col("likes")));
  },
  transformChain: (spark) =>
    spark
      .table("orders")
      .transform((orders) => orders.withColumn("total", F.col("price").times(F.col("amount"))))
      .transform((orders) => orders.filter(F.col("total").gt(20)))
      .select("order_id", "total"),
};
