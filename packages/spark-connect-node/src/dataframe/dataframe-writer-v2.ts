import type { ActionOptions } from "../client/options.ts";
import type { Column } from "../column/column.ts";
import { allNamed, type Columns } from "../column/named.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { WriteV2Command } from "../plan/commands/write-v2.ts";
import type { Relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { addOptions, conditionExpression, nameList, type Names, type OptionValue } from "./arguments.ts";

type Settings = Omit<WriteV2Command, "mode" | "condition">;

let construct: (runtime: SessionRuntime, settings: Settings) => DataFrameWriterV2;

/** Makes a writer. Internal. */
export function dataFrameWriterV2(
  runtime: SessionRuntime,
  input: Relation,
  table: string,
): DataFrameWriterV2 {
  if (table === "") {
    throw new InvalidArgumentError("writeTo needs the name of a table; it is empty");
  }
  const none = { options: {}, properties: {}, partitionedBy: [], clusterBy: [] };
  return construct(runtime, { kind: "writeV2", input, table, ...none });
}

/**
 * How a DataFrame is written to a table of a catalog, and the actions that write it. Immutable: each setting gives a
 * new writer. Columns go by name.
 *
 * The table's source must have the newer interface (Iceberg and Delta do); else the server says so.
 */
export class DataFrameWriterV2 {
  readonly #runtime: SessionRuntime;
  readonly #settings: Settings;

  static {
    construct = (runtime, settings) => new DataFrameWriterV2(runtime, settings);
  }

  private constructor(runtime: SessionRuntime, settings: Settings) {
    this.#runtime = runtime;
    this.#settings = settings;
  }

  /** The format of the table that is made, such as `iceberg`. */
  using(provider: string): DataFrameWriterV2 {
    return this.#with({ provider });
  }

  /** An option of the write. */
  option(name: string, value: OptionValue): DataFrameWriterV2 {
    return this.options({ [name]: value });
  }

  /** Options of the write; those that are undefined are passed over. */
  options(options: Readonly<Record<string, OptionValue | undefined>>): DataFrameWriterV2 {
    return this.#with({ options: addOptions(this.#settings.options, options) });
  }

  /** A property of the table that is made. */
  tableProperty(name: string, value: string): DataFrameWriterV2 {
    return this.#with({ properties: { ...this.#settings.properties, [name]: value } });
  }

  /** Partitions the table that is made by columns, or by functions of them. */
  partitionedBy(...columns: Columns): DataFrameWriterV2 {
    return this.#with({ partitionedBy: allNamed(columns) });
  }

  /** Clusters the table that is made by columns. Needs Spark 4.0. */
  clusterBy(...columns: Names): DataFrameWriterV2 {
    return this.#with({ clusterBy: nameList("clusterBy", columns) });
  }

  /** Makes the table of these rows; it must not exist. */
  async create(options?: ActionOptions): Promise<void> {
    await this.#run({ mode: "create" }, options);
  }

  /** Makes the table anew of these rows; it must exist. */
  async replace(options?: ActionOptions): Promise<void> {
    await this.#run({ mode: "replace" }, options);
  }

  /** Makes the table of these rows, whether it exists or not. */
  async createOrReplace(options?: ActionOptions): Promise<void> {
    await this.#run({ mode: "createOrReplace" }, options);
  }

  /** Adds these rows to the table. */
  async append(options?: ActionOptions): Promise<void> {
    await this.#run({ mode: "append" }, options);
  }

  /** Puts these rows in place of those for which the condition, a column or SQL, is true. */
  async overwrite(condition: Column | string, options?: ActionOptions): Promise<void> {
    await this.#run({ mode: "overwrite", condition: conditionExpression(condition) }, options);
  }

  /** Puts these rows in place of all rows in each partition that one of them belongs to. */
  async overwritePartitions(options?: ActionOptions): Promise<void> {
    await this.#run({ mode: "overwritePartitions" }, options);
  }

  #with(change: Partial<Settings>): DataFrameWriterV2 {
    return new DataFrameWriterV2(this.#runtime, { ...this.#settings, ...change });
  }

  async #run(
    how: Pick<WriteV2Command, "mode" | "condition">,
    options: ActionOptions | undefined,
  ): Promise<void> {
    await this.#runtime.run({ ...this.#settings, ...how }, options);
  }
}
