from pyspark.sql import functions as F


def cases(spark):
    return spark.table("people").select(
        F.upper("name"),
        F.lower("name"),
        F.initcap(F.lit("ab cd")),
        F.ucase("town"),
        F.lcase("town"),
        F.reverse("name"),
    )


def lengths(spark):
    return spark.table("texts").select(
        F.length("words"),
        F.char_length("words"),
        F.character_length("words"),
        F.octet_length("words"),
        F.bit_length("words"),
        F.ascii("words"),
    )


def cutting(spark):
    return spark.table("texts").select(
        F.substring("json", 2, 3),
        F.substr("json", F.lit(2), F.lit(3)),
        F.substr("json", F.lit(3)),
        F.left("json", F.lit(4)),
        F.right("json", F.lit(4)),
        F.substring_index("url", "/", 3),
        F.split_part("csv", F.lit(","), F.lit(2)),
        F.split("csv", ","),
        F.split("csv", "[,:]", 2),
    )


def trimming(spark):
    return (
        spark.range(1)
        .select(F.lit("  xax  ").alias("t"))
        .select(
            F.trim("t"),
            F.ltrim("t"),
            F.rtrim("t"),
            F.btrim("t"),
            F.btrim("t", F.lit(" x")),
            F.trim("t", F.lit("x ")),
        )
    )


def padding(spark):
    return spark.table("people").select(
        F.lpad("name", 5, "*"),
        F.rpad("name", 2, " "),
        F.repeat("name", 2),
        F.format_string("%s is %d", "name", "age"),
    )


def searching(spark):
    return spark.table("texts").select(
        F.instr("url", "e"),
        F.locate("e", "url"),
        F.locate("e", "url", 8),
        F.position(F.lit("e"), "url"),
        F.contains("url", F.lit("example")),
        F.startswith("url", F.lit("http")),
        F.endswith("url", F.lit("r")),
        F.find_in_set(F.lit("two"), "csv"),
        F.levenshtein("csv", "url"),
        F.levenshtein("csv", "url", 3),
    )


def replacing(spark):
    return spark.table("texts").select(
        F.replace("csv", F.lit(","), F.lit(";")),
        F.replace("csv", F.lit(",")),
        F.translate("csv", ",-", ";_"),
        F.overlay("csv", F.lit("XX"), 1),
        F.overlay("csv", F.lit("XX"), 1, 3),
        F.mask("csv"),
        F.concat_ws("|", "csv", "words", F.lit("end")),
        F.concat("csv", F.lit("-"), "words"),
    )


def patterns(spark):
    return spark.table("texts").select(
        F.regexp_extract("url", "//([^/]+)/", 1),
        F.regexp_replace("csv", "[0-9]+", "#"),
        F.regexp_extract_all("csv", F.lit("([0-9])"), 1),
        F.regexp_count("csv", F.lit("[0-9]")),
        F.regexp_instr("csv", F.lit("two")),
        F.regexp_substr("csv", F.lit("[a-z]+")),
        F.regexp_like("csv", F.lit("^1")),
        F.rlike("csv", F.lit("x")),
        F.like("csv", F.lit("1,%")),
        F.ilike("csv", F.lit("1,T%")),
        F.like("csv", F.lit("1/%"), F.lit("/")),
    )


def encodings(spark):
    return (
        spark.table("texts")
        .select(
            F.base64(F.encode("words", "utf-8")),
            F.decode(F.unbase64(F.lit("aGk=")), "UTF-8"),
            F.hex("words"),
            F.unhex(F.lit("FF00")),
            F.encode("csv", "UTF-16"),
            F.url_encode("words"),
            F.url_decode(F.lit("a%20b")),
            F.parse_url("url", F.lit("HOST")),
            F.to_binary(F.lit("abc"), F.lit("utf-8")),
            F.is_valid_utf8("words"),
            F.soundex(F.lit("Robert")),
        )
        .limit(1)
    )


def hashes(spark):
    return spark.table("people").select(
        F.md5("name"),
        F.sha1("name"),
        F.sha2("name", 256),
        F.crc32("name"),
        F.hash("id", "name"),
        F.xxhash64("id", "town"),
        F.sha("name"),
    )


def numbers_in_text(spark):
    return spark.table("orders").select(
        F.format_number("price", 1),
        F.to_char("amount", F.lit("999")),
        F.to_number(F.lit("12.50"), F.lit("99.99")),
        F.try_to_number(F.lit("x"), F.lit("99")),
        F.conv(F.lit("ff"), 16, 10),
        F.bin("order_id"),
        F.char(F.lit(65)),
        F.elt(F.lit(2), F.lit("a"), F.lit("b")),
    )


def words_of_texts(spark):
    return (
        spark.table("texts")
        .select("id", F.explode(F.split(F.coalesce("words", F.lit("no words")), " ")).alias("word"))
        .groupBy("word")
        .agg(F.count("*").alias("n"), F.min("id"))
        .orderBy(F.desc("n"), "word")
    )


def sentences(spark):
    return spark.range(1).select(F.sentences(F.lit("Hi there. You!")))


def cleaned_column(spark):
    place = F.coalesce("town", F.lit("nowhere"))
    return (
        spark.table("people")
        .withColumn(
            "slug",
            F.lower(F.regexp_replace(F.trim(F.concat_ws(" ", "name", place)), "\\s+", "-")),
        )
        .filter(F.col("slug").rlike("^[a-z]+-[a-z]+$"))
        .select("slug", F.length("slug").alias("n"))
    )
