import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataFrame } from "../../src/dataframe/dataframe.ts";
import { CancelledError, StreamingQueryError } from "../../src/errors.ts";
import * as f from "../../src/functions/index.ts";
import { SparkSession } from "../../src/session/spark-session.ts";
import type { StreamingQueryEvent } from "../../src/streaming/events.ts";
import { FaultProxy } from "../client/fault-proxy.ts";
import { connect, Folder, uniqueName } from "../session/stack.ts";

let spark: SparkSession;
let folder: Folder;

beforeAll(async () => {
  spark = await connect();
  folder = await Folder.create();
});

afterAll(async () => {
  for (const query of await spark.streams.active()) await query.stop();
  await folder[Symbol.asyncDispose]();
  await spark.stop();
});

/** A folder with files of the numbers 0 to 9, as a stream. */
async function numbers(): Promise<DataFrame> {
  const from = folder.uri(uniqueName("numbers"));
  await spark.range(10).coalesce(1).write.parquet(from);
  return spark.readStream.schema("id BIGINT").parquet(from);
}

describe("a streaming query", () => {
  it("writes all there is, and after that only what came since, by its checkpoint", async () => {
    const from = folder.uri("in");
    const [to, checkpoint] = [folder.uri("out"), folder.uri("checkpoint")];
    const stream = spark.readStream.schema("id BIGINT").parquet(from);
    const writer = stream
      .withColumn("odd", f.col("id").mod(2))
      .writeStream.partitionBy("odd")
      .format("parquet")
      .option("checkpointLocation", checkpoint)
      .trigger({ availableNow: true });

    await spark.range(4).write.parquet(from);
    const first = await writer.start(to);
    expect(await first.awaitTermination()).toBe(true);
    await spark.range(4, 6).write.mode("append").parquet(from);
    const second = await writer.start(to);
    expect(await second.awaitTermination({ timeoutMs: 60_000 })).toBe(true);

    expect((await spark.read.parquet(to).orderBy("id").collect()).map(({ id }) => id)).toEqual([
      0n,
      1n,
      2n,
      3n,
      4n,
      5n,
    ]);
    expect([second.id, second.runId === first.runId]).toEqual([first.id, false]);
    const progress = await second.lastProgress();
    expect(progress).toMatchObject({ id: first.id, numInputRows: 2n, name: undefined });
    expect(progress?.sources[0]?.description).toContain("FileStreamSource");
  });

  it("is asked what it does, and stopped", async () => {
    const name = uniqueName("rate");
    const query = await spark.readStream
      .format("rate")
      .option("rowsPerSecond", 100)
      .load()
      .writeStream.format("noop")
      .queryName(name)
      .trigger({ processingTime: "100 milliseconds" })
      .start();
    try {
      expect([query.name, await query.isActive()]).toEqual([name, true]);
      expect(Object.keys(await query.status())).toEqual(["message", "isDataAvailable", "isTriggerActive"]);
      expect(await query.awaitTermination({ timeoutMs: 10 })).toBe(false);
      expect(await query.exception()).toBeUndefined();
      expect(await (await spark.streams.get(query.id))?.isActive()).toBe(true);

      const controller = new AbortController();
      const waiting = query.awaitTermination({ signal: controller.signal });
      controller.abort();
      await expect(waiting).rejects.toThrow(CancelledError);
      expect(await query.isActive()).toBe(true);
    } finally {
      await query.stop();
    }
    expect(await query.isActive()).toBe(false);
    expect(await query.awaitTermination()).toBe(true);
    expect(await query.exception()).toBeUndefined();
    expect(await spark.streams.get(query.id)).toBeUndefined();
  });

  it("keeps its rows in a table of the memory sink, and observed metrics in its progress", async () => {
    const name = uniqueName("memory");
    const query = await (await numbers())
      .observe("o", f.count(f.lit(1)).as("rows"), f.max("id").as("largest"))
      .groupBy(f.col("id").mod(2).as("odd"))
      .count()
      .writeStream.format("memory")
      .outputMode("complete")
      .queryName(name)
      .start();
    try {
      await query.processAllAvailable();
      expect(await spark.table(name).orderBy("odd").collect()).toEqual([
        { odd: 0n, count: 5n },
        { odd: 1n, count: 5n },
      ]);
      expect(await query.explain()).toContain("Physical Plan");
      expect(await query.explain(true)).toContain("Optimized Logical Plan");
      const [progress] = await query.recentProgress();
      expect(progress?.observedMetrics).toEqual({ o: { rows: 10n, largest: 9n } });
      expect(progress?.stateOperators[0]).toMatchObject({ operatorName: "stateStoreSave", numRowsTotal: 2n });
      expect(JSON.parse(progress?.json ?? "")).toMatchObject({ name, sink: { description: "MemorySink" } });
    } finally {
      await query.stop();
    }
  });

  it.each(["console", "noop"])("writes to the sink %s", async (format) => {
    const query = await (await numbers()).writeStream.format(format).trigger({ once: true }).start();
    await query.awaitTermination();
    expect((await query.lastProgress())?.numInputRows).toBe(10n);
  });

  it("writes tables, and reads them as streams", async () => {
    const [from, to] = [uniqueName("t"), uniqueName("t")];
    const checkpoint = folder.uri(to);
    const write = async (df: DataFrame, table: string): Promise<void> => {
      const query = await df.writeStream
        .format("parquet")
        .options({ checkpointLocation: `${checkpoint}/${table}`, path: folder.uri(`tables/${table}`) })
        .trigger({ availableNow: true })
        .toTable(table);
      await query.awaitTermination();
    };
    try {
      await write(await numbers(), from);
      await write(spark.readStream.table(from), to);
      expect(await spark.table(to).count()).toBe(10);
    } finally {
      for (const table of [from, to]) await spark.sql(`DROP TABLE IF EXISTS ${table}`);
    }
  });

  it("tells why it failed", async () => {
    const query = await (await numbers())
      .select(f.expr("raise_error('no more')"))
      .writeStream.format("noop")
      .start();
    const failure = query.awaitTermination();
    await expect(failure).rejects.toThrow(StreamingQueryError);
    await expect(failure).rejects.toThrow("no more");
    const exception = await query.exception();
    expect(exception).toBeInstanceOf(StreamingQueryError);
    expect(exception?.message).toContain("no more");
    expect(exception).toMatchObject({ code: "STREAMING_QUERY", errorClass: "STREAM_FAILED" });
    expect(exception?.serverStackTrace).toContain("no more");
    await expect(query.processAllAvailable()).rejects.toMatchObject({ code: "STREAMING_QUERY" });
    await spark.streams.resetTerminated();
  });

  it("cannot be started of what is no stream", async () => {
    await expect(spark.range(1).writeStream.format("noop").start()).rejects.toMatchObject({
      code: "ANALYSIS",
      errorClass: "WRITE_STREAM_NOT_ALLOWED",
    });
    await expect(spark.readStream.format("rate").load().collect()).rejects.toMatchObject({
      code: "ANALYSIS",
    });
  });
});

describe("the manager of queries", () => {
  it("knows all that run, and waits for any to end", async () => {
    const rate = spark.readStream.format("rate").load().writeStream.format("noop");
    await spark.streams.resetTerminated();
    const [one, two] = [await rate.queryName(uniqueName("q")).start(), await rate.start()];
    try {
      const active = await spark.streams.active();
      expect(active.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
      expect(active.find(({ id }) => id === one.id)?.name).toBe(one.name);
      expect(active.find(({ id }) => id === two.id)?.name).toBeUndefined();
      expect(await spark.streams.awaitAnyTermination({ timeoutMs: 10 })).toBe(false);
      const waiting = spark.streams.awaitAnyTermination();
      await one.stop();
      expect(await waiting).toBe(true);
      expect(await spark.streams.awaitAnyTermination()).toBe(true);
      await spark.streams.resetTerminated();
      expect(await spark.streams.awaitAnyTermination({ timeoutMs: 10 })).toBe(false);
    } finally {
      await two.stop();
    }
    expect(await spark.streams.active()).toEqual([]);
  });
});

describe("listeners", () => {
  /** Runs a query to its end; its id. */
  async function runQuery(): Promise<string> {
    const query = await (await numbers()).writeStream.format("noop").trigger({ availableNow: true }).start();
    await query.awaitTermination();
    return query.id;
  }

  const idOf = (event: StreamingQueryEvent): string =>
    event.kind === "progress" ? event.progress.id : event.id;

  it("are called with what queries do, until they are removed", async () => {
    const seen: string[] = [];
    const listener = {
      onQueryStarted: ({ id }: { id: string }) => seen.push(`started ${id}`),
      onQueryProgress: ({ progress }: { progress: { id: string; numInputRows: bigint } }) =>
        seen.push(`progress ${progress.id} ${progress.numInputRows}`),
      onQueryTerminated: ({ id }: { id: string }) => seen.push(`terminated ${id}`),
    };
    await spark.streams.addListener(listener);
    const id = await runQuery();
    await spark.streams.removeListener(listener);
    await runQuery();
    expect(seen).toEqual([`started ${id}`, `progress ${id} 10`, `terminated ${id}`]);
  });

  it("are async iterables too, several at once", async () => {
    const [one, two] = [await spark.streams.events(), await spark.streams.events()];
    const query = runQuery();
    const kinds: string[] = [];
    for await (const event of one) {
      kinds.push(event.kind);
      if (event.kind === "terminated") break;
    }
    const id = await query;
    expect(kinds).toEqual(["started", "progress", "terminated"]);
    for await (const event of two) {
      expect(idOf(event)).toBe(id);
      if (event.kind === "terminated") break;
    }
  });

  it("are told of a failure of the query", async () => {
    const events = await spark.streams.events();
    await (await numbers()).select(f.expr("raise_error('no more')")).writeStream.format("noop").start();
    for await (const event of events) {
      if (event.kind !== "terminated") continue;
      expect(event.exception).toContain("no more");
      expect(event.errorClassOnException).toEqual(expect.any(String));
      break;
    }
    await spark.streams.resetTerminated();
  });

  it("end with their session, and with their signal", async () => {
    const other = await spark.newSession();
    const events = await other.streams.events();
    const ended = (async () => {
      for await (const event of events) throw new Error(`no query runs, but ${event.kind}`);
    })();
    await other.stop();
    await ended;
    const controller = new AbortController();
    const stopped = await spark.streams.events({ signal: controller.signal });
    controller.abort();
    expect(await stopped.next()).toEqual({ done: true, value: undefined });
  });

  it("go on when the session's operations are interrupted", async () => {
    const events = await spark.streams.events();
    await spark.interruptAll();
    const id = await runQuery();
    expect(idOf((await events.next()).value as StreamingQueryEvent)).toBe(id);
    await events.return?.();
  });
  it("survive a connection that breaks", async () => {
    const remote = process.env["SPARK_REMOTE"] ?? "";
    const port = /:(\d+)/.exec(remote)?.[1] ?? "";
    await using proxy = await FaultProxy.start("127.0.0.1", Number(port));
    const proxied = remote.replace(port, String(proxy.port));
    await using session = await SparkSession.builder().remote(proxied).getOrCreate();
    const events = await session.streams.events();
    const stream = session.readStream.format("rate").load();
    const query = await stream.writeStream.format("noop").start();
    const waiting = query.awaitTermination();
    expect((await events.next()).value).toMatchObject({ kind: "started", id: query.id });
    proxy.resetAll();
    await query.stop();
    expect(await waiting).toBe(true);
    let last: StreamingQueryEvent | undefined;
    for await (const event of events) {
      last = event;
      if (event.kind === "terminated") break;
    }
    expect(last).toMatchObject({ kind: "terminated", id: query.id, exception: undefined });
    expect(proxy.connections).toBeGreaterThan(1);
  });
});
