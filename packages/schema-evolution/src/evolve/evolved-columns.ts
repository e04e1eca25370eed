import { type Column, functions as f, type StructField } from "spark-connect-node";
import { convertValue } from "../convert/convert-value.ts";
import { failuresOf } from "../convert/failures.ts";
import { nullOf, ruleFor } from "../convert/rules.ts";
import { ERROR_COLUMN, fieldsByName, nameKey, quoteName } from "../names.ts";
import type { EvolutionPlan } from "../plan/steps.ts";
import { sameType } from "../plan/types.ts";
import { errorColumn, type FailureBatch } from "./error-column.ts";

/** The lazy columns of an evolved DataFrame, in two stages. */
export interface EvolvedColumns {
  /** To be added first: every conversion, once. Their names begin with `__evolution_`. */
  readonly staged: readonly (readonly [name: string, column: Column])[];
  /** To be selected then: the plan's result columns, and `error_desc`, an `array<string>`. */
  readonly columns: readonly Column[];
}

/** A column that changes its type. */
interface Change {
  readonly into: StructField;
  readonly from: StructField;
}

/**
 * The columns that a plan makes of its incoming schema's.
 *
 * Conversions are staged before the select that uses them twice, for the value and for the errors, so that Spark
 * computes them once. Columns of text that become one type convert together, as an array with one function over it:
 * the Java code that Spark generates for a row must stay below 8,000 bytes, beyond which the JVM never compiles it and
 * a row costs five times as much. Thirty conversions side by side are 50,000 bytes; together they are 4,000.
 */
export function evolvedColumns(plan: EvolutionPlan): EvolvedColumns {
  const arrived = fieldsByName(plan.incoming.fields, "the incoming schema");
  const batches: FailureBatch[] = [];
  const staged: (readonly [string, Column])[] = [];
  const values = new Map<string, Column>();
  const together = new Map<string, Change[]>();
  const apart: Change[] = [];

  for (const into of plan.result.fields) {
    const from = arrived.get(nameKey(into.name));
    if (from === undefined) {
      values.set(into.name, nullOf(into.type));
    } else if (sameType(from.type, into.type)) {
      values.set(into.name, sourceOf(from));
    } else {
      const shared = isNested(from) ? undefined : ruleFor(from.type, into.type).shared;
      if (shared === undefined) apart.push({ into, from });
      else together.set(shared, [...(together.get(shared) ?? []), { into, from }]);
    }
  }

  const order = new Map(plan.result.fields.map((field, at) => [field.name, at]));
  let stage = 0;
  for (const changes of together.values()) {
    const batch = stageTogether(changes, String((stage += 1)));
    staged.push(...batch.staged);
    changes.forEach(({ into }, at) => values.set(into.name, f.get(f.col(batch.values), at)));
    batches.push({
      positions: changes.map(({ into }) => order.get(into.name) ?? 0),
      paths: changes.map(({ into }) => into.name),
      texts: f.zipWith(batch.sources, batch.twins, (source, twin) => f.when(twin.isNull(), source)),
    });
  }
  for (const { into, from } of apart) {
    const name = stageName(`value_${String((stage += 1))}`);
    staged.push([name, convertValue(sourceOf(from), from.type, into.type)]);
    values.set(into.name, f.col(name));
    for (const failure of failuresOf(into.name, sourceOf(from), f.col(name), from.type, into.type)) {
      batches.push(
        failure.kind === "one"
          ? { positions: [order.get(into.name) ?? 0], paths: [failure.path], texts: f.array(failure.text) }
          : { entries: failure.entries },
      );
    }
  }

  const columns = plan.result.fields.map((field) =>
    (values.get(field.name) ?? nullOf(field.type)).as(field.name),
  );
  const errors = errorColumn(batches, arrived.get(ERROR_COLUMN)).as(ERROR_COLUMN);
  return { staged, columns: [...columns, errors] };
}

interface StagedTogether {
  readonly staged: readonly (readonly [string, Column])[];
  readonly sources: string;
  readonly values: string;
  readonly twins: string;
}

/**
 * The conversion is written twice, for the values and for the errors. Spark evaluates a common subexpression once, and
 * puts its code into a method of its own; written once, it would swell the one method that everything else is in.
 */
function stageTogether(changes: readonly Change[], id: string): StagedTogether {
  const [first] = changes;
  const sources = stageName(`sources_${id}`);
  const values = stageName(`values_${id}`);
  const twins = stageName(`twins_${id}`);
  const texts = f.array(...changes.map(({ from }) => sourceOf(from).cast("string")));
  const converted =
    first === undefined
      ? texts
      : f.transform(texts, (text) => convertValue(text, { kind: "string" }, first.into.type));
  return {
    staged: [
      [sources, texts],
      [values, converted],
      [twins, converted],
    ],
    sources,
    values,
    twins,
  };
}

function sourceOf(field: StructField): Column {
  return f.col(quoteName(field.name));
}

function stageName(name: string): string {
  return `__evolution_${name}`;
}

function isNested({ type }: StructField): boolean {
  return type.kind === "struct" || type.kind === "array" || type.kind === "map";
}
