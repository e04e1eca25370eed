import type { Catalog } from "#gen/spark/connect/catalog_pb.js";
import type { Relation as ProtoRelation } from "#gen/spark/connect/relations_pb.js";
import type { StructType } from "../types/index.ts";
import type { AliasExpression, Expression, SortExpression } from "./expression.ts";

/**
 * A node of a logical plan: immutable, shared freely between DataFrames, turned into protobuf only when it is sent.
 * Nothing of it is resolved here; names are the server's business.
 */
export interface Relation {
  /** Unique in this process. Columns bound to a DataFrame name it, which tells the sides of a self-join apart. */
  readonly planId: bigint;
  readonly op: RelationOp;
}

export type JoinType = "inner" | "full" | "left" | "right" | "semi" | "anti" | "cross";
export type GroupType = "groupBy" | "rollup" | "cube" | "pivot";
export type Options = Readonly<Record<string, string>>;

export type RelationOp =
  | {
      readonly kind: "sql";
      readonly query: string;
      readonly namedArgs: Readonly<Record<string, Expression>>;
      readonly positionalArgs: readonly Expression[];
    }
  | { readonly kind: "table"; readonly name: string; readonly options: Options }
  | {
      readonly kind: "dataSource";
      /** Absent: `spark.sql.sources.default`. */
      readonly format?: string;
      /** DDL or JSON. */
      readonly schema?: string;
      readonly options: Options;
      readonly paths: readonly string[];
    }
  | {
      readonly kind: "range";
      readonly start: bigint;
      readonly end: bigint;
      readonly step: bigint;
      readonly numPartitions?: number;
    }
  | {
      readonly kind: "local";
      /** One Arrow IPC stream; absent for no rows. */
      readonly data?: Uint8Array;
      /** DDL or JSON. */
      readonly schema: string;
    }
  | { readonly kind: "catalog"; readonly operation: Catalog["catType"] }
  /** What the server sent as a relation: the result of a command. */
  | { readonly kind: "server"; readonly relation: ProtoRelation }
  | { readonly kind: "project"; readonly input: Relation; readonly expressions: readonly Expression[] }
  | { readonly kind: "filter"; readonly input: Relation; readonly condition: Expression }
  | {
      readonly kind: "join";
      readonly left: Relation;
      readonly right: Relation;
      readonly type: JoinType;
      readonly condition?: Expression;
      readonly using: readonly string[];
    }
  | {
      readonly kind: "setOperation";
      readonly left: Relation;
      readonly right: Relation;
      readonly operation: "union" | "intersect" | "except";
      readonly all: boolean;
      readonly byName: boolean;
      readonly allowMissingColumns: boolean;
    }
  | { readonly kind: "limit"; readonly input: Relation; readonly limit: number }
  | { readonly kind: "offset"; readonly input: Relation; readonly offset: number }
  | { readonly kind: "tail"; readonly input: Relation; readonly limit: number }
  | {
      readonly kind: "aggregate";
      readonly input: Relation;
      readonly groupType: GroupType;
      readonly grouping: readonly Expression[];
      readonly aggregates: readonly Expression[];
      /** Values are literals; none: the server finds the distinct ones itself. */
      readonly pivot?: { readonly column: Expression; readonly values: readonly Expression[] };
    }
  | {
      readonly kind: "sort";
      readonly input: Relation;
      readonly order: readonly SortExpression[];
      /** False: within each partition. */
      readonly global: boolean;
    }
  | {
      readonly kind: "drop";
      readonly input: Relation;
      readonly columns: readonly Expression[];
      readonly names: readonly string[];
    }
  /** Without names: all columns together are the key. */
  | { readonly kind: "deduplicate"; readonly input: Relation; readonly names?: readonly string[] }
  | {
      readonly kind: "sample";
      readonly input: Relation;
      readonly lowerBound: number;
      readonly upperBound: number;
      readonly withReplacement: boolean;
      readonly seed: bigint;
    }
  | { readonly kind: "alias"; readonly input: Relation; readonly name: string }
  | {
      readonly kind: "repartition";
      readonly input: Relation;
      readonly numPartitions: number;
      readonly shuffle: boolean;
    }
  | {
      readonly kind: "repartitionByExpression";
      readonly input: Relation;
      readonly expressions: readonly Expression[];
      readonly numPartitions?: number;
    }
  /** One node per call; each alias sees the columns of `input` only, not those made beside it. */
  | { readonly kind: "withColumns"; readonly input: Relation; readonly columns: readonly AliasExpression[] }
  | {
      readonly kind: "withColumnsRenamed";
      readonly input: Relation;
      readonly renames: readonly { readonly from: string; readonly to: string }[];
    }
  | { readonly kind: "toDF"; readonly input: Relation; readonly names: readonly string[] }
  | { readonly kind: "toSchema"; readonly input: Relation; readonly schema: StructType }
  | {
      readonly kind: "hint";
      readonly input: Relation;
      readonly name: string;
      readonly parameters: readonly Expression[];
    }
  | {
      readonly kind: "collectMetrics";
      readonly input: Relation;
      readonly name: string;
      readonly metrics: readonly Expression[];
      /** Who waits for the values, when somebody does. */
      readonly observer?: MetricsObserver;
    }
  | {
      readonly kind: "showString";
      readonly input: Relation;
      readonly numRows: number;
      readonly truncate: number;
      readonly vertical: boolean;
    };

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

/** A new node with an id of its own. */
export function relation(op: RelationOp): Relation {
  lastPlanId += 1n;
  return { planId: lastPlanId, op };
}

/** The nodes a node reads. */
export function inputsOf(node: Relation): readonly Relation[] {
  if ("input" in node.op) {
    return [node.op.input];
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
