import type { Table } from "apache-arrow";
import { RowDecoder, toArrowTable } from "../arrow/index.ts";
import type { ActionOptions } from "../client/options.ts";
import { ProtocolError } from "../errors.ts";
import type { Relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { fromProtoDataType, StructType } from "../types/index.ts";
import type { RowOptions } from "./rows.ts";

/** Runs a plan and gives its rows batch by batch; a batch is fetched when it is asked for. */
export async function* readBatches(
  runtime: SessionRuntime,
  root: Relation,
  options: RowOptions = {},
): AsyncGenerator<unknown[], void, undefined> {
  let decoder: RowDecoder | undefined;
  for await (const event of runtime.read(root, options)) {
    if (event.kind === "schema") {
      const type = fromProtoDataType(event.schema);
      if (!(type instanceof StructType)) {
        throw new ProtocolError(`The schema of a result is no struct but ${type.kind}`);
      }
      decoder = new RowDecoder(type, { rowMode: options.rowMode ?? "object" });
    } else if (event.kind === "arrowBatch") {
      if (decoder === undefined) {
        throw new ProtocolError("The server sent rows before their schema");
      }
      yield decoder.decode(event.data);
    }
  }
}

/** Runs a plan and gives all its rows. */
export async function readRows(
  runtime: SessionRuntime,
  root: Relation,
  options?: RowOptions,
): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const batch of readBatches(runtime, root, options)) {
    for (const row of batch) {
      rows.push(row);
    }
  }
  return rows;
}

/** Runs a plan and gives its rows as arrays. */
export async function readTuples(
  runtime: SessionRuntime,
  root: Relation,
  options?: ActionOptions,
): Promise<readonly (readonly unknown[])[]> {
  return (await readRows(runtime, root, { ...options, rowMode: "array" })) as unknown[][];
}

/** Runs a plan that gives one row of one column, as ShowString or a count do. */
export async function readScalar(
  runtime: SessionRuntime,
  root: Relation,
  options?: ActionOptions,
): Promise<unknown> {
  const [first] = await readTuples(runtime, root, options);
  if (first === undefined || first.length !== 1) {
    throw new ProtocolError("The server should have answered with one value");
  }
  return first[0];
}

/** Runs a plan and gives its result as an Arrow table. */
export async function readArrow(
  runtime: SessionRuntime,
  root: Relation,
  options?: ActionOptions,
): Promise<Table> {
  const batches: Uint8Array[] = [];
  for await (const event of runtime.read(root, options)) {
    if (event.kind === "arrowBatch") {
      batches.push(event.data);
    }
  }
  return toArrowTable(batches);
}
