import type { ActionOptions } from "../client/options.ts";

/** A row by column name. */
export type Row = Record<string, unknown>;

/** How rows come out of an action. */
export interface RowOptions extends ActionOptions {
  /**
   * `object` (the default): by column name; two columns of one name are an error, and names that are whole numbers
   * come first, as JavaScript has it. `array`: by position.
   */
  readonly rowMode?: "object" | "array" | undefined;
}

/** Options for rows as objects. */
export interface ObjectRowOptions extends RowOptions {
  readonly rowMode?: "object" | undefined;
}

/** Options for rows as arrays, in the order of the columns. */
export interface ArrayRowOptions extends RowOptions {
  readonly rowMode: "array";
}
