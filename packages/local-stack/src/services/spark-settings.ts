import { join } from "node:path";
import { names } from "../config/names.ts";
import type { Installation } from "../install/install.ts";
import type { StatePaths } from "../state/paths.ts";

export interface SparkEndpoints {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly uiPort: number;
  /** Goes by the environment: whatever is a property is in Hive's configuration too, which Hive writes into the log. */
  readonly token: string;
  readonly s3Endpoint: string;
  /** Further properties, which win: for a server that behaves differently for a while. */
  readonly conf?: Readonly<Record<string, string>> | undefined;
}

/**
 * Everything the server is told, as Spark properties, but for its token.
 */
export function sparkSettings(
  installation: Installation,
  paths: StatePaths,
  endpoints: SparkEndpoints,
): Record<string, string> {
  const jvm = [
    // A plan as deep as servers read takes more stack than the JVM's default until its code is compiled.
    "-Xss4m",
    "-Duser.timezone=UTC",
    `-Djava.io.tmpdir=${quoteJvmOption(paths.temporary)}`,
    `-Dderby.system.home=${quoteJvmOption(paths.metastore)}`,
  ];
  return {
    "spark.app.name": "embedded stack",
    "spark.master": "local[*]",
    "spark.driver.memory": "2g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraClassPath": `${installation.s3aJars}/*`,
    "spark.driver.extraJavaOptions": jvm.join(" "),
    "spark.local.dir": paths.temporary,
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.connect.grpc.binding.port": String(endpoints.port),
    "spark.ui.port": String(endpoints.uiPort),
    "spark.eventLog.enabled": "true",
    "spark.eventLog.dir": `file://${encodeURI(paths.eventLog)}`,
    // So that a test can search them for secrets.
    "spark.eventLog.compress": "false",
    // For the same reason: the pages forget all but the last 200 otherwise, and with them what a test looks for.
    "spark.connect.ui.session.limit": "2000",
    "spark.connect.ui.statement.limit": "5000",
    "spark.sql.catalogImplementation": "hive",
    "spark.sql.warehouse.dir": `file://${encodeURI(paths.warehouse)}`,
    "spark.sql.session.timeZone": "UTC",
    // 200 by default, which costs seconds on a laptop's few thousand rows.
    "spark.sql.shuffle.partitions": "4",
    "spark.hadoop.javax.jdo.option.ConnectionURL": `jdbc:derby:;databaseName=${join(paths.metastore, "db")};create=true`,
    "spark.hadoop.hadoop.tmp.dir": paths.temporary,
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "2",
    "spark.hadoop.fs.s3a.endpoint": endpoints.s3Endpoint,
    "spark.hadoop.fs.s3a.endpoint.region": names.region,
    "spark.hadoop.fs.s3a.path.style.access": "true",
    "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
    // The cluster's own keys; a cluster would take them from its instance profile.
    "spark.hadoop.fs.s3a.aws.credentials.provider":
      "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider",
    ...endpoints.conf,
  };
}

/** Spark splits its Java options as a shell does. */
function quoteJvmOption(path: string): string {
  return /[\s"'\\]/.test(path) ? `"${path.replaceAll(/["\\]/g, String.raw`\$&`)}"` : path;
}

/** One `key value` line each, in java.util.Properties' escapes. */
export function formatProperties(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(
    ([key, value]) => `${key}=${value.replaceAll("\\", "\\\\").replaceAll("\n", String.raw`\n`)}`,
  );
  return `${lines.join("\n")}\n`;
}
