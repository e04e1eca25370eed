import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { AnalysisError, CancelledError, ParseError } from "../../src/errors.ts";
import { array, lit } from "../../src/functions/index.ts";
import { SparkSession } from "../../src/session/spark-session.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import type { QueryProgress } from "../../src/execution/progress.ts";
import { LocalDate } from "../../src/values/index.ts";
import { connect, uniqueName } from "./stack.ts";
import { untilNothingRuns } from "../support/nothing-runs.ts";

let spark: SparkSession;

beforeAll(async () => {
  spark = await connect();
});

afterAll(async () => {
  await spark.stop();
});

describe("sql", () => {
  it("takes named arguments as values, never as SQL", async () => {
    const df = await spark.sql(
      "SELECT :text AS text, :n + 1 AS n, :day AS day, :list AS list, :none AS none",
      {
        text: "'; DROP TABLE x --",
        n: 41,
        day: LocalDate.parse("2026-11-22"),
        list: array(lit(1), lit(2)),
        none: null,
      },
    );
    expect(await df.collect()).toEqual([
      { text: "'; DROP TABLE x --", n: 42, day: LocalDate.parse("2026-11-22"), list: [1, 2], none: null },
    ]);
  });

  it("takes positional arguments", async () => {
    expect(await (await spark.sql("SELECT ? AS a, ? AS b", ["x", 2n])).collect()).toEqual([
      { a: "x", b: 2n },
    ]);
  });

  it("takes plain arrays, maps and objects", async () => {
    const df = await spark.sql("SELECT :a AS a, :m AS m, :o AS o", {
      a: ["x", null],
      m: new Map([["k", 1]]),
      o: { x: 1, y: "z" },
    });
    expect(await df.collect()).toEqual([{ a: ["x", null], m: new Map([["k", 1]]), o: { x: 1, y: "z" } }]);
  });

  it("runs commands at once, and only once", async () => {
    const view = uniqueName("scn_view");
    const result = await spark.sql(`CREATE TEMPORARY VIEW ${view} AS SELECT 1 AS x`);
    expect(await result.collect()).toEqual([]);
    expect(await spark.table(view).collect()).toEqual([{ x: 1 }]);
    const shown = await spark.sql(`SHOW VIEWS LIKE '${view}'`);
    expect(await shown.collect()).toMatchObject([{ viewName: view, isTemporary: true }]);
    await spark.sql(`DROP VIEW ${view}`);
    expect(await shown.count()).toBe(1);
  });

  it("tells of a wrong statement at once, with class, SQLSTATE and place", async () => {
    await expect(spark.sql("SELEC 1")).rejects.toMatchObject({
      constructor: ParseError,
      code: "PARSE",
      errorClass: "PARSE_SYNTAX_ERROR",
      sqlState: "42601",
    });
    await expect(spark.sql("SELECT nothing")).rejects.toMatchObject({
      constructor: AnalysisError,
      code: "ANALYSIS",
      errorClass: "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
      sqlState: "42703",
      messageParameters: { objectName: "`nothing`" },
    });
  });
});

describe("conf", () => {
  it("sets, reads, lists and gives back", async () => {
    const key = "spark.sql.session.timeZone";
    await spark.conf.set(key, "Asia/Tokyo");
    expect(await spark.conf.get(key)).toBe("Asia/Tokyo");
    expect(await (await spark.sql("SELECT current_timezone() AS z")).first()).toEqual({ z: "Asia/Tokyo" });
    await spark.conf.unset(key);
    expect(await spark.conf.get(key)).not.toBe("Asia/Tokyo");
    await spark.conf.setAll({ "spark.scn.a": 1, "spark.scn.b": "2" });
    expect(await spark.conf.getAll("spark.scn.")).toEqual({ a: "1", b: "2" });
  });

  it("knows what is not set", async () => {
    expect(await spark.conf.get("spark.scn.nothing")).toBeUndefined();
    expect(await spark.conf.get("spark.scn.nothing", "x")).toBe("x");
  });

  it("tells what a session may change", async () => {
    expect(await spark.conf.isModifiable("spark.sql.ansi.enabled")).toBe(true);
    expect(await spark.conf.isModifiable("spark.sql.warehouse.dir")).toBe(false);
    await expect(spark.conf.set("spark.sql.warehouse.dir", "/x")).rejects.toThrow(AnalysisError);
  });
});

describe("a session", () => {
  it("has settings and views of its own", async () => {
    const view = uniqueName("scn_view");
    await spark.range(1).createOrReplaceTempView(view);
    const other = await spark.newSession();
    try {
      expect(other.sessionId).not.toBe(spark.sessionId);
      expect(await other.catalog.tableExists(view)).toBe(false);
      expect(await other.range(2).count()).toBe(2);
    } finally {
      await other.stop();
    }
    // Closing one leaves the connection to the other.
    expect(await spark.table(view).count()).toBe(1);
    expect(await spark.catalog.dropTempView(view)).toBe(true);
    expect(await spark.catalog.dropTempView(view)).toBe(false);
  });

  it("can be taken up again by its id", async () => {
    const view = uniqueName("scn_view");
    await spark.range(3).createOrReplaceTempView(view);
    const remote = process.env["SPARK_REMOTE"] ?? "";
    const again = await SparkSession.builder().remote(remote).sessionId(spark.sessionId).getOrCreate();
    expect(await again.table(view).count()).toBe(3);
    await spark.catalog.dropTempView(view);
  });

  it("says at once that a token is wrong", async () => {
    const remote = (process.env["SPARK_REMOTE"] ?? "").replace(/token=[^;]*/, "token=wrong");
    await expect(SparkSession.builder().remote(remote).getOrCreate()).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
  });

  // The work below ends by itself within a minute: a job that Spark misses to stop must not hold the server for ever.
  const longQuery = (): DataFrame => spark.range(0, 20_000_000_000, 1, 2).selectExpr("sum(sqrt(id)) AS s");

  it("stops a query when its signal is aborted", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 2_000);
    await expect(longQuery().collect({ signal: controller.signal })).rejects.toThrow(CancelledError);
    await untilNothingRuns(spark);
  });

  it("does not begin when its signal is aborted already", async () => {
    const action = spark.range(1).collect({ signal: AbortSignal.abort() });
    await expect(action).rejects.toThrow(CancelledError);
  });

  it("stops queries by tag, and tells of their progress before", async () => {
    const tag = uniqueName("tag");
    const progress: QueryProgress[] = [];
    let outcome: Promise<void> | undefined;
    await new Promise<void>((resolve) => {
      const query = longQuery().collect({
        tags: [tag],
        onProgress: (report) => {
          progress.push(report);
          if (report.stages.length > 0) {
            resolve();
          }
        },
      });
      outcome = expect(query).rejects.toMatchObject({ errorClass: "OPERATION_CANCELED" });
    });
    expect(await spark.interruptTag(tag)).toEqual([progress[0]?.operationId]);
    await outcome;
    expect(progress.at(-1)?.stages.map(({ numTasks }) => numTasks)).toContain(2);
  });
});
