import { describe, expect, it } from "@jest/globals";
import type { TableArg } from "../../src/column/table-arg.ts";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { InvalidArgumentError, UnsupportedError } from "../../src/errors.ts";
import { col, lit, struct } from "../../src/functions/index.ts";
import { onlyPlan, recordingSession } from "../plan/recording-client.ts";

const name = (unparsedIdentifier: string): unknown => ({ unresolvedAttribute: { unparsedIdentifier } });
const range = (planId: number, end: string): unknown => ({
  common: { planId },
  range: { start: "0", end, step: "1" },
});

async function planOf(make: (frames: { a: DataFrame; b: DataFrame }) => DataFrame): Promise<unknown> {
  const { spark, client } = recordingSession();
  await make({ a: spark.range(1), b: spark.range(2) }).collect();
  return onlyPlan(client);
}

describe("a subquery", () => {
  it("is named by its plan's id, and carried beside the relation that uses it", async () => {
    expect(await planOf(({ a, b }) => a.filter(b.exists()))).toEqual({
      root: {
        common: { planId: 1 },
        withRelations: {
          root: {
            common: { planId: 2 },
            filter: {
              input: range(3, "1"),
              condition: { subqueryExpression: { planId: 4, subqueryType: "SUBQUERY_TYPE_EXISTS" } },
            },
          },
          references: [range(4, "2")],
        },
      },
    });
  });

  it("can be several of them in one relation, in the order of their use", async () => {
    const plan = await planOf(({ a, b }) =>
      a.select(b.scalar().as("x"), col("id").isin(b), struct("id", "y").isin(a)),
    );
    expect(plan).toMatchObject({
      root: {
        withRelations: {
          root: {
            project: {
              expressions: [
                {
                  alias: {
                    expr: { subqueryExpression: { planId: 4, subqueryType: "SUBQUERY_TYPE_SCALAR" } },
                    name: ["x"],
                  },
                },
                {
                  subqueryExpression: {
                    planId: 4,
                    subqueryType: "SUBQUERY_TYPE_IN",
                    inSubqueryValues: [name("id")],
                  },
                },
                {
                  subqueryExpression: {
                    planId: 3,
                    subqueryType: "SUBQUERY_TYPE_IN",
                    inSubqueryValues: [name("id"), name("y")],
                  },
                },
              ],
            },
          },
          references: [range(4, "2"), range(4, "2"), range(3, "1")],
        },
      },
    });
  });

  it("can hold subqueries itself: each is carried where it is used", async () => {
    const plan = await planOf(({ a, b }) => a.filter(b.filter(a.exists()).exists()));
    expect(plan).toMatchObject({
      root: {
        withRelations: {
          root: { filter: { condition: { subqueryExpression: { planId: 4 } } } },
          references: [
            {
              common: { planId: 4 },
              withRelations: {
                root: { filter: { condition: { subqueryExpression: { planId: 3 } } } },
                references: [range(3, "1")],
              },
            },
          ],
        },
      },
    });
  });

  it("is bound to by the id of the whole", async () => {
    const plan = await planOf(({ a, b }) => {
      const filtered = a.filter(b.exists());
      return filtered.select(filtered.col("id"));
    });
    expect(plan).toMatchObject({
      root: {
        project: {
          input: { common: { planId: 2 }, withRelations: {} },
          expressions: [{ unresolvedAttribute: { unparsedIdentifier: "id", planId: 2 } }],
        },
      },
    });
  });

  it("gives the same message each time", async () => {
    const { spark, client } = recordingSession();
    const df = spark.range(1).filter(spark.range(2).exists());
    await df.collect();
    await df.collect();
    expect(client.plans[0]).toEqual(client.plans[1]);
  });

  it.each<[string, string, (df: DataFrame) => DataFrame]>([
    ["scalar()", "4.0", (df) => df.select(df.scalar())],
    ["exists()", "4.0", (df) => df.filter(df.exists())],
    ["isin() of a DataFrame", "4.1", (df) => df.filter(col("id").isin(df))],
  ])("is refused for servers that would ignore %s", async (_, needed, make) => {
    const { spark, client } = recordingSession(needed === "4.0" ? "3.5.6" : "4.0.1");
    const run = make(spark.range(1)).collect();
    await expect(run).rejects.toThrow(UnsupportedError);
    await expect(run).rejects.toThrow(`needs ${needed}`);
    expect(client.plans).toEqual([]);
  });
});

describe("a table argument", () => {
  const table = recordingSession().spark.range(1).asTable();

  it.each<[string, (df: DataFrame) => TableArg, object]>([
    ["a table as it is", (df) => df.asTable(), {}],
    [
      "partitions in an order",
      (df) => df.asTable().partitionBy("id", col("x")).orderBy("y").orderBy(col("z").desc()),
      {
        partitionSpec: [name("id"), name("x")],
        orderSpec: [
          { child: name("y"), direction: "SORT_DIRECTION_ASCENDING", nullOrdering: "SORT_NULLS_FIRST" },
          { child: name("z"), direction: "SORT_DIRECTION_DESCENDING", nullOrdering: "SORT_NULLS_LAST" },
        ],
      },
    ],
    ["one partition", (df) => df.asTable().withSinglePartition(), { withSinglePartition: true }],
  ])("of a function is %s", async (_, argument, tableArgOptions) => {
    const { spark, client } = recordingSession();
    await spark.tvf.call("f", lit(1), argument(spark.range(1))).collect();
    expect(onlyPlan(client)).toEqual({
      root: {
        common: { planId: 1 },
        withRelations: {
          root: {
            common: { planId: 2 },
            unresolvedTableValuedFunction: {
              functionName: "f",
              arguments: [
                { literal: { integer: 1 } },
                {
                  subqueryExpression: {
                    planId: 3,
                    subqueryType: "SUBQUERY_TYPE_TABLE_ARG",
                    tableArgOptions,
                  },
                },
              ],
            },
          },
          references: [range(3, "1")],
        },
      },
    });
  });

  it.each<[string, () => unknown]>([
    ["an order before the partitions", () => table.orderBy("id")],
    ["partitions twice", () => table.partitionBy("id").partitionBy("id")],
    ["a single partition of partitions", () => table.partitionBy("id").withSinglePartition()],
    ["partitions of a single partition", () => table.withSinglePartition().partitionBy("id")],
  ])("refuses %s", (_, make) => {
    expect(make).toThrow(InvalidArgumentError);
  });
});
