import { AuthenticationError, SparkSession } from "spark-connect-node";
import { SparkUnavailableError } from "../errors.ts";
import { listensOnLoopbackAlone } from "./listeners.ts";

/** One attempt; the waiting is done around it. */
const AT_ONCE = { maxRetries: 0 };
/** The class by which Hadoop reads `s3a://`. */
const S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

/** What a server that answers is. */
export interface CheckedServer {
  readonly version: string;
  /** Whether it refuses who has no token; servers before 4.0 cannot. */
  readonly guarded: boolean;
  /** Whether no other machine can reach it; Spark before 4.0 listens on every interface. */
  readonly private: boolean;
}

/**
 * Asks a Spark Connect server all that the job will need of it: that it answers, that nobody else gets
 * in, and that driver and executors can read S3.
 *
 * @throws ConnectionError of the client while it does not answer.
 * @throws SparkUnavailableError when it answers and is not fit.
 */
export async function checkServer(remote: string): Promise<CheckedServer> {
  const spark = await connect(remote);
  try {
    const version = await spark.version();
    const guarded = await isGuarded(remote);
    const isPrivate = await listensOnLoopbackAlone(Number(remote.split("/;")[0]?.split(":").at(-1)));
    if (!version.startsWith("3.") && !(guarded && isPrivate)) {
      throw new SparkUnavailableError(
        guarded
          ? `The server (Spark ${version}) can be reached from other machines. Set spark.connect.grpc.binding.address to 127.0.0.1.`
          : `The server (Spark ${version}) lets in who has no token. It must get SPARK_CONNECT_AUTHENTICATE_TOKEN in its environment.`,
      );
    }
    await checkS3a(spark);
    return { version, guarded, private: isPrivate };
  } finally {
    await spark.stop().catch(() => undefined);
  }
}

function connect(remote: string): Promise<SparkSession> {
  return SparkSession.builder()
    .remote(remote)
    .userAgent("adg-wait-for-spark")
    .retryPolicy(AT_ONCE)
    .getOrCreate();
}

async function isGuarded(remote: string): Promise<boolean> {
  const [address = remote] = remote.split("/;");
  let stranger: SparkSession;
  try {
    stranger = await connect(`${address}/;token=of-a-stranger`);
  } catch (error) {
    if (error instanceof AuthenticationError) return true;
    throw error;
  }
  await stranger.stop().catch(() => undefined);
  return false;
}

async function checkS3a(spark: SparkSession): Promise<void> {
  // A constant is looked up by the driver, a row's by an executor.
  const lookup = `reflect('java.lang.Class', 'forName', '${S3A}')`;
  for (const [where, from] of [
    ["driver", ""],
    ["executors", " FROM range(1)"],
  ] as const) {
    try {
      await (await spark.sql(`SELECT ${lookup} AS class${from}`)).collect();
    } catch (cause) {
      throw new SparkUnavailableError(
        `S3A is not on the classpath of Spark's ${where}: ${S3A} cannot be loaded. EMR has it from 7.10 on; on earlier ` +
          "releases set ADG_EXTRA_CLASSPATH to hadoop-aws and the AWS SDK's bundle, paths of the nodes joined by colons. " +
          `Spark says: ${String(cause).split("\n", 1)[0]}`,
        { cause },
      );
    }
  }
}
