import type { Table } from "apache-arrow";
import { create } from "@bufbuild/protobuf";
import {
  AnalyzePlanRequest_Explain_ExplainMode as ProtoExplainMode,
  AnalyzePlanRequest_ExplainSchema,
  AnalyzePlanRequest_SchemaSchema,
  AnalyzePlanRequest_TreeStringSchema,
} from "#gen/spark/connect/base_pb.js";
import type { ActionOptions } from "../client/options.ts";
import { InvalidArgumentError, ProtocolError } from "../errors.ts";
import { literalExpression } from "../column/literal.ts";
import { call } from "../plan/expression.ts";
import { relationPlan } from "../plan/plan.ts";
import { type Relation, relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { formatDataType, fromProtoDataType, StructType } from "../types/index.ts";
import { nonNegativeInteger } from "./arguments.ts";
import type { ArrayRowOptions, ObjectRowOptions, Row, RowOptions } from "./rows.ts";
import { readArrow, readBatches, readRows, readScalar } from "./run.ts";

/** What a DataFrame is made of. Internal. */
export interface DataFrameState {
  readonly runtime: SessionRuntime;
  readonly relation: Relation;
}

/** How much `explain` says. */
export type ExplainMode = "simple" | "extended" | "codegen" | "cost" | "formatted";

/** How `show` prints. */
export interface ShowOptions extends ActionOptions {
  /** Cuts values longer than this many characters; true (the default) is 20, false prints them whole. */
  readonly truncate?: boolean | number | undefined;
  /** One line for each value. Default false. */
  readonly vertical?: boolean | undefined;
}

const explainModes = {
  simple: ProtoExplainMode.SIMPLE,
  extended: ProtoExplainMode.EXTENDED,
  codegen: ProtoExplainMode.CODEGEN,
  cost: ProtoExplainMode.COST,
  formatted: ProtoExplainMode.FORMATTED,
} as const satisfies Record<ExplainMode, ProtoExplainMode>;

let stateInside: (frame: DataFrameActions) => DataFrameState;

/** The parts of a DataFrame. Internal. */
export function stateOf(frame: DataFrameActions): DataFrameState {
  return stateInside(frame);
}

/**
 * What runs a DataFrame or asks the server about it. Each action sends the plan anew; its last parameter takes a
 * signal to cancel it by, tags, and a listener for progress.
 */
export abstract class DataFrameActions {
  readonly #state: DataFrameState;

  static {
    stateInside = (frame) => frame.#state;
  }

  protected constructor(state: DataFrameState) {
    this.#state = state;
  }

  /**
   * All rows. They must fit into memory; {@link DataFrameActions.toRows} is for the rest.
   *
   * `T` says what the rows look like, for the compiler alone: it is not checked.
   */
  async collect<T = Row>(options?: ObjectRowOptions): Promise<T[]>;
  async collect(options: ArrayRowOptions): Promise<unknown[][]>;
  async collect(options?: RowOptions): Promise<unknown[]> {
    return readRows(this.#state.runtime, this.#state.relation, options);
  }

  /**
   * The rows one after another, fetched as they are asked for: a slow reader holds a few batches, not the result.
   * Leaving the loop ends the query on the server.
   */
  toRows<T = Row>(options?: ObjectRowOptions): AsyncGenerator<T, void, undefined>;
  toRows(options: ArrayRowOptions): AsyncGenerator<unknown[], void, undefined>;
  async *toRows(options?: RowOptions): AsyncGenerator<unknown, void, undefined> {
    for await (const batch of readBatches(this.#state.runtime, this.#state.relation, options)) {
      yield* batch;
    }
  }

  /** The result as a table of apache-arrow. Its own accessors lose precision on some types; `collect` does not. */
  async toArrow(options?: ActionOptions): Promise<Table> {
    return readArrow(this.#state.runtime, this.#state.relation, options);
  }

  /** The number of rows. */
  async count(options?: ActionOptions): Promise<number> {
    const counted = relation({
      kind: "aggregate",
      input: this.#state.relation,
      groupType: "groupBy",
      grouping: [],
      aggregates: [call("count", [literalExpression(1)])],
    });
    return Number(await readScalar(this.#state.runtime, counted, options));
  }

  /** The first row, undefined when there is none. */
  async first<T = Row>(options?: ActionOptions): Promise<T | undefined> {
    const [row] = await this.take<T>(1, options);
    return row;
  }

  /** The first `n` rows. */
  async take<T = Row>(n: number, options?: ObjectRowOptions): Promise<T[]>;
  async take(n: number, options: ArrayRowOptions): Promise<unknown[][]>;
  async take(n: number, options?: RowOptions): Promise<unknown[]> {
    const limit = nonNegativeInteger("take", n);
    const limited = relation({ kind: "limit", input: this.#state.relation, limit });
    return readRows(this.#state.runtime, limited, options);
  }

  /** The first `n` rows; the same as {@link DataFrameActions.take}. */
  async head<T = Row>(n = 1, options?: ActionOptions): Promise<T[]> {
    return this.take<T>(n, options);
  }

  /** The last `n` rows. */
  async tail<T = Row>(n: number, options?: ActionOptions): Promise<T[]> {
    const limit = nonNegativeInteger("tail", n);
    const tail = relation({ kind: "tail", input: this.#state.relation, limit });
    return (await readRows(this.#state.runtime, tail, options)) as T[];
  }

  /** Whether there is no row at all. */
  async isEmpty(options?: ActionOptions): Promise<boolean> {
    const bare = relation({ kind: "project", input: this.#state.relation, expressions: [] });
    const one = relation({ kind: "limit", input: bare, limit: 1 });
    return (await readRows(this.#state.runtime, one, options)).length === 0;
  }

  /** The schema, as the server analyses the plan; runs nothing. */
  async schema(options?: ActionOptions): Promise<StructType> {
    const value = create(AnalyzePlanRequest_SchemaSchema, { plan: await this.#plan() });
    const answer = (await this.#state.runtime.analyze("schema", { case: "schema", value }, options)).value;
    const type = answer.schema === undefined ? undefined : fromProtoDataType(answer.schema);
    if (!(type instanceof StructType)) {
      throw new ProtocolError("The server answered without a schema");
    }
    return type;
  }

  /** The names of the columns. */
  async columns(options?: ActionOptions): Promise<string[]> {
    return (await this.schema(options)).names();
  }

  /** Name and type of each column, the type as Spark prints it (`array<string>`). */
  async dtypes(options?: ActionOptions): Promise<[string, string][]> {
    return (await this.schema(options)).fields.map((field) => [field.name, formatDataType(field.type)]);
  }

  /** The plan as Spark would run it, as text. */
  async explain(mode: ExplainMode = "simple", options?: ActionOptions): Promise<string> {
    const explainMode = explainModes[mode];
    const value = create(AnalyzePlanRequest_ExplainSchema, { plan: await this.#plan(), explainMode });
    const answer = await this.#state.runtime.analyze("explain", { case: "explain", value }, options);
    return answer.value.explainString;
  }

  /** The schema as an indented tree, as Spark's printSchema shows it; cut at `level` when given. */
  async treeString(level?: number, options?: ActionOptions): Promise<string> {
    const value = create(AnalyzePlanRequest_TreeStringSchema, {
      plan: await this.#plan(),
      ...(level === undefined ? {} : { level }),
    });
    const answer = await this.#state.runtime.analyze("treeString", { case: "treeString", value }, options);
    return answer.value.treeString;
  }

  /** Prints the schema as an indented tree. */
  async printSchema(level?: number, options?: ActionOptions): Promise<void> {
    console.log(await this.treeString(level, options));
  }

  /** The first `n` rows as the table that Spark draws. */
  async showString(n = 20, options: ShowOptions = {}): Promise<string> {
    const { truncate = true, vertical = false } = options;
    const shown = relation({
      kind: "showString",
      input: this.#state.relation,
      numRows: nonNegativeInteger("show", n),
      truncate: typeof truncate === "number" ? truncate : truncate ? 20 : 0,
      vertical,
    });
    return String(await readScalar(this.#state.runtime, shown, options));
  }

  /** Prints the first `n` rows to the console, as Spark does. */
  async show(n = 20, options: ShowOptions = {}): Promise<void> {
    console.log(await this.showString(n, options));
  }

  /** Makes the plan known by a name in this session; replaces a view of that name. */
  async createOrReplaceTempView(name: string, options?: ActionOptions): Promise<void> {
    await this.#createView(name, { global: false, replace: true }, options);
  }

  /** Makes the plan known by a name in this session; a view of that name must not exist. */
  async createTempView(name: string, options?: ActionOptions): Promise<void> {
    await this.#createView(name, { global: false, replace: false }, options);
  }

  /** Makes the plan known as `global_temp.name` to all sessions; replaces a view of that name. */
  async createOrReplaceGlobalTempView(name: string, options?: ActionOptions): Promise<void> {
    await this.#createView(name, { global: true, replace: true }, options);
  }

  /** Makes the plan known as `global_temp.name` to all sessions; a view of that name must not exist. */
  async createGlobalTempView(name: string, options?: ActionOptions): Promise<void> {
    await this.#createView(name, { global: true, replace: false }, options);
  }

  async #createView(
    name: string,
    view: { readonly global: boolean; readonly replace: boolean },
    options: ActionOptions | undefined,
  ): Promise<void> {
    if (name === "") {
      throw new InvalidArgumentError("The name of a view cannot be empty");
    }
    await this.#state.runtime.run(
      { kind: "createView", input: this.#state.relation, name, ...view },
      options,
    );
  }

  async #plan(): Promise<ReturnType<typeof relationPlan>> {
    return relationPlan(this.#state.relation, await this.#state.runtime.target());
  }
}
