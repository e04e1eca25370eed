/**
 * Decoding alone, without a server: 1,000,000 rows of (bigint, string, double, int, timestamp) in batches as Spark
 * sends them, against a minimal columnar decoder (the floor: inexact instants, nothing checked) and against
 * reading cell by cell. Build first (`pnpm build`), then: node bench/decode.mjs [rows] [runs]
 */
import { RecordBatchReader } from "apache-arrow";
import { encodeRows, RowDecoder, toArrowTable } from "../dist/arrow/index.js";
import { StructType } from "../dist/types/index.js";
import { Timestamp } from "../dist/values/index.js";

const rows = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 5);
const batchRows = 100_000;
const schema = StructType.fromDDL(
  "id bigint not null, name string, score double not null, n int not null, at timestamp not null",
);

function batch(from, to) {
  const values = [];
  for (let i = from; i < to; i++) {
    const at = new Timestamp(1_700_000_000_000_000n + BigInt(i) * 1_000_003n);
    values.push([BigInt(i), `name-${i}`, i * 1.5, i % 1000, at]);
  }
  return encodeRows(values, schema);
}

/** As little as rows can be made with: one text a batch, instants as Date. */
function floor(ipc) {
  const result = [];
  for (const { data, numRows } of RecordBatchReader.from(ipc)) {
    const [id, name, score, n, at] = data.children;
    const text = Buffer.from(name.values.buffer, name.values.byteOffset, name.values.byteLength).toString(
      "latin1",
    );
    for (let i = 0; i < numRows; i++) {
      result.push({
        id: id.values[i],
        name: text.substring(name.valueOffsets[i], name.valueOffsets[i + 1]),
        score: score.values[i],
        n: n.values[i],
        at: new Date(Number(at.values[i]) / 1000),
      });
    }
  }
  return result;
}

function cellByCell(ipc) {
  const result = [];
  for (const record of RecordBatchReader.from(ipc)) {
    const columns = record.schema.fields.map((_, at) => record.getChildAt(at));
    const names = record.schema.names;
    for (let i = 0; i < record.numRows; i++) {
      const row = {};
      for (const [at, name] of names.entries()) row[name] = columns[at].get(i);
      result.push(row);
    }
  }
  return result;
}

const batches = [];
const started = performance.now();
for (let from = 0; from < rows; from += batchRows)
  batches.push(batch(from, Math.min(rows, from + batchRows)));
console.log(`encode ${rows} rows (with making them): ${(performance.now() - started).toFixed(0)} ms`);

const work = {
  "Arrow table": () => toArrowTable(batches),
  "floor decoder": () => batches.map(floor),
  "rows as objects": () => {
    const decoder = new RowDecoder(schema);
    return batches.map((ipc) => decoder.decode(ipc));
  },
  "rows as arrays": () => {
    const decoder = new RowDecoder(schema, { rowMode: "array" });
    return batches.map((ipc) => decoder.decode(ipc));
  },
  "cell by cell": () => batches.map(cellByCell),
};
for (const [name, run] of Object.entries(work)) {
  const times = [];
  for (let i = 0; i < runs; i++) {
    globalThis.gc?.();
    const start = performance.now();
    const kept = run();
    times.push(performance.now() - start);
    if (kept === undefined) throw new Error("nothing decoded");
  }
  const sorted = times.toSorted((a, b) => a - b);
  console.log(
    `${name.padEnd(16)} median ${sorted[runs >> 1].toFixed(0)} ms, first ${times[0].toFixed(0)} ms`,
  );
}
