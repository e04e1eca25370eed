import type { ColumnOrName } from "../column/column.ts";
import { named } from "../column/named.ts";
import { TableArg, tableArgExpression } from "../column/table-arg.ts";
import { InvalidArgumentError } from "../errors.ts";
import { relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { type DataFrame, dataFrameOf } from "./dataframe.ts";

/** How `range` is called. */
export interface Range {
  (end: number | bigint): DataFrame;
  (start: number | bigint, end: number | bigint, step?: number | bigint, numPartitions?: number): DataFrame;
}

let construct: (runtime: SessionRuntime, range: Range) => TableValuedFunction;

/** Makes them. Internal. */
export function tableValuedFunction(runtime: SessionRuntime, range: Range): TableValuedFunction {
  return construct(runtime, range);
}

/**
 * Functions that make rows. Their arguments are expressions without columns, or, at the right of a
 * {@link DataFrame.lateralJoin}, with columns of the left: `col("items").outer()`. Need Spark 4.0.
 */
export class TableValuedFunction {
  readonly #runtime: SessionRuntime;
  /** The numbers from 0, or `start`, up to but without `end`, as the BIGINT column `id`. */
  readonly range: Range;

  static {
    construct = (runtime, range) => new TableValuedFunction(runtime, range);
  }

  private constructor(runtime: SessionRuntime, range: Range) {
    this.#runtime = runtime;
    this.range = range;
  }

  /** A row for each element of an array, as `col`, or for each entry of a map, as `key` and `value`. */
  explode(collection: ColumnOrName): DataFrame {
    return this.#call("explode", collection);
  }

  /** The same; one row of null where there is no element. */
  explodeOuter(collection: ColumnOrName): DataFrame {
    return this.#call("explode_outer", collection);
  }

  /** The same as {@link TableValuedFunction.explode}, with the position as `pos`, from 0. */
  posexplode(collection: ColumnOrName): DataFrame {
    return this.#call("posexplode", collection);
  }

  /** The same; one row of nulls where there is no element. */
  posexplodeOuter(collection: ColumnOrName): DataFrame {
    return this.#call("posexplode_outer", collection);
  }

  /** A row for each struct of an array, a column for each field. */
  inline(input: ColumnOrName): DataFrame {
    return this.#call("inline", input);
  }

  /** The same; one row of nulls where there is no struct. */
  inlineOuter(input: ColumnOrName): DataFrame {
    return this.#call("inline_outer", input);
  }

  /** One row of the texts of these fields of a JSON text. */
  jsonTuple(input: ColumnOrName, ...fields: readonly ColumnOrName[]): DataFrame {
    if (fields.length === 0) {
      throw new InvalidArgumentError("jsonTuple needs at least one field");
    }
    return this.#call("json_tuple", input, ...fields);
  }

  /** The values put into `n` rows. */
  stack(n: ColumnOrName, ...values: readonly ColumnOrName[]): DataFrame {
    return this.#call("stack", n, ...values);
  }

  /** A row for each element of an array, or field of an object, in a VARIANT. */
  variantExplode(input: ColumnOrName): DataFrame {
    return this.#call("variant_explode", input);
  }

  /** The same; one row of nulls where there is none. */
  variantExplodeOuter(input: ColumnOrName): DataFrame {
    return this.#call("variant_explode_outer", input);
  }

  /** The collations that the server knows. */
  collations(): DataFrame {
    return this.#call("collations");
  }

  /** Spark's SQL keywords, and which of them are reserved. */
  sqlKeywords(): DataFrame {
    return this.#call("sql_keywords");
  }

  /** What the Python workers of this session logged, when logging is on. Needs Spark 4.1. */
  pythonWorkerLogs(): DataFrame {
    return this.#call("python_worker_logs");
  }

  /**
   * Any table-valued function that the server knows, by name. A {@link DataFrame} is handed over as a table argument:
   * `spark.tvf.call("f", df.asTable().partitionBy("shop"))`. PySpark calls such functions in SQL.
   */
  call(name: string, ...args: readonly (ColumnOrName | TableArg)[]): DataFrame {
    return this.#call(name, ...args);
  }

  #call(name: string, ...args: readonly (ColumnOrName | TableArg)[]): DataFrame {
    const expressions = args.map((arg) => (arg instanceof TableArg ? tableArgExpression(arg) : named(arg)));
    return dataFrameOf(this.#runtime, relation({ kind: "tableFunction", name, args: expressions }));
  }
}
