// The floor: bare grpc-js, requests made by generated code, responses read by hand. No reattaching, no retries, no
// sessions to look after: what is measured is what the wire, the server and a bare decoder take.
import { randomUUID } from "node:crypto";
import { create, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { RecordBatchReader, Table } from "apache-arrow";
import { ExecutePlanRequestSchema } from "../gen/spark/connect/base_pb.js";
import { arrowData } from "./wire.mjs";
import { main, measure } from "./measure.mjs";
import { mixedRows, smallQuery } from "./workloads.mjs";

const [, address, token] = /^sc:\/\/([^/;]+)\/?;?(?:.*token=([^;]+))?/.exec(process.env.SPARK_REMOTE);
const client = new Client(address, credentials.createInsecure(), {
  "grpc.max_receive_message_length": -1,
  "grpc-node.flow_control_window": 4 * 1024 * 1024,
});
const metadata = new Metadata();
if (token !== undefined) metadata.set("authorization", `Bearer ${decodeURIComponent(token)}`);
const header = { sessionId: randomUUID(), userContext: { userId: "bench" }, clientType: "floor" };
const raw = (bytes) => bytes;
const buffer = (bytes) => Buffer.from(bytes);
const service = "/spark.connect.SparkConnectService";

const sqlPlan = (query) => ({
  opType: { case: "root", value: { relType: { case: "sql", value: { query } } } },
});

/** Runs a query; hands each Arrow stream of its result to `take`. */
function execute(query, take) {
  const request = toBinary(
    ExecutePlanRequestSchema,
    create(ExecutePlanRequestSchema, { ...header, operationId: randomUUID(), plan: sqlPlan(query) }),
  );
  return new Promise((resolve, reject) => {
    const call = client.makeServerStreamRequest(`${service}/ExecutePlan`, buffer, raw, request, metadata);
    call.on("data", (response) => {
      const data = arrowData(response);
      if (data !== undefined) take(data);
    });
    call.on("error", reject);
    call.on("end", resolve);
  });
}

const batchesOf = (ipc) => RecordBatchReader.from(ipc).readAll();

/** The rows of a batch of `mixedRows` as objects: exact, and as bare as exact values can be. */
function rowsOf(batch, rows) {
  const [id, name, ratio, bucket, price, at] = batch.data.children;
  const { valueOffsets: offsets } = name;
  const text = Buffer.from(name.values.buffer, name.values.byteOffset, name.values.byteLength);
  const unscaled = new BigInt64Array(price.values.buffer, price.values.byteOffset, 2 * batch.numRows);
  for (let i = 0; i < batch.numRows; i++) {
    const digits = String(unscaled[2 * i]).padStart(price.type.scale + 1, "0");
    const point = digits.length - price.type.scale;
    rows.push({
      id: id.values[i],
      name: text.latin1Slice(offsets[i], offsets[i + 1]),
      ratio: ratio.values[i],
      bucket: bucket.values[i],
      price: `${digits.slice(0, point)}.${digits.slice(point)}`,
      at: at.values[i],
    });
  }
}

async function warm() {
  await execute("SELECT 1", () => {});
}

await main({
  raw: async ({ rows }) => {
    await warm();
    let bytes = 0;
    return measure(async () => {
      await execute(mixedRows(rows), (data) => (bytes += data.length));
      return bytes;
    });
  },
  collect: async ({ rows }) => {
    await warm();
    return measure(async () => {
      const all = [];
      await execute(mixedRows(rows), (data) => {
        for (const batch of batchesOf(data)) rowsOf(batch, all);
      });
      return all.length;
    });
  },
  arrow: async ({ rows }) => {
    await warm();
    return measure(async () => {
      const batches = [];
      await execute(mixedRows(rows), (data) => batches.push(...batchesOf(data)));
      return new Table(batches).numRows;
    });
  },
  sequential: async ({ queries }) => {
    await warm();
    return measure(async () => {
      let rows = 0;
      for (let i = 0; i < queries; i++) {
        await execute("SELECT 1", (data) => {
          for (const batch of batchesOf(data)) rows += batch.numRows;
        });
      }
      return rows;
    });
  },
  concurrent: async ({ queries }) => {
    await warm();
    return measure(async () => {
      let rows = 0;
      await Promise.all(
        Array.from({ length: queries }, (_, i) =>
          execute(smallQuery(i), (data) => {
            for (const batch of batchesOf(data)) rows += batch.numRows;
          }),
        ),
      );
      return rows;
    });
  },
});
client.close();
