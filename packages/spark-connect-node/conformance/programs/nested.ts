import { functions as F, types } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const nested: Topic["programs"] = {
  fields: (spark) =>
    spark
      .table("nested")
      .select("s.a", "s.b.c", F.col("s").getField("b").getField("d").getItem(0), F.col("s")),
  elements: (spark) =>
    spark
      .table("nested")
      .select(F.col("l").getItem(0), F.col("l").getItem(1).getField("x"), F.col("m").getItem("k")),
  elementByColumn: (spark) =>
    spark
      .table("nested")
      .select(F.col("m").getItem(F.concat(F.lit("k"), F.col("id"))), F.col("l").getItem(F.col("id").mod(2))),
  fieldOfArray: (spark) => spark.table("nested").select(F.col("l.x"), F.col("l").getField("y")),
  withField: (spark) =>
    spark
      .table("nested")
      .select(
        F.col("s")
          .withField("a", F.col("id").plus(1))
          .withField("b.c", F.lit("new"))
          .withField("e", F.lit(null).cast("int"))
          .as("s"),
      ),
  dropFields: (spark) => spark.table("nested").select(F.col("s").dropFields("a", "b.d").as("s")),
  structs: (spark) =>
    spark
      .table("people")
      .select(F.struct("id", F.col("name").as("n"), F.struct(F.lit(1).as("one"), F.col("town"))).as("s"))
      .select("s.n", "s.*"),
  namedStruct: (spark) =>
    spark.table("people").select(F.namedStruct({ id: "id", twice: F.col("id").times(2) }).as("s")),
  arrays: (spark) =>
    spark
      .table("nested")
      .select(
        F.array(F.col("id"), F.lit(7).cast("bigint")).as("a"),
        F.arrayContains("s.b.d", F.lit(1).cast("bigint")),
        F.arrayDistinct(F.array("id", "id")),
        F.arrayPosition("s.b.d", F.col("id")),
        F.arrayRemove("s.b.d", F.col("id")),
        F.arrayJoin(F.array(F.lit("x"), F.lit(null), F.lit("y")), "-", "nothing"),
        F.arrayJoin(F.array(F.lit("x"), F.lit("y")), "-"),
        F.size("l"),
        F.elementAt("s.b.d", -1),
        F.tryElementAt("s.b.d", F.lit(9)),
        F.get("s.b.d", 5),
      ),
  moreArrays: (spark) =>
    spark
      .range(1)
      .select(F.sequence(F.lit(1), F.lit(5)).as("a"), F.sequence(F.lit(9), F.lit(3), F.lit(-2)).as("b"))
      .select(
        F.arrayUnion("a", "b"),
        F.arrayIntersect("a", "b"),
        F.arrayExcept("a", "b"),
        F.arraysOverlap("a", "b"),
        F.arraysZip("a", "b"),
        F.slice("a", 2, 3),
        F.arrayMax("a"),
        F.arrayMin("b"),
        F.arrayRepeat(F.lit("z"), 3),
        F.flatten(F.array("a", "b")),
        F.reverse("a"),
        F.sortArray("b"),
        F.sortArray("a", false),
        F.arrayAppend("a", 6),
        F.arrayPrepend("a", 0),
        F.arrayInsert("a", 2, 100),
        F.arrayCompact("b"),
        F.concat("a", "b"),
        F.cardinality("a"),
        F.arraySize("b"),
      ),
  maps: (spark) =>
    spark
      .table("nested")
      .select(
        F.mapKeys("m"),
        F.mapValues("m"),
        F.mapEntries("m"),
        F.mapConcat("m", F.createMap(F.lit("z"), F.lit(26).cast("bigint"))),
        F.mapContainsKey("m", "k"),
        F.mapFromArrays(F.array(F.lit("a"), F.lit("b")), F.array("id", "id")),
        F.mapFromEntries("l"),
        F.strToMap(F.lit("a:1,b:2"), F.lit(","), F.lit(":")),
        F.elementAt("m", "k"),
      ),
  explode: (spark) => spark.table("people").select("name", F.explode("likes").as("like")),
  explodeOuter: (spark) => spark.table("people").select("name", F.explodeOuter("likes")),
  explodeMap: (spark) => spark.table("nested").select("id", F.explode("m").as("key", "value")),
  posexplode: (spark) => spark.table("people").select("id", F.posexplode("likes").as("at", "like")),
  posexplodeOuter: (spark) => spark.table("people").select(F.posexplodeOuter("likes")),
  inline: (spark) => spark.table("nested").select("id", F.inline("l")),
  inlineOuter: (spark) => spark.table("nested").select(F.inlineOuter(F.slice("l", 1, 1))),
  stack: (spark) => spark.range(1).select(F.stack(F.lit(2), F.lit(1), F.lit("a"), F.lit(2), F.lit("b"))),
  explodeAndRegroup: (spark) =>
    spark
      .table("nested")
      .select("id", F.explode("l").as("e"))
      .withColumn("x", F.col("e.x"))
      .groupBy("id")
      .agg(F.sum("x").as("sum"), F.sortArray(F.collectList(F.struct("x", "e.y"))).as("again")),
  jsonOfNested: (spark) =>
    spark.table("nested").select(F.toJson("s"), F.toJson("m"), F.toJson(F.struct("id", "l"))),
  castWithTypes: (spark) =>
    spark
      .table("nested")
      .select(
        F.col("id").cast(types.decimal(12, 2)),
        F.col("l").cast(types.array(types.struct({ x: "int", y: "string" }))),
        F.col("m").cast(types.map(types.string, types.double)),
      ),
};
