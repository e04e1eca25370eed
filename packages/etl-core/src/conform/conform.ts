import {
  applyEvolution,
  type EvolutionPlan,
  formatEvolution,
  type InferenceColumn,
  planEvolution,
  roundedValues,
  type RoundedValues,
  SchemaEvolutionError,
  type TimeFormats,
} from "@dataworks/schema-evolution";
import {
  type ActionOptions,
  type DataFrame,
  type DataType,
  type StructField,
  StructType,
} from "spark-connect-node";
import { SourceDataError } from "../errors.ts";
import { hiveName } from "../model/identifiers.ts";
import { decideTableChange } from "../publish/table-change.ts";
import type { Delivered } from "./delivered.ts";
import { inferColumns } from "./infer-columns.ts";
import {
  columnsToLookAt,
  dataColumns,
  incomingSchema,
  splitColumns,
  stagedColumns,
  textColumns,
} from "./columns.ts";

/** What {@link conform} needs. */
export interface ConformRequest {
  /** For messages. */
  readonly collection: string;
  /** The columns of the text, in order, under normalised names: text in every leaf. */
  readonly columns: StructType;
  /** The types that the source's format states for the columns; undefined where it has none, as CSV. */
  readonly stated?: StructType;
  /** How the times of a column are written. Default: ISO 8601 in UTC. */
  readonly formats?: (column: string) => TimeFormats;
  /** Columns behind them that are no text of the source's: their types are what they are. */
  readonly computed?: StructType;
  /** The table's columns, or the initial schema's where there is no table; neither: all columns are fresh. */
  readonly previous: StructType | undefined;
  /** What the table shows already, so that only news are reported. */
  readonly history?: TableHistory;
  /**
   * The readable rows that may have a value in one of some columns, for the look at fresh ones. Undefined when there are no rows:
   * then nothing has a type.
   */
  readonly rows: ((columns: readonly string[]) => DataFrame) | undefined;
}

/** What a table shows before a day. */
export interface TableHistory {
  readonly table: "exists" | "new";
  /** What the last published day before had; undefined when that is not known. */
  readonly delivered: Delivered | undefined;
}

/** How text becomes a table's rows. */
export interface Conformed {
  readonly plan: EvolutionPlan;
  /** Of the files to be staged: the evolved columns, then `error_desc`. */
  readonly columns: StructType;
  /** What is new since the last published day as a short diff; empty when nothing is. Of a new table its size comes first. */
  readonly changes: string;
  /** Columns looked at in a pass of their own before the one that writes. */
  readonly fresh: readonly string[];
  /** Counts the values that are kept as the nearest double to what was written. */
  readonly rounded: RoundedValues;
  /** Gives rows of text the columns of {@link columns}, lazily. */
  readonly apply: (rows: DataFrame) => DataFrame;
}

/**
 * Conforms text to the columns a table has. A column the table knows is converted to its type in the pass that writes;
 * only columns seen for the first time are read once before, by themselves, to choose their types.
 *
 * @throws SourceDataError when the names do not make one table.
 */
export async function conform(request: ConformRequest, options: ActionOptions = {}): Promise<Conformed> {
  const { collection, columns: text } = request;
  const computed = request.computed?.fields ?? [];
  const previous = dataColumns(request.previous);
  const { fresh } = splitColumns(collection, text.names(), previous);
  const looked = columnsToLookAt(text, fresh, previous);
  const chosen: ReadonlyMap<string, DataType> =
    looked.length === 0 || request.rows === undefined
      ? new Map()
      : await inferColumns(
          request.rows(looked.map(({ name }) => name)),
          looked.map((field) => noted(field, request)),
          options,
        );
  return asSourceError(collection, () => {
    const incoming = incomingSchema(text, fresh, previous, chosen);
    const plan = planEvolution(previous, new StructType([...incoming.fields, ...computed]));
    // To the rows a fresh column is text like any other, on its way to the type that was chosen for it. A text that has
    // no value, and so no place in the result, is not taken.
    const reading = request.formats === undefined ? {} : { formats: request.formats };
    const conversion: EvolutionPlan = { ...plan, incoming: new StructType([...text.fields, ...computed]) };
    return {
      plan,
      columns: stagedColumns(plan.result),
      changes: changesSince(plan, computed, request.history),
      fresh: looked.map(({ name }) => name),
      rounded: roundedValues(conversion),
      apply: (rows) => applyEvolution(rows, conversion, reading),
    };
  });
}

/** A column to look at, with what is known of its texts. */
function noted(
  { name, type }: StructField,
  { stated, formats }: Pick<ConformRequest, "stated" | "formats">,
): InferenceColumn {
  const known = stated?.fields.find((field) => field.name === name)?.type;
  return {
    name,
    type,
    ...(known === undefined ? {} : { stated: known }),
    ...(formats === undefined ? {} : { formats: formats(name) }),
  };
}

/** What the plan of a day can say of a collection without reading its rows. */
export interface ConformPreview {
  readonly changes: string;
  /** Columns whose types are chosen when the day runs, in a second pass over them only. */
  readonly fresh: readonly string[];
  /** Whether a struct gains fields, which takes a table rename. Text never does. */
  readonly widens: boolean;
}

/** Says what {@link conform} would do, as far as names tell. */
export function previewConform({
  collection,
  columns,
  previous,
  history,
}: Omit<ConformRequest, "rows">): ConformPreview {
  const known = dataColumns(previous);
  const split = splitColumns(collection, columns.names(), known);
  return asSourceError(collection, () => {
    const plan = planEvolution(known, textColumns(split.known));
    // What a new table without an initial schema is made of needs no list.
    const had = new Set(history?.delivered?.columns);
    const fresh = isUnknownTable(known, history)
      ? []
      : split.fresh.filter((name) => !had.has(hiveName(name)));
    const lines = [
      changesSince(plan, [], history, split.fresh.length),
      ...fresh.map((name) => `+ ${name} (type chosen by its values when the day runs)`),
    ];
    return {
      changes: lines.filter((line) => line !== "").join("\n"),
      fresh: split.fresh,
      widens: decideTableChange(collection, known, plan.result).kind === "widen",
    };
  });
}

/** @param more - Columns that the table will have besides those of the plan. */
function changesSince(
  plan: EvolutionPlan,
  computed: readonly StructField[],
  history: TableHistory = { table: "exists", delivered: undefined },
  more = 0,
): string {
  const { delivered } = history;
  const since = delivered && new Set([...delivered.columns, ...computed.map(({ name }) => hiveName(name))]);
  const changes = formatEvolution(plan, {
    textConversions: false,
    ...(since === undefined ? {} : { since }),
  });
  if (history.table === "exists") {
    return changes;
  }
  const count = plan.result.fields.length + more;
  const listed = isUnknownTable(plan.previous, history)
    ? changes.split("\n").filter((line) => !line.startsWith("+"))
    : [changes];
  return [
    `new, ${count} ${count === 1 ? "column" : "columns"}`,
    ...listed.filter((line) => line !== ""),
  ].join("\n");
}

/** Whether there is neither a table nor an initial schema: nobody has said what to expect. */
function isUnknownTable(previous: StructType, history: TableHistory | undefined): boolean {
  return history?.table === "new" && previous.fields.length === 0;
}

function asSourceError<Result>(collection: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof SchemaEvolutionError) {
      throw new SourceDataError(`${collection} does not fit its table: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
