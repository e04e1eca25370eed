import { functions as F } from "../../src/index.ts";
import type { Topic } from "../program.ts";

export const texts: Topic["programs"] = {
  cases: (spark) =>
    spark
      .table("people")
      .select(
        F.upper("name"),
        F.lower("name"),
        F.initcap(F.lit("ab cd")),
        F.ucase("town"),
        F.lcase("town"),
        F.reverse("name"),
      ),
  lengths: (spark) =>
    spark
      .table("texts")
      .select(
        F.length("words"),
        F.charLength("words"),
        F.characterLength("words"),
        F.octetLength("words"),
        F.bitLength("words"),
        F.ascii("words"),
      ),
  cutting: (spark) =>
    spark
      .table("texts")
      .select(
        F.substring("json", 2, 3),
        F.substr("json", F.lit(2), F.lit(3)),
        F.substr("json", F.lit(3)),
        F.left("json", F.lit(4)),
        F.right("json", F.lit(4)),
        F.substringIndex("url", "/", 3),
        F.splitPart("csv", F.lit(","), F.lit(2)),
        F.split("csv", ","),
        F.split("csv", "[,:]", 2),
      ),
  trimming: (spark) =>
    spark
      .range(1)
      .select(F.lit("  xax  ").as("t"))
      .select(
        F.trim("t"),
        F.ltrim("t"),
        F.rtrim("t"),
        F.btrim("t"),
        F.btrim("t", F.lit(" x")),
        F.trim("t", F.lit("x ")),
      ),
  padding: (spark) =>
    spark
      .table("people")
      .select(
        F.lpad("name", 5, "*"),
        F.rpad("name", 2, " "),
        F.repeat("name", 2),
        F.formatString("%s is %d", "name", "age"),
      ),
  searching: (spark) =>
    spark
      .table("texts")
      .select(
        F.instr("url", "e"),
        F.locate("e", "url"),
        F.locate("e", "url", 8),
        F.position(F.lit("e"), "url"),
        F.contains("url", F.lit("example")),
        F.startswith("url", F.lit("http")),
        F.endswith("url", F.lit("r")),
        F.findInSet(F.lit("two"), "csv"),
        F.levenshtein("csv", "url"),
        F.levenshtein("csv", "url", 3),
      ),
  replacing: (spark) =>
    spark
      .table("texts")
      .select(
        F.replace("csv", F.lit(","), F.lit(";")),
        F.replace("csv", F.lit(",")),
        F.translate("csv", ",-", ";_"),
        F.overlay("csv", F.lit("XX"), 1),
        F.overlay("csv", F.lit("XX"), 1, 3),
        F.mask("csv"),
        F.concatWs("|", "csv", "words", F.lit("end")),
        F.concat("csv", F.lit("-"), "words"),
      ),
  patterns: (spark) =>
    spark
      .table("texts")
      .select(
        F.regexpExtract("url", "//([^/]+)/", 1),
        F.regexpReplace("csv", "[0-9]+", "#"),
        F.regexpExtractAll("csv", F.lit("([0-9])"), 1),
        F.regexpCount("csv", F.lit("[0-9]")),
        F.regexpInstr("csv", F.lit("two")),
        F.regexpSubstr("csv", F.lit("[a-z]+")),
        F.regexpLike("csv", F.lit("^1")),
        F.rlike("csv", F.lit("x")),
        F.like("csv", F.lit("1,%")),
        F.ilike("csv", F.lit("1,T%")),
        F.like("csv", F.lit("1/%"), F.lit("/")),
      ),
  encodings: (spark) =>
    spark
      .table("texts")
      .select(
        F.base64(F.encode("words", "utf-8")),
        F.decode(F.unbase64(F.lit("aGk=")), "UTF-8"),
        F.hex("words"),
        F.unhex(F.lit("FF00")),
        F.encode("csv", "UTF-16"),
        F.urlEncode("words"),
        F.urlDecode(F.lit("a%20b")),
        F.parseUrl("url", F.lit("HOST")),
        F.toBinary(F.lit("abc"), F.lit("utf-8")),
        F.isValidUtf8("words"),
        F.soundex(F.lit("Robert")),
      )
      .limit(1),
  hashes: (spark) =>
    spark
      .table("people")
      .select(
        F.md5("name"),
        F.sha1("name"),
        F.sha2("name", 256),
        F.crc32("name"),
        F.hash("id", "name"),
        F.xxhash64("id", "town"),
        F.sha("name"),
      ),
  numbersInText: (spark) =>
    spark
      .table("orders")
      .select(
        F.formatNumber("price", 1),
        F.toChar("amount", F.lit("999")),
        F.toNumber(F.lit("12.50"), F.lit("99.99")),
        F.tryToNumber(F.lit("x"), F.lit("99")),
        F.conv(F.lit("ff"), 16, 10),
        F.bin("order_id"),
        F.char(F.lit(65)),
        F.elt(F.lit(2), F.lit("a"), F.lit("b")),
      ),
  wordsOfTexts: (spark) =>
    spark
      .table("texts")
      .select("id", F.explode(F.split(F.coalesce("words", F.lit("no words")), " ")).as("word"))
      .groupBy("word")
      .agg(F.count("*").as("n"), F.min("id"))
      .orderBy(F.desc("n"), "word"),
  sentences: (spark) => spark.range(1).select(F.sentences(F.lit("Hi there. You!"))),
  cleanedColumn: (spark) =>
    spark
      .table("people")
      .withColumn(
        "slug",
        F.lower(
          F.regexpReplace(F.trim(F.concatWs(" ", "name", F.coalesce("town", F.lit("nowhere")))), "\\s+", "-"),
        ),
      )
      .filter(F.col("slug").rlike("^[a-z]+-[a-z]+$"))
      .select("slug", F.length("slug").as("n")),
};
