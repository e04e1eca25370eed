import { readFileSync } from "node:fs";
import { Column } from "../../src/column/column.ts";
import * as f from "../../src/functions/index.ts";
import { type DataType, StructType } from "../../src/types/index.ts";

/**
 * A call's argument, as samples.json writes it for this file and for scripts/pyspark/build_plans.py:
 *
 * - `"@x"`: the column x, by name or as a column, as the call is made
 * - `null`: left out, though later ones are given
 * - other texts, numbers, booleans: as they are; arrays of arguments: arrays
 * - `{"col": "x"}`, `{"lit": 1}`, `{"expr": "x + 1"}`: that column
 * - `{"binary": "00ff"}`: bytes; `{"options": {…}}`: an object; `{"type": …}`: a type, as Spark's JSON
 * - `{"lambda": "sum"}`: a function known by that name on both sides
 * - `{"keywords": {…}}`, as the last: named arguments there, an object of them here
 */
type Described =
  | null
  | string
  | number
  | boolean
  | readonly Described[]
  | { readonly [kind: string]: unknown };

/** How a call's columns are given. */
export type Style = "names" | "columns";

interface Samples {
  /** A DataFrame that has all columns that samples name: types by name. */
  readonly columns: Readonly<Record<string, string>>;
  /** Calls, as lists of arguments, by PySpark's name, which has its module in front if that is not `functions`. */
  readonly samples: Readonly<Record<string, readonly (readonly Described[])[]>>;
  /** Where functions can stand, by PySpark's name; those that are in none of these: anywhere. */
  readonly places: Readonly<Record<Place, readonly string[]>>;
  /** Why a function's samples cannot be analysed by the embedded stack's server. */
  readonly unanalysed: Readonly<Record<string, string>>;
}

/** Over a group, a window, or a cube; in an order; or alone in a select, with nothing like it beside. */
export type Place = "aggregate" | "window" | "cube" | "order" | "alone";

export interface PySparkFunction {
  readonly name: string;
  readonly module?: string;
  readonly since?: string;
  /** Its name here; absent for what is out of scope. */
  readonly typescript?: string;
  readonly outOfScope?: string;
  readonly parameters?: readonly { readonly name: string; readonly optional?: true; readonly rest?: true }[];
}

export const { columns, samples, places, unanalysed }: Samples = read("samples.json") as Samples;

export const pysparkFunctions: readonly PySparkFunction[] = (
  read("pyspark-functions.json") as { functions: readonly PySparkFunction[] }
).functions;

/** The key of a function in the samples. */
export function keyOf({ name, module }: PySparkFunction): string {
  return module === undefined ? name : `${module}.${name}`;
}

/** Makes the sample call of a function, by PySpark's name. */
export function makeCall(key: string, args: readonly Described[], style: Style): Column {
  const name = pysparkFunctions.find((fn) => keyOf(fn) === key)?.typescript;
  const fn = (f as unknown as Record<string, (...args: unknown[]) => Column>)[name ?? ""];
  if (fn === undefined) throw new Error(`No function ${name ?? key}`);
  const made = fn(...args.map((argument) => value(argument, style)));
  if (!(made instanceof Column)) throw new Error(`${key} gave no column`);
  return made;
}

/** The number of a lambda's parameters matters: functions look at it. */
const lambdas: Readonly<Record<string, (x: Column, y: Column, z: Column) => Column>> = {
  "plus one": (x) => x.plus(1),
  "is positive": (x) => x.gt(0),
  sum: (x, y) => x.plus(y),
  first: (x, _y) => x,
  second: (_x, y) => y,
  "second is positive": (_x, y) => y.gt(0),
  "is less": (x, y) => x.lt(y),
  compare: (x, y) => f.when(x.lt(y), -1).otherwise(1),
  "sum of three": (_x, y, z) => y.plus(z),
  nested: (x) => f.transform(x, (y) => y.plus(f.size(x))),
};

function value(described: Described, style: Style): unknown {
  if (described === null) return undefined;
  if (typeof described === "string" && described.startsWith("@")) {
    return style === "names" ? described.slice(1) : f.col(described.slice(1));
  }
  if (Array.isArray(described)) {
    return (described as readonly Described[]).map((element) => value(element, style));
  }
  if (typeof described !== "object") return described;
  const [[kind, content] = ["nothing"]] = Object.entries(described);
  switch (kind) {
    case "col":
      return f.col(content as string);
    case "lit":
      return f.lit(content as string);
    case "expr":
      return f.expr(content as string);
    case "binary":
      return Uint8Array.from(Buffer.from(content as string, "hex"));
    case "type":
      return typeOfJson(content);
    case "options":
      return content;
    case "lambda":
      return lambdas[content as string];
    case "keywords":
      return Object.fromEntries(
        Object.entries(content as Record<string, Described>).map(([name, part]) => [
          name,
          value(part, style),
        ]),
      );
    default:
      throw new Error(`No such kind of argument: ${kind}`);
  }
}

/** Types are read from JSON as those of a field. */
function typeOfJson(json: unknown): DataType {
  const fields = [{ name: "it", type: json, nullable: true, metadata: {} }];
  const [field] = StructType.fromJSON({ type: "struct", fields }).fields;
  if (field === undefined) throw new Error(`No type: ${JSON.stringify(json)}`);
  return field.type;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
}
