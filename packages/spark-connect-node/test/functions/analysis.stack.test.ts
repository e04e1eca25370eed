import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Column } from "../../src/column/column.ts";
import { Window } from "../../src/column/window.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { connect } from "../session/stack.ts";
import { columns, makeCall, type Place, places, samples, unanalysed } from "./samples.ts";

// The server resolves every sample: a wrong name, arity or type of argument is noticed. Nothing is run.

let spark: SparkSession;
let df: DataFrame;

beforeAll(async () => {
  spark = await connect();
  for (const feature of ["timestampNanosTypes", "geospatial", "timeType"]) {
    await spark.conf.set(`spark.sql.${feature}.enabled`, true);
  }
  const nulls = Object.entries(columns).map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`);
  df = await spark.sql(`SELECT ${nulls.join(", ")}`);
});

afterAll(async () => {
  await spark.stop();
});

const placeOf = (name: string): Place | "anywhere" =>
  (Object.keys(places) as Place[]).find((place) => places[place].includes(name)) ?? "anywhere";

const calls = Object.entries(samples).flatMap(([name, all]) =>
  all.map((args) => ({ name, place: placeOf(name), text: `${name}(${JSON.stringify(args)})`, args })),
);

const byTime = Window.partitionBy("s").orderBy("ts");

/** Makes a DataFrame of columns in their place. */
function standing(place: Place | "anywhere", made: readonly [Column, ...Column[]]): DataFrame {
  switch (place) {
    case "aggregate":
      return df.agg(...made);
    case "cube":
      return df.cube("i", "s").agg(...made);
    case "order":
      return df.orderBy(...made);
    case "window":
      return df.select(...made.map((column) => column.over(byTime)));
    case "alone":
    case "anywhere":
      return df.select(...made);
    default:
      return place satisfies never;
  }
}

const analysed = calls.filter(({ name }) => !(name in unanalysed));
const together = analysed.filter(({ place }) => place !== "alone");
const BATCH = 100;
const batches = ["aggregate", "window", "cube", "order", "anywhere"].flatMap((place) => {
  const here = together.filter((call) => call.place === place);
  return Array.from({ length: Math.ceil(here.length / BATCH) }, (_, n) =>
    here.slice(n * BATCH, (n + 1) * BATCH),
  );
});
const alone = analysed.filter(({ place }) => place === "alone").map((call) => [call]);

describe("the server understands", () => {
  it.each([...batches, ...alone].map((batch) => [batch[0]?.text ?? "", batch.length, batch] as const))(
    "%s and what follows, together %p",
    async (_, count, batch) => {
      const [first] = batch;
      const [one, ...more] = batch.map(({ name, args }) => makeCall(name, args, "names"));
      if (first === undefined || one === undefined) throw new Error("an empty batch");
      const schema = await standing(first.place, [one, ...more]).schema();
      expect(schema.fields.length).toBeGreaterThanOrEqual(first.place === "order" ? 1 : count);
    },
  );
});

describe("what is not analysed", () => {
  it.each(Object.entries(unanalysed))("%s: %s", (name) => {
    expect(Object.keys(samples)).toContain(name);
  });
});
