import type { Table } from "apache-arrow";
import type { ActionOptions } from "../client/options.ts";
import { InvalidArgumentError } from "../errors.ts";
import { literalExpression } from "../column/literal.ts";
import { call } from "../plan/expression.ts";
import { relation } from "../plan/relation.ts";
import { nonNegativeInteger } from "./arguments.ts";
import { DataFrameAnalysis, stateOf } from "./dataframe-analysis.ts";
import { print } from "./print.ts";
import type { ArrayRowOptions, ObjectRowOptions, Row, RowOptions } from "./rows.ts";
import { readArrow, readBatches, readRows, readScalar } from "./run.ts";

/** How `show` prints. */
export interface ShowOptions extends ActionOptions {
  /** Cuts values longer than this many characters; true (the default) is 20, false prints them whole. */
  readonly truncate?: boolean | number | undefined;
  /** One line for each value. Default false. */
  readonly vertical?: boolean | undefined;
}

/**
 * What runs a DataFrame. Each action sends the plan anew; its last parameter takes a signal to cancel it by, tags, and
 * a listener for progress.
 */
export abstract class DataFrameActions extends DataFrameAnalysis {
  /**
   * All rows. They must fit into memory; `toRows()` is for the rest.
   *
   * `T` says what the rows look like, for the compiler alone: it is not checked.
   */
  async collect<T = Row>(options?: ObjectRowOptions): Promise<T[]>;
  async collect(options: ArrayRowOptions): Promise<unknown[][]>;
  async collect(options?: RowOptions): Promise<unknown[]> {
    return readRows(stateOf(this).runtime, stateOf(this).relation, options);
  }

  /**
   * The rows one after another, fetched as they are asked for: a slow reader holds a few batches, not the result.
   * Leaving the loop ends the query on the server.
   */
  toRows<T = Row>(options?: ObjectRowOptions): AsyncGenerator<T, void, undefined>;
  toRows(options: ArrayRowOptions): AsyncGenerator<unknown[], void, undefined>;
  async *toRows(options?: RowOptions): AsyncGenerator<unknown, void, undefined> {
    for await (const batch of readBatches(stateOf(this).runtime, stateOf(this).relation, options)) {
      yield* batch;
    }
  }

  /** The same as `toRows()`, by PySpark's name. */
  toLocalIterator<T = Row>(options?: ObjectRowOptions): AsyncGenerator<T, void, undefined>;
  toLocalIterator(options: ArrayRowOptions): AsyncGenerator<unknown[], void, undefined>;
  toLocalIterator(options?: RowOptions): AsyncGenerator<unknown, void, undefined> {
    return this.toRows(options as ObjectRowOptions);
  }

  /** The rows in the batches in which Spark sends them, fetched as they are asked for. */
  toBatches<T = Row>(options?: ObjectRowOptions): AsyncGenerator<T[], void, undefined>;
  toBatches(options: ArrayRowOptions): AsyncGenerator<unknown[][], void, undefined>;
  toBatches(options?: RowOptions): AsyncGenerator<unknown[], void, undefined> {
    return readBatches(stateOf(this).runtime, stateOf(this).relation, options);
  }

  /** The result as a table of apache-arrow. Its own accessors lose precision on some types; `collect` does not. */
  async toArrow(options?: ActionOptions): Promise<Table> {
    return readArrow(stateOf(this).runtime, stateOf(this).relation, options);
  }

  /** The number of rows. */
  async count(options?: ActionOptions): Promise<number> {
    const counted = relation({
      kind: "aggregate",
      input: stateOf(this).relation,
      groupType: "groupBy",
      grouping: [],
      aggregates: [call("count", [literalExpression(1)])],
    });
    return Number(await readScalar(stateOf(this).runtime, counted, options));
  }

  /** The first row, undefined when there is none. */
  async first<T = Row>(options?: ObjectRowOptions): Promise<T | undefined>;
  async first(options: ArrayRowOptions): Promise<unknown[] | undefined>;
  async first(options?: RowOptions): Promise<unknown> {
    return (await this.take(1, options as ObjectRowOptions))[0];
  }

  /** The first `n` rows. */
  async take<T = Row>(n: number, options?: ObjectRowOptions): Promise<T[]>;
  async take(n: number, options: ArrayRowOptions): Promise<unknown[][]>;
  async take(n: number, options?: RowOptions): Promise<unknown[]> {
    const limit = nonNegativeInteger("take", n);
    const limited = relation({ kind: "limit", input: stateOf(this).relation, limit });
    return readRows(stateOf(this).runtime, limited, options);
  }

  /** Without `n` the first row, undefined when there is none; else the first `n` rows. */
  async head<T = Row>(n?: undefined, options?: ObjectRowOptions): Promise<T | undefined>;
  async head<T = Row>(n: number, options?: ObjectRowOptions): Promise<T[]>;
  async head(n: undefined, options: ArrayRowOptions): Promise<unknown[] | undefined>;
  async head(n: number, options: ArrayRowOptions): Promise<unknown[][]>;
  async head(n?: number, options?: RowOptions): Promise<unknown> {
    const one = options as ObjectRowOptions;
    return n === undefined ? this.first(one) : this.take(n, one);
  }

  /** The last `n` rows. */
  async tail<T = Row>(n: number, options?: ObjectRowOptions): Promise<T[]>;
  async tail(n: number, options: ArrayRowOptions): Promise<unknown[][]>;
  async tail(n: number, options?: RowOptions): Promise<unknown[]> {
    const limit = nonNegativeInteger("tail", n);
    const tail = relation({ kind: "tail", input: stateOf(this).relation, limit });
    return readRows(stateOf(this).runtime, tail, options);
  }

  /** Whether there is no row at all. */
  async isEmpty(options?: ActionOptions): Promise<boolean> {
    const bare = relation({ kind: "project", input: stateOf(this).relation, expressions: [] });
    const one = relation({ kind: "limit", input: bare, limit: 1 });
    return (await readRows(stateOf(this).runtime, one, options)).length === 0;
  }

  /** The first `n` rows as the table that Spark draws. */
  async showString(n = 20, options: ShowOptions = {}): Promise<string> {
    const { truncate = true, vertical = false } = options;
    const shown = relation({
      kind: "showString",
      input: stateOf(this).relation,
      numRows: nonNegativeInteger("show", n),
      truncate: typeof truncate === "number" ? truncate : truncate ? 20 : 0,
      vertical,
    });
    return String(await readScalar(stateOf(this).runtime, shown, options));
  }

  /** Prints the first `n` rows to the console, as Spark does; control characters in values are escaped. */
  async show(n = 20, options: ShowOptions = {}): Promise<void> {
    print(await this.showString(n, options));
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
    await stateOf(this).runtime.run(
      { kind: "createView", input: stateOf(this).relation, name, ...view },
      options,
    );
  }
}
