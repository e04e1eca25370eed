import { describe, expect, it } from "@jest/globals";
import { create } from "@bufbuild/protobuf";
import { ConfigResponseSchema, PlanSchema } from "#gen/spark/connect/base_pb.js";
import { Field, Int32, type RecordBatch, Schema, Table, tableFromArrays, tableFromIPC } from "apache-arrow";
import { RowDecoder } from "../../src/arrow/index.ts";
import { contentHash } from "../../src/artifacts/upload.ts";
import { ExecutionError } from "../../src/errors.ts";
import type { SparkSession } from "../../src/session/spark-session.ts";
import { StructType } from "../../src/types/index.ts";
import { asJson, onlyPlan, recordingSession, type RecordingClient } from "../plan/recording-client.ts";

const schema = StructType.fromDDL("id BIGINT, name STRING");
const schemaText = JSON.stringify(schema.toJSON());
const settings = (values: Readonly<Record<string, number>>): RecordingClient["config_"] =>
  create(ConfigResponseSchema, {
    pairs: Object.entries(values).map(([key, value]) => ({
      key: `spark.sql.session.localRelation${key}`,
      value: String(value),
    })),
  });

/** What the artifacts hold, by name, in the order in which they were sent. */
function artifacts(client: RecordingClient): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let open = "";
  for (const payload of client.payloads) {
    if (payload.case === "batch") {
      for (const { name, data } of payload.value.artifacts) found.set(name, data?.data ?? new Uint8Array());
    } else if (payload.case === "beginChunk") {
      open = payload.value.name;
      found.set(open, payload.value.initialChunk?.data ?? new Uint8Array());
    } else if (payload.case === "chunk") {
      found.set(open, Buffer.concat([found.get(open) ?? new Uint8Array(), payload.value.data]));
    }
  }
  return found;
}

async function sent(client: RecordingClient, frame: { collect(): Promise<unknown> }): Promise<unknown> {
  await frame.collect().catch(() => undefined);
  const [plan] = client.plans;
  return plan === undefined ? undefined : asJson(PlanSchema, plan);
}

describe("a few rows", () => {
  it("travel in the plan, without a question to the server", async () => {
    const { spark, client } = recordingSession();
    const plan = await sent(client, spark.createDataFrame([{ name: "Ann", id: 1n }, [2n, null], {}], schema));
    expect(plan).toEqual({
      root: { common: { planId: 1 }, localRelation: { schema: schemaText, data: expect.any(String) } },
    });
    const { data } = (plan as { root: { localRelation: { data: string } } }).root.localRelation;
    expect(new RowDecoder(schema).decode(Buffer.from(data, "base64"))).toEqual([
      { id: 1n, name: "Ann" },
      { id: 2n, name: null },
      { id: null, name: null },
    ]);
    expect(client.configs).toEqual([]);
  });

  it("are the schema alone when there are none", async () => {
    const { spark, client } = recordingSession();
    expect(await sent(client, spark.emptyDataFrame(schema))).toEqual({
      root: { common: { planId: 1 }, localRelation: { schema: schemaText } },
    });
  });

  it("are checked at once", () => {
    const { spark } = recordingSession();
    expect(() => spark.createDataFrame([["x", "Ann"]], schema)).toThrow(/row 0\.id: a bigint of 64 bits/);
  });
});

/** As programs declare their rows: without an index signature. */
interface Shop {
  id: bigint;
  name: string;
}
class NamedShop implements Shop {
  readonly id = 2n;
  readonly name = "b";
}
const shops: readonly Shop[] = [{ id: 1n, name: "a" }, new NamedShop()];

describe("the schema", () => {
  const inferred = async (
    make: (spark: SparkSession) => { collect(): Promise<unknown> },
  ): Promise<string> => {
    const { spark, client } = recordingSession();
    const plan = (await sent(client, make(spark))) as { root: { localRelation: { schema: string } } };
    return StructType.fromJSON(plan.root.localRelation.schema).toDDL();
  };

  it.each<[string, (spark: SparkSession) => { collect(): Promise<unknown> }, string]>([
    ["is inferred from objects", (s) => s.createDataFrame([{ b: 1, a: "x" }]), "b INT,a STRING"],
    [
      "holds the values of all rows",
      (s) => s.createDataFrame([{ a: 1 }, { a: 2n }, { b: true }, { a: null }]),
      "a BIGINT,b BOOLEAN",
    ],
    ["widens to fractions", (s) => s.createDataFrame([{ a: 1 }, { a: 0.5 }]), "a DOUBLE"],
    ["numbers the columns of arrays", (s) => s.createDataFrame([[1, "x"]]), "_1 INT,_2 STRING"],
    ["names the column of plain values", (s) => s.createDataFrame([1, 2]), "value INT"],
    ["takes a type for plain values", (s) => s.createDataFrame(["x"], "STRING"), "value STRING"],
    ["takes names for arrays", (s) => s.createDataFrame([[1, "x"]], ["id", "name"]), "id INT,name STRING"],
    ["takes new names for objects", (s) => s.createDataFrame([{ a: 1, b: 2 }], ["x", "y"]), "x INT,y INT"],
    [
      "merges structs",
      (s) => s.createDataFrame([{ s: { x: 1 } }, { s: { y: "t" } }]),
      "s STRUCT<x: INT, y: STRING>",
    ],
    [
      "takes names for objects whose keys come in any order, or are missing",
      (s) => s.createDataFrame([{ a: 1, b: "x" }, { b: "y", a: 2 }, { a: 3 }], ["x", "y"]),
      "x INT,y STRING",
    ],
    ["takes names that repeat", (s) => s.createDataFrame([[1, "x"]], ["a", "a"]), "a INT,a STRING"],
    ["takes rows of interfaces and classes", (s) => s.createDataFrame(shops), "id BIGINT,name STRING"],
    ["takes a Map's entries", (s) => s.createDataFrame(new Map([["a", 1]]), ["k", "v"]), "k STRING,v INT"],
    ["takes dates", (s) => s.createDataFrame([new Date(0)]), "value TIMESTAMP"],
    [
      "knows typed arrays",
      (s) =>
        s.createDataFrame([[Float32Array.of(1), BigInt64Array.of(1n), Int8Array.of(1), Uint8Array.of(1)]]),
      "_1 ARRAY<FLOAT>,_2 ARRAY<BIGINT>,_3 ARRAY<TINYINT>,_4 BINARY",
    ],
    ["takes any iterable", (s) => s.createDataFrame(new Set(["a"])), "value STRING"],
  ])("%s", async (_, make, ddl) => {
    expect(await inferred(make)).toBe(ddl);
  });

  it.each<[string, (spark: SparkSession) => unknown, RegExp]>([
    ["there are no rows", (s) => s.createDataFrame([]), /No rows tell of no schema/],
    [
      "a column has nulls only",
      (s) => s.createDataFrame([{ a: null, b: 1 }]),
      /Cannot infer the type of a \(only nulls\)\. Pass a schema/,
    ],
    [
      "a field inside a struct has nulls only",
      (s) => s.createDataFrame([{ s: { x: 1, z: null } }]),
      /type of s\.z \(only nulls\)\./,
    ],
    [
      "arrays are empty, at any depth",
      (s) => s.createDataFrame([{ a: [], b: [{ c: new Map([["k", [null]]]) }], d: new Map() }]),
      /type of a\[\] \(only empty arrays.*\), b\[\]\.c values\[\] \(.*\), d keys \(only empty maps\), d values/,
    ],
    [
      "values do not go together",
      (s) => s.createDataFrame([{ a: 1 }, { a: "x" }]),
      /row 1\.a: .* integer and string|row 1\.a/,
    ],
    [
      "names are too few",
      (s) => s.createDataFrame([[1, 2]], ["a"]),
      /row 0: 2 values where 1 names are given/,
    ],
    ["a row is none", (s) => s.createDataFrame([{ a: 1 }, null], ["a"]), /row 1: an object.* not null/],
    [
      "a date is none",
      (s) => s.createDataFrame([{ a: new Date(Number.NaN) }]),
      /row 0\.a: .* not an invalid Date/,
    ],
    [
      "a bigint has more than 64 bits",
      (s) => s.createDataFrame([[2n ** 63n]]),
      /row 0\._1: a bigint of 64 bits/,
    ],
    [
      "the row is not in a list",
      (s) => s.createDataFrame({ a: 1 } as never),
      /takes rows, in an array .* not an object/,
    ],
    [
      "there is nothing",
      (s) => s.createDataFrame(undefined as never),
      /takes rows, in an array .* not undefined/,
    ],
    ["it is a text", (s) => s.createDataFrame("rows" as never), /takes rows, in an array .* not a string/],
  ])("is refused when %s", (_, make, message) => {
    const { spark } = recordingSession();
    expect(() => make(spark)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringMatching(message) }),
    );
  });
});

describe("many rows", () => {
  const rows = Array.from({ length: 25_000 }, (_, i) => ({ id: BigInt(i), name: `name ${i}` }));

  it("are sent before the plan, in pieces, with their schema; and once", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000, ChunkSizeRows: 10_000 });
    const frame = spark.createDataFrame(rows, schema);
    expect(client.payloads).toEqual([]);
    const plan = await sent(client, frame);
    const blobs = artifacts(client);
    const hashes = [...blobs.values()].map(contentHash);
    expect([...blobs.keys()]).toEqual(hashes.map((hash) => `cache/${hash}`));
    expect(plan).toEqual({
      root: {
        common: { planId: 1 },
        chunkedCachedLocalRelation: { schemaHash: hashes[0], dataHashes: hashes.slice(1) },
      },
    });
    const [text, ...chunks] = [...blobs.values()];
    expect(Buffer.from(text ?? []).toString()).toBe(schemaText);
    const decoded = chunks.map((chunk) => new RowDecoder(schema).decode(chunk));
    expect(decoded.map((chunk) => chunk.length)).toEqual([10_000, 10_000, 5_000]);
    expect(decoded.flat()).toEqual(rows);
    const payloads = client.payloads.length;
    await frame.count().catch(() => undefined);
    expect(client.payloads.length).toBe(payloads);
    expect(client.configs.length).toBe(1);
  });

  it("are in pieces no larger than the server says", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000, ChunkSizeBytes: 50_000 });
    await sent(client, spark.createDataFrame(rows, schema));
    const [, ...chunks] = [...artifacts(client).values()];
    expect(Math.max(...chunks.map((chunk) => chunk.byteLength))).toBeLessThanOrEqual(50_000);
    expect(chunks.flatMap((chunk) => new RowDecoder(schema).decode(chunk))).toEqual(rows);
  });

  it("travel in the plan when the server says that they may", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 10_000_000 });
    expect(await sent(client, spark.createDataFrame(rows, schema))).toMatchObject({
      root: { localRelation: { schema: schemaText } },
    });
    expect(client.payloads).toEqual([]);
  });

  it("are one message for servers before 4.1", async () => {
    const { spark, client } = recordingSession("4.0.1");
    client.config_ = settings({ CacheThreshold: 1000 });
    const plan = await sent(client, spark.createDataFrame(rows, schema));
    const [[name, blob] = ["", new Uint8Array()]] = [...artifacts(client)];
    expect(name).toBe(`cache/${contentHash(blob)}`);
    expect(plan).toEqual({
      root: { common: { planId: 1 }, cachedLocalRelation: { hash: contentHash(blob) } },
    });
  });

  it("are refused when they are more than the server takes", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000, SizeLimit: 100_000 });
    await expect(spark.createDataFrame(rows, schema).collect()).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringMatching(/more than 100000 bytes.*localRelationSizeLimit/),
    });
  });

  it("that the server does not have yet are all that is sent", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000 });
    await sent(client, spark.createDataFrame(rows, schema));
    for (const name of artifacts(client).keys()) client.existing.add(name);
    client.payloads.length = 0;
    await sent(client, spark.createDataFrame(rows, schema));
    expect(client.payloads).toEqual([]);
  });

  it("are sent again when the server has lost them", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000 });
    const frame = spark.createDataFrame(rows, schema);
    let failures = 1;
    client.answer = () => {
      failures -= 1;
      if (failures < 0) return [];
      throw new ExecutionError("gone", { errorClass: "NOT_FOUND_CACHED_LOCAL_RELATION" });
    };
    await frame.collect();
    expect(client.plans.length).toBe(2);
    const names = client.payloads.flatMap((payload) =>
      payload.case === "beginChunk" ? [payload.value.name] : [],
    );
    expect(names.length).toBe(2 * new Set(names).size);
  });

  it("with a wrong value among them are refused with its place, when they are sent", async () => {
    const { spark } = recordingSession();
    const wrong: unknown[] = [...rows];
    wrong[20_001] = { id: "x", name: "y" };
    await expect(spark.createDataFrame(wrong as typeof rows, schema).collect()).rejects.toThrow(
      /row 20001\.id: a bigint/,
    );
  });

  it("inside a join are sent too", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000 });
    const frame = spark.createDataFrame(rows, schema);
    await spark.range(3).join(frame, "id").write.format("noop").mode("overwrite").save();
    expect(JSON.stringify(onlyPlan(client))).toContain("chunkedCachedLocalRelation");
  });
});

describe("Arrow data", () => {
  it("travels as it is, in types that Spark reads", async () => {
    const { spark, client } = recordingSession();
    const table = tableFromArrays({ id: Int32Array.of(1, 2), small: Uint8Array.of(3, 4), name: ["a", "b"] });
    const plan = (await sent(client, spark.createDataFrame(table))) as {
      root: { localRelation: { data: string; schema?: string } };
    };
    const { data, schema: text } = plan.root.localRelation;
    expect(text).toBeUndefined();
    const back = tableFromIPC(Buffer.from(data, "base64"));
    expect(back.schema.fields.map(String)).toEqual(["id: Int32", "small: Int16", "name: Utf8"]);
    expect(back.toArray().map((row) => row.toJSON())).toEqual([
      { id: 1, small: 3, name: "a" },
      { id: 2, small: 4, name: "b" },
    ]);
  });

  it("may be without rows and even batches", async () => {
    const { spark, client } = recordingSession();
    const none = new Table(new Schema([new Field("id", new Int32())]));
    expect(none.batches.length).toBe(0);
    async function* tables(): AsyncGenerator<Table> {
      yield none;
    }
    await sent(client, spark.createDataFrame(none));
    await sent(client, await spark.createDataFrame(tables()));
    const data = client.plans.map((plan) => {
      const { root } = asJson(PlanSchema, plan) as { root: { localRelation: { data: string } } };
      return tableFromIPC(Buffer.from(root.localRelation.data, "base64"));
    });
    expect(data.map((table) => [table.numRows, table.schema.fields.map(String)])).toEqual([
      [0, ["id: Int32"]],
      [0, ["id: Int32"]],
    ]);
  });

  it("may be several tables or batches, of the same columns", async () => {
    const { spark, client } = recordingSession();
    const table = (ids: number[]): Table => tableFromArrays({ id: Int32Array.from(ids) });
    const [batch] = table([3]).batches;
    await sent(client, spark.createDataFrame([table([1, 2]), batch as RecordBatch]));
    const { root } = onlyPlan(client) as { root: { localRelation: { data: string } } };
    const back = tableFromIPC(Buffer.from(root.localRelation.data, "base64"));
    expect(back.toArray().map((row) => row.toJSON())).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  it.each([1, 3000])("is refused when the columns change on the way, after %d batches", async (count) => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000 });
    const tables = [
      ...Array.from({ length: count }, () => tableFromArrays({ a: Int32Array.of(1), b: Int32Array.of(2) })),
      tableFromArrays({ b: Int32Array.of(2), a: Int32Array.of(1) }),
    ];
    async function* stream(): AsyncGenerator<Table> {
      yield* tables;
    }
    const message = /same columns in the same order, not a: Int32, b: Int32 and then b: Int32, a: Int32/;
    expect(() => spark.createDataFrame(tables)).toThrow(message);
    await expect(spark.createDataFrame(stream())).rejects.toThrow(message);
  });

  it("does not go with rows", async () => {
    const { spark } = recordingSession();
    const table = tableFromArrays({ id: Int32Array.of(1) });
    async function* mixed(): AsyncGenerator<object> {
      yield table;
      yield { id: 1 };
    }
    await expect(spark.createDataFrame(mixed())).rejects.toThrow(
      /Arrow batches come with Arrow batches only/,
    );
    expect(() => spark.createDataFrame([{ id: 1 }, table], "id INT")).toThrow(/row 1: there is no field/);
  });

  it("gets names, or a schema to be cast to", async () => {
    const { spark, client } = recordingSession();
    const table = tableFromArrays({ id: Int32Array.of(1) });
    expect(await sent(client, spark.createDataFrame(table, ["x"]))).toMatchObject({
      root: { toDf: { columnNames: ["x"] } },
    });
    client.plans.length = 0;
    const type = StructType.fromDDL("x BIGINT");
    expect(await sent(client, spark.createDataFrame(table, type))).toMatchObject({
      root: { localRelation: { schema: JSON.stringify(type.toJSON()) } },
    });
  });
});

describe("an async iterable", () => {
  async function* rowsOf(count: number): AsyncGenerator<{ id: bigint; name: string }> {
    for (let i = 0; i < count; i++) yield { id: BigInt(i), name: `name ${i}` };
  }

  it("of a few rows is as an array of them", async () => {
    const { spark, client } = recordingSession();
    expect(await sent(client, await spark.createDataFrame(rowsOf(3), schema))).toMatchObject({
      root: { localRelation: { schema: schemaText } },
    });
  });

  it("of many rows is sent while it comes", async () => {
    const { spark, client } = recordingSession();
    const frame = await spark.createDataFrame(rowsOf(25_000), schema);
    const [, ...chunks] = [...artifacts(client).values()];
    expect(chunks.flatMap((chunk) => new RowDecoder(schema).decode(chunk)).length).toBe(25_000);
    expect(await sent(client, frame)).toMatchObject({
      root: { chunkedCachedLocalRelation: { dataHashes: chunks.map(contentHash) } },
    });
  });

  it.each([3, 25_000])("of %d rows needs a schema", async (count) => {
    const { spark } = recordingSession();
    await expect(spark.createDataFrame(rowsOf(count))).rejects.toThrow(/need a schema/);
    await expect(spark.createDataFrame(rowsOf(count), ["a", "b"])).rejects.toThrow(/need a schema/);
  });

  it("names a wrong row by its place in the whole", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000 });
    async function* wrong(): AsyncGenerator<{ id: unknown }> {
      for (let i = 0; i < 30_000; i++) yield { id: i === 25_001 ? "x" : i };
    }
    await expect(spark.createDataFrame(wrong(), schema)).rejects.toThrow(/^row 25001\.id: a bigint/);
  });

  it.each([3, 25_000])("of %d plain values is one column", async (count) => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000 });
    async function* values(): AsyncGenerator<bigint> {
      for (let i = 0; i < count; i++) yield BigInt(i);
    }
    await expect(spark.createDataFrame(values(), "BIGINT")).resolves.toBeDefined();
  });

  it.each([3, 12_000])("that throws after %d rows is the failure, however it is left", async (count) => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000 });
    let at = 0;
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          at += 1;
          if (at > count) throw new RangeError("the source is broken");
          return { done: false as const, value: { id: BigInt(at), name: "x" } };
        },
        return: () => {
          throw new TypeError("and cannot be left");
        },
      }),
    };
    await expect(spark.createDataFrame(source, schema)).rejects.toThrow("the source is broken");
  });

  it("is left when the server refuses", async () => {
    const { spark, client } = recordingSession();
    client.config_ = settings({ CacheThreshold: 1000, SizeLimit: 100_000 });
    let left = false;
    async function* watched(): AsyncGenerator<{ id: bigint; name: string }> {
      try {
        yield* rowsOf(1_000_000);
      } finally {
        left = true;
      }
    }
    await expect(spark.createDataFrame(watched(), schema)).rejects.toThrow(/localRelationSizeLimit/);
    expect(left).toBe(true);
  });
});
