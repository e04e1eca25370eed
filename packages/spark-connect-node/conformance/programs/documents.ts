import { functions as F, StructType } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const documents: Topic["programs"] = {
  fromJson: (spark) =>
    spark
      .table("texts")
      .select(F.fromJson("json", "a INT, b ARRAY<INT>, c STRUCT<d: STRING>").as("j"))
      .select("j.*"),
  fromJsonByType: (spark) =>
    spark.table("texts").select(F.fromJson("json", StructType.fromDDL("a BIGINT, b STRING")).as("j"), "id"),
  fromJsonWithOptions: (spark) =>
    spark.table("texts").select(
      F.fromJson("json", "a STRING, _bad STRING", {
        mode: "PERMISSIVE",
        columnNameOfCorruptRecord: "_bad",
      }),
    ),
  fromJsonBySchemaColumn: (spark) =>
    spark.table("texts").select(F.fromJson("json", F.schemaOfJson(F.lit('{"a": 1}')))),
  toJson: (spark) =>
    spark
      .table("people")
      .select(
        F.toJson(F.struct("id", "born", "likes")),
        F.toJson(F.struct("born"), { dateFormat: "dd/MM/yyyy" }),
      ),
  jsonPaths: (spark) =>
    spark
      .table("texts")
      .select(
        F.getJsonObject("json", "$.c.d"),
        F.getJsonObject("json", "$.b[1]"),
        F.jsonTuple("json", "a", "c"),
        F.jsonArrayLength(F.lit("[1,2]")),
        F.jsonObjectKeys("json"),
      ),
  schemas: (spark) =>
    spark.range(1).select(F.schemaOfJson('{"a": [1.5]}'), F.schemaOfCsv("1|x", { sep: "|" })),
  fromCsv: (spark) =>
    spark
      .table("texts")
      .select(F.fromCsv("csv", "n INT, word STRING, day DATE").as("c"))
      .select("c.n", "c.word", F.col("c.day")),
  toCsv: (spark) =>
    spark
      .table("people")
      .select(F.toCsv(F.struct("id", "name", "pay"), { sep: "|" }), F.toCsv(F.struct("id"))),
  variants: (spark) =>
    spark
      .table("texts")
      .select(F.parseJson("json").as("v"), F.tryParseJson("words").as("w"))
      .select(
        F.variantGet("v", "$.a", "int"),
        F.tryVariantGet("v", "$.c", "int"),
        F.isVariantNull(F.variantGet("v", "$.a", "variant")),
        F.schemaOfVariant("v"),
        F.col("v").cast("string"),
        "w",
      ),
  flattened: (spark) =>
    spark
      .table("texts")
      .filter("json IS NOT NULL")
      .withColumn("j", F.fromJson("json", "b ARRAY<INT>"))
      .select("id", F.explodeOuter("j.b").as("b"))
      .groupBy("id")
      .agg(F.sum(F.coalesce("b", F.lit(0))).as("sum")),
};
