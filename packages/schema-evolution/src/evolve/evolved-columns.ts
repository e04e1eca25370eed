import { type Column, type DataType, formatDataType, functions as f } from "spark-connect-node";
import { convertValue } from "../convert/convert-value.ts";
import { type Failure, failuresOf } from "../convert/failures.ts";
import { nullOf } from "../convert/rules.ts";
import { ERROR_COLUMN, fieldsByName, nameKey, quoteName } from "../names.ts";
import type { EvolutionPlan } from "../plan/steps.ts";
import { sameType } from "../plan/types.ts";
import { errorColumn } from "./error-column.ts";

/** The lazy columns of an evolved DataFrame, in two stages. */
export interface EvolvedColumns {
  /** To be added first: every conversion, once. Their names begin with `__evolution_`. */
  readonly staged: readonly (readonly [name: string, column: Column])[];
  /** To be selected then: the plan's result columns, and `error_desc`, an `array<string>`. */
  readonly columns: readonly Column[];
}

/** Columns that convert alike. */
interface Batch {
  /** Of the staged array that holds their values. */
  readonly name: string;
  readonly from: DataType;
  readonly into: DataType;
  readonly sources: Column[];
}

/**
 * The columns that a plan makes of its incoming schema's.
 *
 * Conversions are staged before the select that uses them twice, for the value and for the errors, so that Spark
 * computes them once. Columns that convert alike are converted by one lambda over an array of them, for which Spark
 * generates code once and not for each column: code is generated anew in each session, and the JVM was seen to compile
 * that of a dozen columns for longer than half a million rows took to convert.
 */
export function evolvedColumns(plan: EvolutionPlan): EvolvedColumns {
  const arrived = fieldsByName(plan.incoming.fields, "the incoming schema");
  const failures: Failure[] = [];
  const batches = new Map<string, Batch>();
  const columns = plan.result.fields.map((into) => {
    const from = arrived.get(nameKey(into.name));
    if (from === undefined) return nullOf(into.type).as(into.name);
    const source = f.col(quoteName(from.name));
    if (sameType(from.type, into.type)) return source.as(into.name);
    const value = inBatch(batches, source, from.type, into.type);
    failures.push(...failuresOf(into.name, source, value, from.type, into.type));
    return value.as(into.name);
  });
  const staged = [...batches.values()].map(
    ({ name, from, into, sources }) =>
      [name, f.transform(f.array(...sources), (value) => convertValue(value, from, into))] as const,
  );
  const errors = errorColumn(failures, arrived.get(ERROR_COLUMN)).as(ERROR_COLUMN);
  return { staged, columns: [...columns, errors] };
}

/** Puts a column into the batch of its types, and gives its converted value there. */
function inBatch(batches: Map<string, Batch>, source: Column, from: DataType, into: DataType): Column {
  const types = JSON.stringify([formatDataType(from), formatDataType(into)]);
  const batch = batches.get(types) ?? {
    name: `__evolution_${String(batches.size)}`,
    from,
    into,
    sources: [],
  };
  batches.set(types, batch);
  batch.sources.push(source);
  return f.get(f.col(batch.name), batch.sources.length - 1);
}
