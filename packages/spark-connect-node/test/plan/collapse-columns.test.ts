import { describe, expect, it } from "@jest/globals";
import { create } from "@bufbuild/protobuf";
import * as fc from "fast-check";
import { AnalyzePlanResponse_PersistSchema } from "#gen/spark/connect/base_pb.js";
import type { Column } from "../../src/column/column.ts";
import { Window } from "../../src/column/window.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { stateOf } from "../../src/dataframe/dataframe-analysis.ts";
import * as F from "../../src/functions/index.ts";
import { collapseColumns } from "../../src/plan/collapse-columns.ts";
import type { Expression } from "../../src/plan/expression.ts";
import { splitAttributeName } from "../../src/plan/identifier.ts";
import { keep, type Relation } from "../../src/plan/relation.ts";
import { relationToProto } from "../../src/plan/relation-proto.ts";
import { parseServerVersion } from "../../src/plan/server-target.ts";
import { chained, chains } from "./arbitrary-chain.ts";
import { recordingSession } from "./recording-client.ts";

const { spark } = recordingSession();
const { col, lit } = F;
const base = spark.range(1);
const planOf = (df: DataFrame): Relation => stateOf(df).relation;

/** A chain of 20 columns of the table's own, the 11th made by the test. */
function chain(name = "c10", value: (df: DataFrame) => Column = () => lit(10)): DataFrame {
  let df = base;
  for (let at = 0; at < 20; at++) {
    df = at === 10 ? df.withColumn(name, value(df)) : df.withColumn(`c${at}`, col("id").plus(at));
  }
  return df;
}

/** The names that one node makes at the top of the plan. */
function madeAtTop(df: DataFrame): string[] {
  const { op } = collapseColumns(planOf(df));
  return op.kind === "withColumns" ? op.columns.flatMap(({ names }) => names) : [];
}

const all = (name = "c10"): string[] => Array.from({ length: 20 }, (_, at) => (at === 10 ? name : `c${at}`));

describe("a long chain of withColumn", () => {
  it("is one node, with the columns in their order and the id of the last", () => {
    const top = planOf(chain());
    const collapsed = collapseColumns(top);
    expect(madeAtTop(chain())).toEqual(all());
    expect(collapsed.planId).toBe(top.planId);
    expect(collapsed.op).toMatchObject({ input: planOf(base) });
  });

  it("stays as it is while it is short", () => {
    let df = base;
    for (let at = 0; at < 15; at++) {
      df = df.withColumn(`c${at}`, lit(at));
    }
    expect(collapseColumns(planOf(df))).toBe(planOf(df));
    expect(madeAtTop(df.withColumn("c15", lit(15)))).toHaveLength(16);
  });

  it.each<[string, string | undefined, ((df: DataFrame) => Column) | undefined]>([
    ["a name of the table", "id", undefined],
    ["a column of a function", undefined, () => F.upper(F.concat("id", lit("x")))],
    ["a condition", undefined, () => F.when(col("id").gt(1), "x").otherwise(null)],
    ["a cast and a field", undefined, () => col("id").cast("int").getField("c9x")],
    ["a column bound to the table", undefined, () => base.col("id")],
    ["a name in quotes", undefined, () => col("`id`.`f`")],
  ])("includes %s", (_, name, value) => {
    // Replacing a column that later ones read is a matter of its own.
    const df = name === undefined ? chain("c10", value) : chain("c10").withColumn("x", lit(1));
    expect(madeAtTop(df)).toHaveLength(name === undefined ? 20 : 21);
  });

  const later = all().slice(10);
  const after = later.slice(1);
  it.each<[string, string[], DataFrame]>([
    ["a column made before is read", later, chain("c10", () => col("c9"))],
    ["it is read in other case", later, chain("c10", () => col("C9").plus(1))],
    ["it is read in quotes", later, chain("c10", () => F.upper(col("`c9`")))],
    ["its field is read", later, chain("c10", () => col("c9.f"))],
    ["a name is a field or a column", later, chain("c10", () => col("t.c9"))],
    ["a column made before is made again", all("c9").slice(10), chain("c9")],
    ["it is made again in other case", all("C9").slice(10), chain("C9")],
    ["a column that is read later is replaced", after, chain("id")],
    ["SQL text may read anything", after, chain("c10", () => F.expr("id + 1"))],
    ["a star reads all", after, chain("c10", () => F.struct("*"))],
    ["a regular expression reads many", after, chain("c10", (df) => df.colRegex("`i.*`"))],
    ["a window is no row", after, chain("c10", () => F.rowNumber().over(Window.orderBy("id")))],
    ["an aggregate is no row", after, chain("c10", () => F.max("id"))],
    ["a generator makes rows", after, chain("c10", () => F.explode(F.array(lit(1))))],
    ["random numbers are drawn anew", after, chain("c10", () => F.rand(1))],
    ["rows are counted", after, chain("c10", () => F.monotonicallyIncreasingId())],
    ["a function is not known", after, chain("c10", () => F.callFunction("upper", "id"))],
    ["a lambda has names of its own", after, chain("c10", () => F.transform(F.array("id"), (x) => x))],
    ["a subquery has a plan", after, chain("c10", () => spark.range(1).scalar())],
    ["a name is not ASCII", after, chain("\u212a")],
    ["a read name is not ASCII", after, chain("c10", () => col("\u212a"))],
    ["a name cannot be read", after, chain("c10", () => col("a..b"))],
    ["a column is bound to a node", all().slice(10), chain("c10", (df) => df.col("id"))],
  ])("ends where %s", (_, made, df) => {
    // Ten more columns, so that what is left above is long enough.
    let longer = df;
    for (let at = 20; at < 30; at++) {
      longer = longer.withColumn(`c${at}`, lit(at));
    }
    expect(madeAtTop(longer)).toEqual([...made, ...Array.from({ length: 10 }, (__, at) => `c${at + 20}`)]);
  });

  it("ends at a node that something names", () => {
    const middle = chain();
    let df = middle;
    for (let at = 0; at < 16; at++) {
      df = df.withColumn(`d${at}`, lit(at));
    }
    expect(madeAtTop(df)).toHaveLength(36);
    keep(planOf(middle));
    expect(madeAtTop(df)).toHaveLength(16);
    expect(madeAtTop(middle)).toHaveLength(20);
  });

  it.each<[string, (middle: DataFrame) => unknown]>([
    ["a view", (middle) => middle.createOrReplaceTempView("v")],
    ["a cache", (middle) => middle.cache()],
    ["a column", (middle) => middle.col("id")],
    ["a column of metadata", (middle) => middle.metadataColumn("_metadata")],
    ["new metadata", (middle) => middle.withMetadata("id", {})],
    ["a pivot", (middle) => middle.groupBy("id").pivot("c1", [1])],
  ])("ends at a node that is named by %s", async (_, name) => {
    const { spark: session, client } = recordingSession();
    client.analysis = { case: "persist", value: create(AnalyzePlanResponse_PersistSchema) };
    let middle = session.range(1);
    for (let at = 0; at < 20; at++) {
      middle = middle.withColumn(`c${at}`, lit(at));
    }
    await name(middle);
    let df = middle;
    for (let at = 0; at < 16; at++) {
      df = df.withColumn(`d${at}`, lit(at));
    }
    expect(madeAtTop(df)).toHaveLength(16);
  });

  it("gives the same rows as its calls one by one", () => {
    let collapsed = 0;
    fc.assert(
      fc.property(chains, (steps) => {
        const top = planOf(chained(base, steps));
        const simplified = collapseAll(top);
        collapsed += simplified === top ? 0 : 1;
        expect(rowOf(simplified)).toEqual(rowOf(top));
      }),
      { numRuns: 200 },
    );
    expect(collapsed).toBeGreaterThan(20);
  });

  it("of many thousand calls is built and written", () => {
    let df = base;
    for (let at = 0; at < 20_000; at++) {
      df = df.withColumn(`c${at}`, col("id"));
    }
    const message = relationToProto(planOf(df), parseServerVersion("4.3.0"));
    expect(message.relType.case === "withColumns" && message.relType.value.aliases.length).toBe(20_000);
  });
});

/** The plan with every chain in it collapsed, as messages are written. */
function collapseAll(node: Relation): Relation {
  const plain = collapseColumns(node);
  if (plain.op.kind !== "withColumns") {
    return plain;
  }
  const input = collapseAll(plain.op.input);
  return plain === node && input === plain.op.input ? node : { ...plain, op: { ...plain.op, input } };
}

type Cell = readonly [name: string, value: unknown];

/** What Spark makes of a row: values are texts of themselves, and reading what is not there is one, too. */
function rowOf(node: Relation): readonly Cell[] {
  if (node.op.kind !== "withColumns") {
    return ["id", "a", "b c"].map((name) => [name, `base.${name}`]);
  }
  const row = rowOf(node.op.input);
  const made = node.op.columns.map(({ names: [name = ""], child }): Cell => [name, valueOf(child, row)]);
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  return [
    ...row.map((cell) => made.find(([name]) => same(name, cell[0])) ?? cell),
    ...made.filter(([name]) => !row.some(([known]) => same(known, name))),
  ];
}

function valueOf(e: Expression, row: readonly Cell[]): unknown {
  if (e.kind === "literal") {
    return e.literal.literalType.value;
  }
  if (e.kind === "function") {
    return [e.name, ...e.args.map((argument) => valueOf(argument, row))];
  }
  if (e.kind !== "attribute" && e.kind !== "sql") {
    throw new Error(`No chain of the test holds ${e.kind}`);
  }
  const [name] = splitAttributeName(e.kind === "sql" ? e.text : e.name) ?? [];
  const found = row.find(([known]) => known.toLowerCase() === name?.toLowerCase());
  return found === undefined ? `no ${name}` : found[1];
}
