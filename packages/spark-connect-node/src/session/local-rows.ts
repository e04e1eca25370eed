import type { RecordBatch, Table } from "apache-arrow";
import { encodeRows, nullsAnywhere, nullsOfSchema } from "../arrow/index.ts";
import { InvalidArgumentError } from "../errors.ts";
import { type Relation, relation, type RelationOp } from "../plan/relation.ts";
import { isAtLeast } from "../plan/server-target.ts";
import type { StructType } from "../types/index.ts";
import {
  arrowSchema,
  batchCollector,
  batchesOf,
  isArrow,
  isScalar,
  localInput,
  type SchemaInput,
  structOf,
} from "./create-dataframe.ts";
import { arraySource, batchChunks, batchSource, encodeChunks, type RowSource } from "./row-source.ts";
import { asDeclared, sentSchema } from "./sent-schema.ts";
import { type RowsReceiver, SentRows } from "./uploaded-rows.ts";

/** Up to here rows travel in the plan, whatever the server's setting: less than asking for it costs. */
const ALWAYS_INLINE_BYTES = 64 * 1024;

/** Up to so many rows are encoded, and so checked, at once; more when they are sent. */
const EAGER_ROWS = 10_000;

/**
 * The plan of a client's rows. @throws InvalidArgumentError naming the row and column of a value that is not of its type
 */
export function localRows(
  data: Iterable<unknown> | Table | RecordBatch,
  schema: SchemaInput | undefined,
  receiver: RowsReceiver,
): Relation {
  const input = localInput(data, schema);
  if (input.kind === "rows") {
    return asDeclared(relation(rowsOp(input.rows, input.schema, receiver)), input.schema);
  }
  return arrowRows(input.batches, input, receiver);
}

function rowsOp(rows: readonly unknown[], schema: StructType, receiver: RowsReceiver): RelationOp {
  const text = sentSchema(schema);
  if (rows.length === 0) return { kind: "local", schema: text };
  const start = encodeRows(rows, schema, 0, EAGER_ROWS);
  if (rows.length <= EAGER_ROWS && start.byteLength <= ALWAYS_INLINE_BYTES) {
    return { kind: "local", schema: text, data: start };
  }
  const source = arraySource(rows, schema);
  return { kind: "uploaded", rows: new SentRows(source, receiver) };
}

function batchesOp(
  batches: readonly RecordBatch[],
  schema: StructType | undefined,
  receiver: RowsReceiver,
): RelationOp {
  const source = batchSource(batches, schema);
  const data = source.whole(ALWAYS_INLINE_BYTES);
  if (data === undefined) return { kind: "uploaded", rows: new SentRows(source, receiver) };
  return { kind: "local", data, ...(source.schema === undefined ? {} : { schema: source.schema }) };
}

/** How Arrow's columns are to be named or typed, where that is said. */
type ArrowSchema = ReturnType<typeof arrowSchema>;

function arrowRows(batches: readonly RecordBatch[], schema: ArrowSchema, receiver: RowsReceiver): Relation {
  return shaped(batchesOp(batches, schema.schema, receiver), schema);
}

function shaped(op: RelationOp, { schema, names }: ArrowSchema): Relation {
  const input = relation(op);
  if (schema !== undefined) return asDeclared(input, schema);
  return names === undefined ? input : relation({ kind: "toDF", input, names });
}

/**
 * The plan of rows or batches that come one after another. Small ones are gathered; of more the first part is sent
 * while the rest comes, so that memory holds little of them.
 */
export async function streamedRows(
  data: AsyncIterable<unknown>,
  schema: SchemaInput | undefined,
  receiver: RowsReceiver,
): Promise<Relation> {
  const target = await receiver.target();
  const limits = await receiver.localLimits();
  const items = data[Symbol.asyncIterator]();
  const first: unknown[] = [];
  let size = 0;
  try {
    // Servers before 4.1 take all rows in one message.
    while (!isAtLeast(target, 4, 1) || (first.length < EAGER_ROWS && size < limits.inlineBytes)) {
      const next = await items.next();
      if (next.done === true) return gathered(first, schema, receiver);
      first.push(next.value);
      size += isArrow(next.value) ? byteLength(next.value) : 0;
    }
    const rows = new SentRows(streamSource(first, items, schema), receiver);
    await rows.send();
    const shape = isArrow(first[0]) ? arrowSchema(schema) : { schema: rowType(schema), names: undefined };
    return shaped({ kind: "uploaded", rows }, shape);
  } catch (error) {
    // What failed is told, not how its source was left.
    await (async () => items.return?.())().catch(() => undefined);
    throw error;
  }
}

function byteLength(data: Table | RecordBatch): number {
  return batchesOf(data).reduce((sum, batch) => sum + batch.data.byteLength, 0);
}

function gathered(
  items: readonly unknown[],
  schema: SchemaInput | undefined,
  receiver: RowsReceiver,
): Relation {
  // Few rows would tell a schema, many would not: what works with few is to work with many.
  return localRows(items, isArrow(items[0]) ? schema : rowType(schema), receiver);
}

function streamSource(
  first: readonly unknown[],
  rest: AsyncIterator<unknown>,
  schema: SchemaInput | undefined,
): RowSource {
  let used = false;
  const gone = (): never => {
    throw new InvalidArgumentError(
      "The server has lost the rows of an async iterable, which can be read once only: create the DataFrame again",
    );
  };
  const arrow = isArrow(first[0]);
  const scalars = isScalar(first[0]);
  const type = arrow ? arrowSchema(schema).schema : rowType(schema);
  return {
    schema: type === undefined ? undefined : sentSchema(type),
    whole: () => (used ? gone() : undefined),
    single: gone,
    async *chunks(limits) {
      used = true;
      const batchesIn = batchCollector();
      let before = 0;
      for (let items = first; items.length > 0; items = await take(rest, arrow ? 1 : limits.chunkRows)) {
        if (type === undefined || arrow) {
          for (const batch of items.flatMap(batchesIn)) {
            yield* batchChunks(
              batch,
              limits,
              type === undefined ? nullsAnywhere(batch) : nullsOfSchema(type),
            );
          }
        } else {
          yield* encodeChunks(scalars ? items.map((value) => [value]) : items, type, limits, before);
          before += items.length;
        }
      }
    },
  };
}

function rowType(schema: SchemaInput | undefined): StructType {
  if (schema === undefined || isNames(schema)) {
    throw new InvalidArgumentError("Rows of an async iterable need a schema: a type, or DDL");
  }
  return structOf(schema);
}

function isNames(schema: SchemaInput): schema is readonly string[] {
  return Array.isArray(schema);
}

async function take(items: AsyncIterator<unknown>, count: number): Promise<unknown[]> {
  const taken: unknown[] = [];
  while (taken.length < count) {
    const next = await items.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}
