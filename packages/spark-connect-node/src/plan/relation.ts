import type { AggregateOp } from "./relations/aggregate.ts";
import type { ColumnsOp } from "./relations/columns.ts";
import type { CombineOp } from "./relations/combine.ts";
import type { NoteOp } from "./relations/notes.ts";
import type { NullsOp } from "./relations/nulls.ts";
import type { ParseOp } from "./relations/parse.ts";
import type { PartitionsOp } from "./relations/partitions.ts";
import type { ReshapeOp } from "./relations/reshape.ts";
import type { RowsOp } from "./relations/rows.ts";
import type { ShowOp } from "./relations/show.ts";
import type { SourceOp } from "./relations/sources.ts";
import type { StatisticsOp } from "./relations/statistics.ts";
import type { StreamOp } from "./relations/streams.ts";

/**
 * A node of a logical plan: immutable, shared freely between DataFrames, turned into protobuf only when it is sent.
 * Nothing of it is resolved here; names are the server's business.
 */
export interface Relation {
  /**
   * Unique in this process. Columns bound to a DataFrame name it, which tells the sides of a self-join apart. Who
   * writes it into an expression says so by {@link keep}.
   */
  readonly planId: bigint;
  readonly op: RelationOp;
}

/** What a node does, by concern: each concern has a file in `relations/`, with its messages. */
export type RelationOp =
  | SourceOp
  | ParseOp
  | StreamOp
  | ColumnsOp
  | RowsOp
  | CombineOp
  | AggregateOp
  | ReshapeOp
  | PartitionsOp
  | NullsOp
  | StatisticsOp
  | NoteOp
  | ShowOp;

/** The waiting end of an observation, as the plan knows it. */
export interface MetricsObserver {
  readonly name: string;
  /** An action that runs the plan has begun. */
  started(): void;
  /** Its values have come, as plain JavaScript values by name. */
  received(values: Readonly<Record<string, unknown>>): void;
  /** The action ended without them. */
  failed(error: Error): void;
}

let lastPlanId = 0n;

/** An id that no node of this process has. */
export function nextPlanId(): bigint {
  lastPlanId += 1n;
  return lastPlanId;
}

/** A new node with an id of its own. */
export function relation(op: RelationOp): Relation {
  return { planId: nextPlanId(), op };
}

const kept = new WeakSet<Relation>();

/** Says that something names this very node, so that it must be in every message of a plan that reads it. */
export function keep(node: Relation): Relation {
  kept.add(node);
  return node;
}

/** Whether something names this very node: a column bound to it, a cache, a view. */
export function isKept(node: Relation): boolean {
  return kept.has(node);
}

/** The nodes a node reads. */
export function inputsOf(node: Relation): readonly Relation[] {
  if ("input" in node.op) {
    return [node.op.input];
  }
  if (node.op.kind === "sql") {
    return node.op.views ?? [];
  }
  return "left" in node.op ? [node.op.left, node.op.right] : [];
}

/** Every observer anywhere in the plan, each once. */
export function observersOf(root: Relation): readonly MetricsObserver[] {
  const observers = new Set<MetricsObserver>();
  const seen = new Set<Relation>();
  const pending: Relation[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) {
      continue;
    }
    seen.add(node);
    if (node.op.kind === "collectMetrics" && node.op.observer !== undefined) {
      observers.add(node.op.observer);
    }
    pending.push(...inputsOf(node));
  }
  return [...observers];
}
