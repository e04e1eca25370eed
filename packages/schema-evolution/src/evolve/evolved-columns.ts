import { type Column, functions as f } from "spark-connect-node";
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

/**
 * The columns that a plan makes of its incoming schema's.
 *
 * Conversions are staged before the select that uses them twice, for the value and for the errors, so that Spark
 * computes them once.
 */
export function evolvedColumns(plan: EvolutionPlan): EvolvedColumns {
  const arrived = fieldsByName(plan.incoming.fields, "the incoming schema");
  const failures: Failure[] = [];
  const staged: (readonly [string, Column])[] = [];
  const columns = plan.result.fields.map((into, at) => {
    const from = arrived.get(nameKey(into.name));
    if (from === undefined) return nullOf(into.type).as(into.name);
    const source = f.col(quoteName(from.name));
    if (sameType(from.type, into.type)) return source.as(into.name);
    const name = `__evolution_${String(at)}`;
    const value = f.col(name);
    staged.push([name, convertValue(source, from.type, into.type)]);
    failures.push(...failuresOf(into.name, source, value, from.type, into.type));
    return value.as(into.name);
  });
  const errors = errorColumn(failures, arrived.get(ERROR_COLUMN)).as(ERROR_COLUMN);
  return { staged, columns: [...columns, errors] };
}
