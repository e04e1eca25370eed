import { installSparkRelease, type PySpark, SPARK_RELEASES } from "@dataworks/local-stack";
import { DataFrame, SparkConnectError, SparkSession, UnsupportedError } from "../src/index.ts";
import { startLocalServer } from "../src/local-server/index.ts";
import { framesIn, namesOf, programsOf } from "./compare.ts";
import { olderServers } from "./notes.ts";
import { programId, type Topic } from "./program.ts";
import { type ReferenceResult, runReference } from "./reference.ts";
import { referenceRowText, rowText } from "./rows.ts";
import { makeViews, setup } from "./setup.ts";

/** How a program came out on one server. */
export interface ServerOutcome {
  readonly id: string;
  /**
   * `refused`: the client said that this server cannot do it. `unknown`: the server said so, as it does not know a
   * function, type or word. `other`: Spark itself has changed, see the note. `differs`: none of these, a defect.
   */
  readonly kind: "same" | "refused" | "unknown" | "other" | "differs";
  readonly how: string;
}

export type ServerOutcomes = ReadonlyMap<string, readonly ServerOutcome[]>;

/** What servers say of what they do not know. */
const unknownToServer =
  /UNRESOLVED_ROUTINE|WRONG_NUM_ARGS|PARSE_SYNTAX_ERROR|UNSUPPORTED_DATATYPE|UNRESOLVED_COLUMN|Does not support convert string|not supported/;

/**
 * Runs the programs by this client on servers of several releases, and compares the rows with those that PySpark gives
 * on the server at `remote`, which is of the newest.
 *
 * @param releases - Such as `4.1`, or `4.1=/a/python` for one that has this pyspark.
 */
export async function compareServers(
  topics: readonly Topic[],
  pyspark: PySpark,
  remote: string,
  releases: readonly string[],
  report: (line: string) => void,
): Promise<ServerOutcomes> {
  const frames = await framesIn(topics, remote);
  report(`${namesCount(frames)} programs in PySpark, on the newest server`);
  const reference = await runReference(pyspark, remote, { mode: "rows", setup, topics: namesOf(frames) });
  const outcomes = new Map<string, readonly ServerOutcome[]>();
  for (const wanted of releases) {
    const [release = "", given] = wanted.split("=");
    if (release === SPARK_RELEASES.at(-1) && given === undefined) {
      report(`Spark ${release}`);
      outcomes.set(release, await runOn(release, remote, frames, reference));
      continue;
    }
    const python = given ?? (await installSparkRelease(release, { report }));
    report(`Spark ${release}: starting`);
    const server = await startLocalServer({
      python,
      version: release,
      master: "local[2]",
      config: { "spark.driver.memory": "1g", "spark.sql.shuffle.partitions": 2, "spark.ui.enabled": false },
    });
    try {
      report(`Spark ${server.version}`);
      outcomes.set(release, await runOn(release, server.remote, frames, reference));
    } finally {
      await server.stop();
    }
  }
  return outcomes;
}

function namesCount(topics: readonly Topic[]): number {
  return programsOf(topics).length;
}

async function runOn(
  release: string,
  remote: string,
  topics: readonly Topic[],
  reference: ReadonlyMap<string, ReferenceResult>,
): Promise<ServerOutcome[]> {
  const spark = await SparkSession.builder().remote(remote).getOrCreate();
  const outcomes: ServerOutcome[] = [];
  try {
    await makeViews(spark);
    for (const { topic, name, program } of programsOf(topics)) {
      const id = programId(topic, name);
      const expected = reference.get(id);
      if (expected === undefined || !("rows" in expected)) continue;
      const known = olderServers[id];
      const changed = known !== undefined && release < known.since ? known.why : undefined;
      outcomes.push(await outcomeOf(id, changed, expected, async () => program(spark)));
    }
  } finally {
    await spark.stop();
  }
  return outcomes;
}

async function outcomeOf(
  id: string,
  changed: string | undefined,
  expected: Extract<ReferenceResult, { rows: unknown }>,
  run: () => Promise<DataFrame | void>,
): Promise<ServerOutcome> {
  try {
    const frame = await run();
    if (!(frame instanceof DataFrame)) return { id, kind: "differs", how: "the program gave no DataFrame" };
    const schema = await frame.schema();
    const rows = (await frame.collect({ rowMode: "array" })).map((row) => rowText(row, schema)).sort();
    const wanted = expected.rows.map(referenceRowText).sort();
    if (JSON.stringify(rows) === JSON.stringify(wanted)) return { id, kind: "same", how: "" };
    return changed === undefined
      ? { id, kind: "differs", how: firstDifference(wanted, rows) }
      : { id, kind: "other", how: changed };
  } catch (error) {
    const how = String(error).replaceAll(/\s+/g, " ").slice(0, 300);
    if (error instanceof UnsupportedError) return { id, kind: "refused", how };
    if (changed !== undefined) return { id, kind: "other", how: changed };
    const told = error instanceof SparkConnectError && unknownToServer.test(String(error));
    return { id, kind: told ? "unknown" : "differs", how };
  }
}

function firstDifference(wanted: readonly string[], rows: readonly string[]): string {
  const at = wanted.findIndex((row, index) => row !== rows[index]);
  return `row ${at}: newest ${wanted[at]?.slice(0, 300) ?? "none"}, here ${rows[at]?.slice(0, 300) ?? "none"}`;
}
