import { StructType, types } from "../../src/index.ts";
import type { Topic } from "../program.ts";

// Plans are not run here: what these read need not be there.
export const readers: Topic["programs"] = {
  table: (spark) => spark.read.table("people"),
  tableWithOptions: (spark) => spark.read.option("versionAsOf", 3).table("catalog.db.events"),
  parquet: (spark) => spark.read.parquet("s3a://bucket/a"),
  parquetOfSeveral: (spark) => spark.read.parquet(["s3a://bucket/a", "s3a://bucket/b"]),
  csvWithSchema: (spark) =>
    spark.read
      .schema("id BIGINT, name STRING")
      .option("header", true)
      .option("sep", "|")
      .csv("/data/people.csv"),
  csvWithOptions: (spark) =>
    spark.read
      .options({ header: true, inferSchema: false, maxColumns: 100, nullValue: "" })
      .csv(["/a.csv", "/b.csv"]),
  jsonWithType: (spark) =>
    spark.read
      .schema(
        new StructType([
          { name: "id", type: types.long, nullable: false },
          { name: "tags", type: types.array(types.string) },
          { name: "price", type: types.decimal(10, 2) },
        ]),
      )
      .json("/data/events"),
  jsonMultiline: (spark) => spark.read.option("multiLine", true).json("/data/document.json"),
  orc: (spark) => spark.read.orc("/data/orc").filter("id > 1"),
  text: (spark) => spark.read.option("wholetext", true).text("/data/readme"),
  formatAndLoad: (spark) =>
    spark.read.format("avro").option("avroSchema", '{"type":"record"}').load("/data/avro"),
  loadSeveral: (spark) => spark.read.format("parquet").load(["/a", "/b"]),
  loadNothing: (spark) =>
    spark.read
      .format("jdbc")
      .option("url", "jdbc:h2:mem:x")
      .option("dbtable", "t")
      .option("fetchsize", 100)
      .load(),
  defaultFormat: (spark) => spark.read.load("/data/default"),
  optionTwice: (spark) => spark.read.option("Sep", ",").option("sep", ";").format("csv").load("/data"),
  schemaWithEverything: (spark) =>
    spark.read
      .schema(
        new StructType([
          { name: "m", type: types.map(types.string, types.double), nullable: true },
          {
            name: "s",
            type: types.struct({ "a b": "int", ts: "timestamp_ntz" }),
            metadata: { comment: "a struct" },
          },
          { name: "c", type: types.char(3) },
          { name: "v", type: types.varchar(10) },
          { name: "b", type: types.binary },
        ]),
      )
      .parquet("/data/all"),
  joinOfSources: (spark) =>
    spark.read
      .parquet("/a")
      .select("id", "name")
      .join(spark.read.schema("id BIGINT, amount DOUBLE").json("/b"), "id", "left")
      .groupBy("name")
      .count(),
};
