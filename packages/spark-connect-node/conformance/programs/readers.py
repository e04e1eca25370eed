from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    CharType,
    DecimalType,
    DoubleType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    VarcharType,
)


def table(spark):
    return spark.read.table("people")


def table_with_options(spark):
    return spark.read.option("versionAsOf", 3).table("catalog.db.events")


def parquet(spark):
    return spark.read.parquet("s3a://bucket/a")


def parquet_of_several(spark):
    return spark.read.parquet("s3a://bucket/a", "s3a://bucket/b")


def csv_with_schema(spark):
    reader = spark.read.schema("id BIGINT, name STRING").option("header", True).option("sep", "|")
    return reader.csv("/data/people.csv")


def csv_with_options(spark):
    return spark.read.options(header=True, inferSchema=False, maxColumns=100, nullValue="").csv(
        ["/a.csv", "/b.csv"]
    )


def json_with_type(spark):
    schema = StructType(
        [
            StructField("id", LongType(), False),
            StructField("tags", ArrayType(StringType())),
            StructField("price", DecimalType(10, 2)),
        ]
    )
    return spark.read.schema(schema).json("/data/events")


def json_multiline(spark):
    return spark.read.option("multiLine", True).json("/data/document.json")


def orc(spark):
    return spark.read.orc("/data/orc").filter("id > 1")


def text(spark):
    return spark.read.text("/data/readme", wholetext=True)


def format_and_load(spark):
    return spark.read.format("avro").option("avroSchema", '{"type":"record"}').load("/data/avro")


def load_several(spark):
    return spark.read.format("parquet").load(["/a", "/b"])


def load_nothing(spark):
    return (
        spark.read.format("jdbc")
        .option("url", "jdbc:h2:mem:x")
        .option("dbtable", "t")
        .option("fetchsize", 100)
        .load()
    )


def default_format(spark):
    return spark.read.load("/data/default")


def option_twice(spark):
    return spark.read.option("Sep", ",").option("sep", ";").format("csv").load("/data")


def schema_with_everything(spark):
    inner = StructType([StructField("a b", IntegerType()), StructField("ts", TimestampNTZType())])
    schema = StructType(
        [
            StructField("m", MapType(StringType(), DoubleType()), True),
            StructField("s", inner, metadata={"comment": "a struct"}),
            StructField("c", CharType(3)),
            StructField("v", VarcharType(10)),
            StructField("b", BinaryType()),
        ]
    )
    return spark.read.schema(schema).parquet("/data/all")


def join_of_sources(spark):
    return (
        spark.read.parquet("/a")
        .select("id", "name")
        .join(spark.read.schema("id BIGINT, amount DOUBLE").json("/b"), "id", "left")
        .groupBy("name")
        .count()
    )
