import { type Column, type DataType, formatDataType, functions as f } from "spark-connect-node";
import { convertValue } from "../convert/convert-value.ts";
import { type Failure, failuresOf, failuresOfMany } from "../convert/failures.ts";
import { nullOf } from "../convert/rules.ts";
import { ISO_TIMES, type TimeFormats } from "../convert/time-formats.ts";
import { ERROR_COLUMN, fieldsByName, nameKey, quoteName } from "../names.ts";
import type { EvolutionPlan } from "../plan/steps.ts";
import { sameType } from "../plan/types.ts";
import { errorColumn } from "./error-column.ts";

/** The lazy columns of an evolved DataFrame, in two stages. */
export interface EvolvedColumns {
  /**
   * To be selected first: the columns that are read again, and every conversion, once, under names that begin with
   * `__evolution_`. Empty when nothing is converted.
   */
  readonly staged: readonly Column[];
  /** To be selected then: the plan's result columns, and `error_desc`, an `array<string>`. */
  readonly columns: readonly Column[];
}

/** How values are read. */
export interface ReadingOptions {
  /** How a column's times are written, by its name in the incoming schema. Default: ISO 8601 in the session's zone. */
  readonly formats?: (column: string) => TimeFormats;
}

/** Columns that convert alike. */
interface Batch {
  /** Of the staged array that holds what they convert to. */
  readonly name: string;
  readonly from: DataType;
  readonly into: DataType;
  readonly formats: TimeFormats;
  readonly members: { readonly source: Column; readonly path: string; readonly at: number }[];
}

/**
 * From how many columns on the failures of a batch are found by one lambda as well. It is slower for each value than code for
 * each column, but of some hundred columns Spark takes longer to plan the code than to run it.
 */
const MANY_COLUMNS = 100;

/**
 * The columns that a plan makes of its incoming schema's.
 *
 * Conversions are staged before the select that uses them twice, for the value and for the errors, so that Spark
 * computes them once. Columns that convert alike are converted by one lambda over an array of them, for which Spark
 * generates code once and not for each column: code is generated anew in each session, and the JVM was seen to compile
 * that of a dozen columns for longer than half a million rows took to convert.
 */
export function evolvedColumns(plan: EvolutionPlan, options: ReadingOptions = {}): EvolvedColumns {
  const formatsOf = options.formats ?? (() => ISO_TIMES);
  const arrived = fieldsByName(plan.incoming.fields, "the incoming schema");
  const batches = new Map<string, Batch>();
  const kept: Column[] = [];
  const columns = plan.result.fields.map((into, at) => {
    const from = arrived.get(nameKey(into.name));
    if (from === undefined) return nullOf(into.type).as(into.name);
    const source = f.col(quoteName(from.name));
    if (!sameType(from.type, into.type)) {
      const member = { source, path: into.name, at };
      return inBatch(batches, member, from.type, into.type, formatsOf(from.name)).as(into.name);
    }
    kept.push(source);
    return source.as(into.name);
  });
  const own = arrived.get(ERROR_COLUMN);
  if (own !== undefined) kept.push(f.col(quoteName(own.name)));
  const converted = [...batches.values()].map(stageBatch);
  const failures = converted.flatMap((batch) => batch.failures).sort((a, b) => a.at - b.at);
  const errors = errorColumn(
    failures.map(({ failure }) => failure),
    own,
  ).as(ERROR_COLUMN);
  return {
    staged: converted.length === 0 ? [] : [...kept, ...converted.flatMap(({ staged }) => staged)],
    columns: [...columns, errors],
  };
}

/** Puts a column into the batch of its types, and gives what it converts to. */
function inBatch(
  batches: Map<string, Batch>,
  member: Batch["members"][number],
  from: DataType,
  into: DataType,
  formats: TimeFormats,
): Column {
  const { timeZone, dateFormat, timestampFormat } = formats;
  const key = JSON.stringify([
    formatDataType(from),
    formatDataType(into),
    timeZone ?? null,
    dateFormat ?? null,
    timestampFormat ?? null,
  ]);
  const batch = batches.get(key) ?? {
    name: `__evolution_${String(batches.size)}`,
    from,
    into,
    formats,
    members: [],
  };
  batches.set(key, batch);
  batch.members.push(member);
  return f.get(f.col(batch.name), batch.members.length - 1);
}

/** A batch's part of the first select, and its failures, each with the place of its column. */
interface StagedBatch {
  readonly staged: readonly Column[];
  readonly failures: readonly { readonly at: number; readonly failure: Failure }[];
}

function stageBatch({ name, from, into, formats, members }: Batch): StagedBatch {
  const sources = f.array(...members.map(({ source }) => source));
  const values = f.transform(sources, (value) => convertValue(value, from, into, formats)).as(name);
  const failures = members.flatMap(({ source, path, at }, n) =>
    failuresOf(path, source, f.get(f.col(name), n), from, into).map((failure) => ({ at, failure })),
  );
  const [first] = failures;
  const isOneEach =
    failures.length === members.length && failures.every(({ failure }) => failure.kind === "one");
  if (first === undefined || !isOneEach || members.length < MANY_COLUMNS) {
    return { staged: [...members.map(({ source }) => source), values], failures };
  }
  const sourcesName = `${name}_sources`;
  const paths = members.map(({ path }) => path);
  const failure = failuresOfMany(paths, f.col(sourcesName), f.col(name), from);
  return { staged: [sources.as(sourcesName), values], failures: [{ at: first.at, failure }] };
}
