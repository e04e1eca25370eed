import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { SparkSession } from "../../src/session/spark-session.ts";
import { recordingSession } from "../plan/recording-client.ts";

/** What PySpark has, as `scripts/pyspark/list_members.py session` printed it. */
const pyspark = JSON.parse(
  readFileSync(new URL("pyspark-members.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly string[]>>;

const GLOBAL = "there is no global session here: what getOrCreate() gives is the caller's to keep";
const PYTHON_CODE = "takes Python code, which this client has not";

/** Members that are not here, by class and name, and why. */
const EXCLUDED: Readonly<Record<string, string>> = {
  "SparkSession.active": GLOBAL,
  "SparkSession.getActiveSession": GLOBAL,
  "SparkSession.client":
    "internal; its parts are members of the session: cacheArtifact, retryPolicy, deadlines",
  "SparkSession.dataSource": PYTHON_CODE,
  "SparkSession.udtf": PYTHON_CODE,
  "SparkSession.profile": "profiles Python code",
  "SparkSession.__enter__": "`await using`",
  "SparkSession.__exit__": "Symbol.asyncDispose",
  "SparkSession.__del__": "JavaScript has no such moment; stop() or `await using`",
  "SparkSession.Builder.channelBuilder":
    "connection strings and tls(), metadataProvider(), interceptors() say all that a channel needs",
  "SparkSession.Builder.create": "getOrCreate() always makes a session of its own",
  "SparkSession.Builder.enableHiveSupport": "not over Spark Connect: PySpark refuses it too",
  "SparkSession.Builder.master": "local({ master }) says it; PySpark Connect ignores it",
  "Catalog.registerFunction": PYTHON_CODE,
  "UDFRegistration.register": PYTHON_CODE,
};

const { spark } = recordingSession();
const ours: Readonly<Record<string, object>> = {
  SparkSession: spark,
  "SparkSession.Builder": SparkSession.builder(),
  Catalog: spark.catalog,
  RuntimeConf: spark.conf,
  UDFRegistration: spark.udf,
};

const camelCase = (name: string): string =>
  name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const members = Object.entries(pyspark).flatMap(([name, list]) =>
  list.map((member) => [name, member, `${name}.${member}`] as const),
);

describe("PySpark's members", () => {
  it("are those of all the classes that are compared", () => {
    expect(Object.keys(pyspark)).toEqual(Object.keys(ours));
  });

  it.each(members.filter(([, , full]) => EXCLUDED[full] === undefined))("has %s.%s", (name, member) => {
    const own = name === "SparkSession" && member === "builder" ? SparkSession : (ours[name] ?? {});
    expect(camelCase(member) in own).toBe(true);
  });

  it("are left out only where they exist there and not here", () => {
    const known = new Map<string, boolean>(
      members.map(([name, member, full]) => [full, camelCase(member) in (ours[name] ?? {})]),
    );
    expect(Object.keys(EXCLUDED).filter((full) => known.get(full) !== false)).toEqual([]);
  });
});
