import { readdir } from "node:fs/promises";
import path from "node:path";
import { LocalServerError } from "../errors.ts";
import type { RunCommand } from "./command.ts";
import type { Environment, LocalServerOptions } from "./options.ts";

/** A Spark on this machine. */
export interface SparkInstallation {
  readonly home: string;
  /** As its jars say, such as `4.1.0`. */
  readonly version: string;
  /** The version of Scala it was built for, such as `2.13`. */
  readonly scala: string;
  /** Whether Spark Connect is among its jars. */
  readonly hasConnect: boolean;
}

/** Prints pyspark's folder without importing it: an import may write to stdout, and takes longer. */
const ASK_PYTHON =
  "import importlib.util as u; s = u.find_spec('pyspark'); print((list(s.submodule_search_locations) or [''])[0] if s else '')";

const INSTALL_HINT =
  'install it with "pip install pyspark" and name that Python in the option python, or unpack a Spark distribution and name it in sparkHome or SPARK_HOME';

/**
 * Finds a Spark: the option `sparkHome`, else the `pyspark` of the option `python`, else `SPARK_HOME`, else the
 * `pyspark` of the `python3` on the path.
 *
 * @throws LocalServerError when there is none, or not of the version wanted; says what to install.
 */
export async function findSpark(
  options: Pick<LocalServerOptions, "sparkHome" | "python" | "version">,
  environment: Environment,
  run: RunCommand,
): Promise<SparkInstallation> {
  const { home, from } = await findHome(options, environment, run);
  const spark = await inspect(home, from);
  const { version: wanted } = options;
  if (wanted !== undefined && spark.version !== wanted && !spark.version.startsWith(`${wanted}.`)) {
    throw new LocalServerError(
      `Spark ${wanted} is wanted, and ${from} has ${spark.version}: install it with "pip install pyspark==${wanted}${
        /^\d+\.\d+$/.test(wanted) ? ".*" : ""
      }" in a Python of its own, and name that in the option python`,
    );
  }
  return spark;
}

async function findHome(
  { sparkHome, python }: Pick<LocalServerOptions, "sparkHome" | "python">,
  environment: Environment,
  run: RunCommand,
): Promise<{ readonly home: string; readonly from: string }> {
  if (sparkHome !== undefined) return { home: sparkHome, from: `sparkHome (${sparkHome})` };
  const variable = environment["SPARK_HOME"];
  if (python === undefined && variable !== undefined && variable !== "") {
    return { home: variable, from: `SPARK_HOME (${variable})` };
  }
  const command = python ?? "python3";
  const { code, stdout, stderr } = await run(command, ["-c", ASK_PYTHON]);
  const home = stdout.trim();
  if (code === 0 && home !== "") return { home, from: `the pyspark of ${command} (${home})` };
  const why =
    code === undefined
      ? `${command} could not be started`
      : code === 0
        ? `${command} has no pyspark`
        : `${command} ended with ${code}: ${stderr.trim().split("\n").at(-1) ?? ""}`;
  throw new LocalServerError(`There is no Spark to start (${why}): ${INSTALL_HINT}`);
}

async function inspect(home: string, from: string): Promise<SparkInstallation> {
  const jars = await readdir(path.join(home, "jars")).catch(() => undefined);
  const core = jars
    ?.map((jar) => /^spark-core_(\d+\.\d+)-(.+)\.jar$/.exec(jar))
    .find((found) => found !== null);
  const [, scala, version] = core ?? [];
  if (jars === undefined || scala === undefined || version === undefined) {
    throw new LocalServerError(
      `${from} holds no Spark: there is no jars/spark-core_….jar in it (pyspark-client comes without Spark); ${INSTALL_HINT}`,
    );
  }
  return { home, version, scala, hasConnect: jars.some((jar) => jar.startsWith(`spark-connect_${scala}-`)) };
}
