import type { DataType, StructType } from "spark-connect-node";

/**
 * What happens to one column, or to one field inside it.
 *
 * A path is the column's name, then one piece for each level: `.line1` a struct's field, `[]` the elements of an
 * array, `{}` the values of a map, `{key}` its keys. So `items[].price` is the price of each item.
 */
export type EvolutionStep = KeepStep | RestoreStep | ConvertStep | AddStep | AbsentStep | NestedStep;

/** Passes through: the same type on both sides. */
export interface KeepStep {
  readonly kind: "keep";
  readonly path: string;
  readonly type: DataType;
}

/** The incoming data has lost it: it comes back as null of its old type. */
export interface RestoreStep {
  readonly kind: "restore";
  readonly path: string;
  readonly type: DataType;
}

/** Converted to its old type; a value that cannot be becomes null and an entry of `error_desc`. */
export interface ConvertStep {
  readonly kind: "convert";
  readonly path: string;
  readonly from: DataType;
  readonly to: DataType;
}

/** Seen for the first time: kept as it came. */
export interface AddStep {
  readonly kind: "add";
  readonly path: string;
  readonly type: DataType;
}

/** Seen for the first time, without a type (Spark's `void`: no value at all): not added before it has one. */
export interface AbsentStep {
  readonly kind: "absent";
  readonly path: string;
}

/** A struct, array or map whose parts evolve each by itself. */
export interface NestedStep {
  readonly kind: "nested";
  readonly path: string;
  readonly from: DataType;
  readonly to: DataType;
  /** Previous parts in their order, then the added ones in incoming order. */
  readonly steps: readonly EvolutionStep[];
}

/** How an incoming schema becomes the evolved one. Pure data: print it, test it, or apply it. */
export interface EvolutionPlan {
  /** One step a column of `result`, in its order; after them the absent ones. */
  readonly steps: readonly EvolutionStep[];
  readonly previous: StructType;
  readonly incoming: StructType;
  /** The evolved columns, all nullable: the previous in their order, then the added. Never `error_desc`. */
  readonly result: StructType;
}
