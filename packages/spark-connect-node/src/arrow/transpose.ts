import type { StructType } from "../types/index.ts";
import { toFieldValues } from "../values/coerce.ts";
import type { Cells, Where } from "./cells.ts";

/** Puts the values of rows into columns; what is no plain row of all fields is left to `other`. */
type Transpose = (
  rows: readonly unknown[],
  from: number,
  to: number,
  columns: unknown[][],
  other: (row: unknown, index: number) => void,
) => void;

/** One function for a schema: only what runs often gets fast. */
const known = new WeakMap<StructType, Transpose>();

/** The columns of the rows from `from` up to but without `to`; a value left out is null or undefined. */
export function columnsOf(
  rows: readonly unknown[],
  schema: StructType,
  from: number,
  to: number,
  where: Where,
): Cells[] {
  // oxlint-disable-next-line unicorn/no-new-array -- a length to be filled, not an element
  const columns = schema.fields.map(() => new Array<unknown>(to - from));
  let transpose = known.get(schema);
  if (transpose === undefined) {
    transpose = makeTranspose(schema.names());
    known.set(schema, transpose);
  }
  transpose(rows, from, to, columns, (row, index) => {
    const values = valuesOf(row, schema, index - from, where);
    for (const [at, column] of columns.entries()) column[index - from] = values[at];
  });
  return columns;
}

function valuesOf(row: unknown, schema: StructType, index: number, where: Where): Cells {
  return toFieldValues(row, schema, where(index));
}

const everyRowAlone: Transpose = (rows, from, to, _columns, other) => {
  for (let i = from; i < to; i++) other(rows[i], i);
};

/**
 * Generated code reads a field at a place of its own, which the engine makes a plain load. An object goes the quick
 * way when it has as many keys as there are fields and every field: then it has no other.
 */
function makeTranspose(names: readonly string[]): Transpose {
  // Every object has this one, as its prototype.
  if (names.includes("__proto__")) return everyRowAlone;
  const each = (part: (name: string, at: number) => string): string => names.map(part).join("");
  const source = `
    ${each((_, at) => `const c${at}=columns[${at}];`)}
    for(let i=from,o=0;i<to;i++,o++){
      const row=rows[i];
      if(typeof row==="object"&&row!==null){
        if(Array.isArray(row)){
          if(row.length===${names.length}){${each((_, at) => `c${at}[o]=row[${at}];`)}continue;}
        }else{
          let keys=0;
          for(const key in row)keys++;
          if(keys===${names.length}${each((name, at) => `&&(c${at}[o]=row[${JSON.stringify(name)}])!==undefined`)})continue;
        }
      }
      other(row,i);
    }`;
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- column names are all it takes in, as JSON strings
    return new Function("rows", "from", "to", "columns", "other", source) as Transpose;
  } catch (error) {
    // The engine may be told to make no code of texts (`--disallow-code-generation-from-strings`).
    if (error instanceof EvalError) return everyRowAlone;
    throw error;
  }
}
