import { setTimeout } from "node:timers/promises";
import { create } from "@bufbuild/protobuf";
import type { Plan } from "#gen/spark/connect/base_pb.js";
import { PlanSchema } from "#gen/spark/connect/base_pb.js";
import type { ClientOptions } from "../../src/client/client-options.ts";
import { SparkConnectClient } from "../../src/client/spark-connect-client.ts";
import type { Runtime } from "../../src/connection/runtime.ts";
import { SparkConnectError } from "../../src/errors.ts";
import type { ExecuteEvent } from "../../src/execution/events.ts";
import type { FakeServer, Step } from "./fake-server.ts";

/** The waits that race against something real, and how long they last here. */
const REAL_MS: ReadonlyMap<number, number> = new Map([
  [100, 80],
  [10_000, 4_000],
]);

/** A clock that only sleeping moves, and that no test waits for. */
export class FakeRuntime implements Runtime {
  readonly sleeps: number[] = [];
  #time = 0;
  readonly now = (): number => this.#time;
  readonly random = (): number => 0;
  readonly sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    // Waits for trailers and for background work are races, which the other side must win on a busy machine too.
    const race = REAL_MS.get(ms);
    if (race !== undefined) return setTimeout(race, undefined, { signal, ref: false }).catch(() => undefined);
    this.sleeps.push(ms);
    this.#time += ms;
    return new Promise((resolve) => setImmediate(resolve));
  };
}

export function connectTo(server: FakeServer, options: ClientOptions = {}): SparkConnectClient {
  return SparkConnectClient.connect({
    remote: server.remote,
    environment: {},
    runtime: new FakeRuntime(),
    ...options,
  });
}

export function sqlPlan(query: string): Plan {
  return create(PlanSchema, {
    opType: { case: "root", value: { relType: { case: "sql", value: { query } } } },
  });
}

/** A statement to be run for its effect, as `sql()` sends it. */
export function sqlCommand(query: string): Plan {
  const input = { relType: { case: "sql" as const, value: { query } } };
  return create(PlanSchema, {
    opType: { case: "command", value: { commandType: { case: "sqlCommand", value: { input } } } },
  });
}

export const plan: Plan = sqlPlan("select 1");

/** A response with one Arrow batch of one row, whose data is the given number. */
export const row = (n: number): Step => ({
  send: {
    responseId: `r${n}`,
    responseType: { case: "arrowBatch", value: { rowCount: 1n, data: Uint8Array.of(n) } },
  },
});

export const complete: Step = {
  send: { responseId: "last", responseType: { case: "resultComplete", value: {} } },
};

/** The numbers of the rows that came. */
export async function rowsOf(events: AsyncIterable<ExecuteEvent>): Promise<number[]> {
  const rows: number[] = [];
  for await (const event of events) if (event.kind === "arrowBatch") rows.push(event.data[0] ?? -1);
  return rows;
}

/** The error that something fails with; it must be one of ours. */
export async function failureOf(work: Promise<unknown>): Promise<SparkConnectError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SparkConnectError) return error;
    throw new Error(`not one of the client's errors: ${String(error)}`, { cause: error });
  }
  throw new Error("expected a failure, but it succeeded");
}
