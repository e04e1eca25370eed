import type { Catalog } from "#gen/spark/connect/catalog_pb.js";
import type { Expression_Literal } from "#gen/spark/connect/expressions_pb.js";
import type { Relation as ProtoRelation } from "#gen/spark/connect/relations_pb.js";
import { UnsupportedError } from "../../errors.ts";
import type { Expression } from "../expression.ts";
import { expressionsToProto, expressionToProto } from "../expression-proto.ts";
import { literalToProto } from "../literal-proto.ts";
import type { Relation } from "../relation.ts";
import { requireVersion } from "../require-version.ts";
import { isAtLeast } from "../server-target.ts";
import type { PlanContext, RelType } from "./context.ts";

/** Options of a format, as text. */
export type Options = Readonly<Record<string, string>>;

/** Where rows come from: relations that read no other. */
export type SourceOp =
  | SqlOp
  | { readonly kind: "table"; readonly name: string; readonly options: Options }
  | {
      readonly kind: "dataSource";
      /** Absent: `spark.sql.sources.default`. */
      readonly format?: string;
      /** DDL or JSON. */
      readonly schema?: string;
      readonly options: Options;
      readonly paths: readonly string[];
      /** For JDBC: one condition in SQL for each partition. */
      readonly predicates?: readonly string[];
    }
  /** The changes of a table, of a connector that keeps them. */
  | { readonly kind: "changes"; readonly name: string; readonly options: Options }
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
      /** DDL or JSON; absent where the Arrow schema says it all. */
      readonly schema?: string;
    }
  | { readonly kind: "uploaded"; readonly rows: UploadedRows }
  | { readonly kind: "catalog"; readonly operation: Catalog["catType"] }
  /** A function that gives rows, such as `explode`. */
  | { readonly kind: "tableFunction"; readonly name: string; readonly args: readonly Expression[] }
  /** What a checkpoint keeps on the server. */
  | { readonly kind: "cachedRemote"; readonly relationId: string }
  /** What the server sent as a relation: the result of a command. */
  | { readonly kind: "server"; readonly relation: ProtoRelation };

/** A client's rows that are too many for a plan: they are sent before it. */
export interface UploadedRows {
  /** What stands for them in a plan; undefined while the server does not have them. */
  readonly placeholder: RelType | undefined;
  /** Sends them; does nothing when they are there. */
  send(signal?: AbortSignal): Promise<void>;
}

/** Stops the writing of a plan until these rows are sent. Never leaves the package. */
export class RowsNotSent extends Error {
  readonly rows: UploadedRows;
  constructor(rows: UploadedRows) {
    super("The plan reads rows that were not sent");
    this.name = "RowsNotSent";
    this.rows = rows;
  }
}

/** A statement in Spark SQL, with the values of its markers. */
export interface SqlOp {
  readonly kind: "sql";
  readonly query: string;
  readonly namedArgs: Readonly<Record<string, Expression>>;
  readonly positionalArgs: readonly Expression[];
  /** DataFrames that the statement reads: each an alias by the name that it has there. */
  readonly views?: readonly Relation[];
}

export function sourceToProto(op: SourceOp, { target }: PlanContext): RelType {
  switch (op.kind) {
    case "sql":
      return { case: "sql", value: sqlToProto(op, target) };
    case "table":
      return {
        case: "read",
        value: {
          readType: {
            case: "namedTable",
            value: { unparsedIdentifier: op.name, options: { ...op.options } },
          },
        },
      };
    case "dataSource":
      return {
        case: "read",
        value: {
          readType: {
            case: "dataSource",
            value: {
              ...(op.format === undefined ? {} : { format: op.format }),
              // Empty, as PySpark says "none".
              schema: op.schema ?? "",
              options: { ...op.options },
              paths: [...op.paths],
              predicates: [...(op.predicates ?? [])],
            },
          },
        },
      };
    case "changes":
      requireVersion(target, 4, 2, "read.changes()");
      return {
        case: "relationChanges",
        value: { unparsedIdentifier: op.name, options: { ...op.options } },
      };
    case "range":
      return {
        case: "range",
        value: {
          start: op.start,
          end: op.end,
          step: op.step,
          ...(op.numPartitions === undefined ? {} : { numPartitions: op.numPartitions }),
        },
      };
    case "local":
      return {
        case: "localRelation",
        value: {
          ...(op.schema === undefined ? {} : { schema: op.schema }),
          ...(op.data === undefined ? {} : { data: op.data }),
        },
      };
    case "uploaded":
      if (op.rows.placeholder === undefined) {
        throw new RowsNotSent(op.rows);
      }
      return op.rows.placeholder;
    case "catalog":
      return { case: "catalog", value: { catType: op.operation } };
    case "tableFunction":
      requireVersion(target, 4, 0, "table-valued functions in plans (spark.tvf)");
      return {
        case: "unresolvedTableValuedFunction",
        value: { functionName: op.name, arguments: expressionsToProto(op.args, target) },
      };
    case "cachedRemote":
      return { case: "cachedRemoteRelation", value: { relationId: op.relationId } };
    case "server":
      if (op.relation.relType.case === undefined) {
        throw new UnsupportedError(
          "The server answered with a relation of a kind that this client does not know",
        );
      }
      return op.relation.relType;
    default:
      return op satisfies never;
  }
}

function sqlToProto(op: SqlOp, target: PlanContext["target"]): Extract<RelType, { case: "sql" }>["value"] {
  if (isAtLeast(target, 4, 0)) {
    for (const view of op.views ?? []) {
      target.carry?.(view);
    }
    return {
      query: op.query,
      namedArguments: mapValues(op.namedArgs, (argument) => expressionToProto(argument, target)),
      posArguments: expressionsToProto(op.positionalArgs, target),
    };
  }
  if (op.views !== undefined && op.views.length > 0) {
    throw new UnsupportedError(
      `sql() takes DataFrames as arguments from Spark 4.0 on; this server runs ${target.version}. Make them views instead`,
    );
  }
  // 3.5 knows literals only, and would ignore the newer fields: the query would run without its arguments.
  const literalOf = (argument: Expression): Expression_Literal => {
    if (argument.kind !== "literal") {
      throw new UnsupportedError(
        `Spark ${target.version} takes plain values as arguments of sql(), not expressions`,
      );
    }
    return literalToProto(argument.literal, target);
  };
  return {
    query: op.query,
    args: mapValues(op.namedArgs, literalOf),
    posArgs: op.positionalArgs.map(literalOf),
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
