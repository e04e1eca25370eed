import type { PySpark } from "@dataworks/local-stack";
import { SparkConnectClient } from "../src/client/spark-connect-client.ts";
import { relationPlan } from "../src/plan/plan.ts";
import { sparkSessionOf } from "../src/session/spark-session.ts";
import { stateOf } from "../src/dataframe/dataframe-analysis.ts";
import { DataFrame, SparkSession } from "../src/index.ts";
import { toBinary } from "@bufbuild/protobuf";
import { PlanSchema } from "#gen/spark/connect/base_pb.js";
import { differences } from "./diff.ts";
import { normalise, type Sent } from "./normalise.ts";
import { notes, plansOnly } from "./notes.ts";
import { type Program, programId, pythonName, type Topic } from "./program.ts";
import { recorder, type Recorder } from "./recorder.ts";
import { type ReferenceResult, runReference } from "./reference.ts";
import { referenceRowText, rowText } from "./rows.ts";
import { makeViews, setup } from "./setup.ts";

/** How a program came out. */
export type Outcome =
  | { readonly kind: "same"; readonly id: string; readonly frame: boolean }
  /** Another plan on purpose; the note says why. */
  | { readonly kind: "chosen"; readonly id: string; readonly why: string; readonly frame: boolean }
  | { readonly kind: "differs"; readonly id: string; readonly how: readonly string[] };

interface Ours {
  readonly sent: readonly Sent[];
  readonly frame: boolean;
}

/** Compares what each program sends with what PySpark sends. Nothing is run but what building the plans asks. */
export async function comparePlans(
  topics: readonly Topic[],
  pyspark: PySpark,
  remote: string,
): Promise<Outcome[]> {
  const reference = await runReference(pyspark, remote, { mode: "plans", setup, topics: namesOf(topics) });
  const real = SparkConnectClient.connect({ remote });
  const known = new Set<string>();
  const outcomes: Outcome[] = [];
  try {
    await makeViews(sparkSessionOf(real));
    const recording = recorder(real);
    const spark = sparkSessionOf(recording.client);
    for (const { topic, name, program } of programsOf(topics)) {
      const id = programId(topic, name);
      known.add(id);
      outcomes.push(planOutcome(id, reference.get(id), await ourPlans(spark, program, recording)));
    }
  } finally {
    await real.close();
  }
  for (const id of reference.keys()) {
    if (!known.has(id)) outcomes.push({ kind: "differs", id, how: ["there is a program in Python only"] });
  }
  return outcomes;
}

/** The programs that give rows which can be compared. */
export async function framesIn(topics: readonly Topic[], remote: string): Promise<Topic[]> {
  const real = SparkConnectClient.connect({ remote });
  const frames = new Set<string>();
  try {
    await makeViews(sparkSessionOf(real));
    const recording = recorder(real);
    const spark = sparkSessionOf(recording.client);
    for (const { topic, name, program } of programsOf(topics)) {
      const ours = await ourPlans(spark, program, recording);
      if ("error" in ours || ours.frame) frames.add(programId(topic, name));
    }
  } finally {
    await real.close();
  }
  const comparable = (topic: string, name: string): boolean => {
    const id = programId(topic, name);
    return frames.has(id) && notes[id]?.noRows === undefined && notes[id]?.choice === undefined;
  };
  return topics
    .filter(({ name }) => !plansOnly.has(name))
    .map(({ name, programs }) => ({
      name,
      programs: Object.fromEntries(Object.entries(programs).filter(([program]) => comparable(name, program))),
    }));
}

/** Runs what gives rows here and in PySpark, and compares schemas and rows. */
export async function compareRows(
  topics: readonly Topic[],
  pyspark: PySpark,
  remote: string,
): Promise<Outcome[]> {
  const chosen = await framesIn(topics, remote);
  const reference = await runReference(pyspark, remote, { mode: "rows", setup, topics: namesOf(chosen) });
  const spark = await SparkSession.builder().remote(remote).getOrCreate();
  const outcomes: Outcome[] = [];
  try {
    await makeViews(spark);
    for (const { topic, name, program } of programsOf(chosen)) {
      const id = programId(topic, name);
      outcomes.push(rowOutcome(id, reference.get(id), await ourRows(spark, program)));
    }
  } finally {
    await spark.stop();
  }
  return outcomes;
}

/** The names of programs as Python has them, by topic. */
export function namesOf(topics: readonly Topic[]): Record<string, string[]> {
  return Object.fromEntries(
    topics.map(({ name, programs }) => [name, Object.keys(programs).map(pythonName)]),
  );
}

/** The programs one by one. */
export function programsOf(topics: readonly Topic[]): { topic: string; name: string; program: Program }[] {
  return topics.flatMap(({ name: topic, programs }) =>
    Object.entries(programs).map(([name, program]) => ({ topic, name, program })),
  );
}

async function ourPlans(
  spark: SparkSession,
  program: Program,
  recording: Recorder,
): Promise<Ours | { readonly error: string }> {
  recording.take();
  try {
    const result = await program(spark);
    const { sent } = recording.take();
    return result instanceof DataFrame
      ? { sent: [...sent, await planOf(result)], frame: true }
      : { sent, frame: false };
  } catch (error) {
    const { sent, ended } = recording.take();
    return ended ? { sent, frame: false } : { error: String(error) };
  }
}

async function planOf(frame: DataFrame): Promise<Sent> {
  const { runtime, relation } = stateOf(frame);
  const plan = relationPlan(relation, await runtime.target());
  return { kind: "execute", message: toBinary(PlanSchema, plan) };
}

function planOutcome(
  id: string,
  expected: ReferenceResult | undefined,
  ours: Ours | { readonly error: string },
): Outcome {
  const differs = (...how: string[]): Outcome => ({ kind: "differs", id, how });
  if (expected === undefined) return differs("PySpark gave nothing");
  if ("error" in expected) return differs(`PySpark: ${expected.error}`);
  if ("error" in ours) return differs(`here: ${ours.error}`);
  if (!("sent" in expected)) return differs("PySpark gave rows where plans were asked for");
  if (expected.sent.length === 0) return differs("the program sends nothing");
  const note = notes[id];
  const why = note?.plansDiffer ?? note?.choice;
  const options = { hideSeeds: note?.madeUpSeed ?? false };
  const how = differences(normalise(expected.sent, options), normalise(ours.sent, options));
  if (how.length === 0) {
    return why === undefined
      ? { kind: "same", id, frame: ours.frame }
      : differs("the plans are the same: its note is out of date");
  }
  return why === undefined ? { kind: "differs", id, how } : { kind: "chosen", id, why, frame: ours.frame };
}

interface Rows {
  readonly schema: unknown;
  /** In the order of their text: Spark owes none. */
  readonly rows: readonly string[];
}

async function ourRows(spark: SparkSession, program: Program): Promise<Rows | { readonly error: string }> {
  try {
    const frame = await program(spark);
    if (!(frame instanceof DataFrame)) return { error: "the program gave no DataFrame" };
    const schema = await frame.schema();
    const rows = await frame.collect({ rowMode: "array" });
    return { schema: schema.toJSON(), rows: rows.map((row) => rowText(row, schema)).sort() };
  } catch (error) {
    return { error: String(error) };
  }
}

function rowOutcome(
  id: string,
  expected: ReferenceResult | undefined,
  ours: Rows | { readonly error: string },
): Outcome {
  const differs = (...how: string[]): Outcome => ({ kind: "differs", id, how });
  if (expected === undefined) return differs("PySpark gave nothing");
  if ("error" in expected && "error" in ours && sameError(expected.error, ours.error)) {
    return { kind: "same", id, frame: true };
  }
  if ("error" in expected) return differs(`PySpark: ${expected.error}`);
  if ("error" in ours) return differs(`here: ${ours.error}`);
  if (!("rows" in expected)) return differs("PySpark gave a plan where rows were asked for");
  const how = [
    ...differences(json(expected.schema), json(ours.schema), "schema"),
    ...differences(expected.rows.map(referenceRowText).sort(), [...ours.rows], "rows"),
  ];
  return how.length === 0 ? { kind: "same", id, frame: true } : { kind: "differs", id, how };
}

/** Whether Spark said the same: `[DIVIDE_BY_ZERO] …`. */
function sameError(expected: string, actual: string): boolean {
  const [, name] = /\[([A-Z_.]+)\]/.exec(expected) ?? [];
  return name !== undefined && actual.includes(`[${name}]`);
}

function json(value: unknown): Parameters<typeof differences>[0] {
  return JSON.parse(JSON.stringify(value)) as Parameters<typeof differences>[0];
}
