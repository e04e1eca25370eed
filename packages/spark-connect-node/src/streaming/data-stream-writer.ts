import type { ActionOptions } from "../client/options.ts";
import { addOptions, nameList, type Names, type OptionValue } from "../dataframe/arguments.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { WriteStreamCommand } from "../plan/commands/write-stream.ts";
import type { Relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { notEmpty, readTrigger, type Trigger } from "./arguments.ts";
import { parseStartedEvent } from "./events.ts";
import { listenerBusOf } from "./listener-bus.ts";
import { runForResult } from "./run.ts";
import { type StreamingQuery, streamingQueryOf } from "./streaming-query.ts";

/** Which rows of the result go to the sink: the new ones, all, or those that changed. */
export type OutputMode = "append" | "complete" | "update";

const OUTPUT_MODES: readonly string[] = ["append", "complete", "update"];

let construct: (runtime: SessionRuntime, command: WriteStreamCommand) => DataStreamWriter;

/** Makes a writer. Internal. */
export function dataStreamWriter(runtime: SessionRuntime, input: Relation): DataStreamWriter {
  return construct(runtime, { kind: "writeStream", input, options: {}, partitionBy: [], clusterBy: [] });
}

/**
 * How a streaming DataFrame is written: `df.writeStream`. Immutable: each setting gives a new writer; `start` and
 * `toTable` begin the query, which runs on the server from then on.
 *
 * PySpark's `foreach` and `foreachBatch` are not here: they run Python functions on the server.
 */
export class DataStreamWriter {
  readonly #runtime: SessionRuntime;
  readonly #command: WriteStreamCommand;

  static {
    construct = (runtime, command) => new DataStreamWriter(runtime, command);
  }

  private constructor(runtime: SessionRuntime, command: WriteStreamCommand) {
    this.#runtime = runtime;
    this.#command = command;
  }

  /** Which rows go to the sink. Default: `append`. */
  outputMode(mode: OutputMode): DataStreamWriter {
    if (!OUTPUT_MODES.includes(mode.toLowerCase())) {
      throw new InvalidArgumentError(
        `No output mode is called "${mode}"; there are ${OUTPUT_MODES.join(", ")}`,
      );
    }
    return this.#with({ outputMode: mode });
  }

  /** The sink: `parquet`, `csv`, `json`, `orc`, `text`, `kafka`, `console`, `memory`, `noop`, …. */
  format(format: string): DataStreamWriter {
    return this.#with({ format });
  }

  /** An option of the sink; `checkpointLocation` says where the query keeps what it needs to go on after a stop. */
  option(name: string, value: OptionValue): DataStreamWriter {
    return this.options({ [name]: value });
  }

  /** Options of the sink; those that are undefined are passed over. */
  options(options: Readonly<Record<string, OptionValue | undefined>>): DataStreamWriter {
    return this.#with({ options: addOptions(this.#command.options, options) });
  }

  /** Folders by the values of these columns. */
  partitionBy(...columns: Names): DataStreamWriter {
    return this.#with({ partitionBy: nameList("partitionBy", columns) });
  }

  /** Clusters the table by these columns (Spark 4.0 and later). */
  clusterBy(...columns: Names): DataStreamWriter {
    return this.#with({ clusterBy: nameList("clusterBy", columns) });
  }

  /** A name that no other query of the session has while it runs; the table of a `memory` sink. */
  queryName(name: string): DataStreamWriter {
    return this.#with({ queryName: notEmpty("The name of a query", name) });
  }

  /** When the query looks for new data: `{ availableNow: true }`, `{ processingTime: "5 seconds" }`, …. */
  trigger(trigger: Trigger): DataStreamWriter {
    return this.#with({ trigger: readTrigger(trigger) });
  }

  /**
   * Starts the query; with a path for sinks that write files.
   *
   * @throws AnalysisError when the query cannot be streamed, or its sink cannot take it.
   */
  async start(path?: string, options?: ActionOptions): Promise<StreamingQuery> {
    const destination =
      path === undefined ? {} : { destination: { kind: "path" as const, name: notEmpty("The path", path) } };
    return this.#start({ ...this.#command, ...destination }, options);
  }

  /** Starts the query, which adds to a table; it is made when it does not exist. */
  async toTable(tableName: string, options?: ActionOptions): Promise<StreamingQuery> {
    const destination = { kind: "table" as const, name: notEmpty("The name of a table", tableName) };
    return this.#start({ ...this.#command, destination }, options);
  }

  #with(change: Partial<WriteStreamCommand>): DataStreamWriter {
    return new DataStreamWriter(this.#runtime, { ...this.#command, ...change });
  }

  async #start(command: WriteStreamCommand, options: ActionOptions | undefined): Promise<StreamingQuery> {
    const started = await runForResult(this.#runtime, command, "writeStreamOperationStartResult", options);
    // The server leaves this event to the answer, so that listeners know of a query before its starter does.
    if (started.queryStartedEventJson !== undefined) {
      listenerBusOf(this.#runtime).post(parseStartedEvent(started.queryStartedEventJson));
    }
    return streamingQueryOf(this.#runtime, {
      id: started.queryId?.id ?? "",
      runId: started.queryId?.runId ?? "",
      name: started.name === "" ? undefined : started.name,
    });
  }
}
