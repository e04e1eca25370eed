import { isAtLeast, parseServerVersion } from "../plan/server-target.ts";
import { DEFAULT_MASTER, type LocalServerOptions } from "./options.ts";
import type { SparkInstallation } from "./find-spark.ts";

/** Where one server works and listens. */
export interface ServerPlace {
  readonly port: number;
  /** For what Spark writes while it works, tables without a path included. */
  readonly folder: string;
  /** For jars that Spark loads. */
  readonly ivyFolder: string;
}

/** The server's settings: those a local one wants, the caller's over them, and where it listens. */
export function serverSettings(
  spark: SparkInstallation,
  options: Pick<LocalServerOptions, "master" | "config" | "jars">,
  place: ServerPlace,
): Record<string, string> {
  const given = Object.entries(options.config ?? {}).map(([key, value]) => [key, String(value)] as const);
  return {
    "spark.app.name": "spark-connect-node",
    "spark.ui.enabled": "false",
    "spark.local.dir": `${place.folder}/work`,
    "spark.sql.warehouse.dir": `${place.folder}/warehouse`,
    "spark.jars.ivy": place.ivyFolder,
    ...connectJar(spark, options.jars ?? []),
    ...Object.fromEntries(given),
    "spark.master": options.master ?? DEFAULT_MASTER,
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.connect.grpc.binding.port": String(place.port),
  };
}

/** Spark 3.5 has Connect as a package apart; from 4.0 on it is among Spark's own jars. */
function connectJar(spark: SparkInstallation, jars: readonly string[]): Record<string, string> {
  const own = jars.length === 0 ? {} : { "spark.jars": jars.join(",") };
  if (spark.hasConnect || jars.some((jar) => /(^|\/)spark-connect_[^/]*\.jar$/.test(jar))) {
    return own;
  }
  return { ...own, "spark.jars.packages": `org.apache.spark:spark-connect_${spark.scala}:${spark.version}` };
}

/** Whether this Spark asks for a token: 3.5 does not, and serves whoever reaches its port. */
export function takesToken(version: string): boolean {
  return isAtLeast(parseServerVersion(version), 4, 0);
}

/** A file of Java properties. Settings may hold secrets, so they go by a file, not by the command line. */
export function formatProperties(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(
      ([key, value]) =>
        `${escape(key).replaceAll(/[ :=#!]/g, "\\$&")}=${escape(value).replace(/^ /, "\\ ")}\n`,
    )
    .join("");
}

function escape(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}
