import { InvalidArgumentError } from "../errors.ts";
import { asSortOrder, type FrameBoundary, type WindowFrame } from "../plan/expression.ts";
import { toLiteral } from "../values/index.ts";
import { allNamed, type Columns } from "./named.ts";
import { setWindowState, type WindowState, windowState } from "./window-state.ts";

/**
 * The rows that a function sees beside its own: `rowNumber().over(Window.partitionBy("shop").orderBy("day"))`.
 * Immutable.
 */
export class WindowSpec {
  constructor() {
    setWindowState(this, { partitionBy: [], orderBy: [] });
  }

  /** Rows with equal values of these columns belong together. */
  partitionBy(...columns: Columns): WindowSpec {
    return specOf({ ...windowState(this), partitionBy: allNamed(columns) });
  }

  /** The order inside a partition. */
  orderBy(...columns: Columns): WindowSpec {
    return specOf({ ...windowState(this), orderBy: allNamed(columns).map(asSortOrder) });
  }

  /** The frame in rows, both ends included: 0 is the current row, −1 the one before. */
  rowsBetween(start: number, end: number): WindowSpec {
    return specOf({ ...windowState(this), frame: frame("row", start, end) });
  }

  /** The frame in values of the one ordering column, both ends included: 0 is the current row's, −1 one less. */
  rangeBetween(start: number | bigint, end: number | bigint): WindowSpec {
    return specOf({ ...windowState(this), frame: frame("range", start, end) });
  }
}

/** Begins a {@link WindowSpec}, and names the ends of frames. */
export const Window: {
  /** The partition's first row, as the start of a frame. */
  readonly unboundedPreceding: number;
  /** The partition's last row, as the end of a frame. */
  readonly unboundedFollowing: number;
  /** The row itself. */
  readonly currentRow: number;
  /** See {@link WindowSpec.partitionBy}. */
  partitionBy(...columns: Columns): WindowSpec;
  /** See {@link WindowSpec.orderBy}. */
  orderBy(...columns: Columns): WindowSpec;
  /** See {@link WindowSpec.rowsBetween}. */
  rowsBetween(start: number, end: number): WindowSpec;
  /** See {@link WindowSpec.rangeBetween}. */
  rangeBetween(start: number | bigint, end: number | bigint): WindowSpec;
} = {
  unboundedPreceding: Number.NEGATIVE_INFINITY,
  unboundedFollowing: Number.POSITIVE_INFINITY,
  currentRow: 0,
  partitionBy: (...columns) => new WindowSpec().partitionBy(...columns),
  orderBy: (...columns) => new WindowSpec().orderBy(...columns),
  rowsBetween: (start, end) => new WindowSpec().rowsBetween(start, end),
  rangeBetween: (start, end) => new WindowSpec().rangeBetween(start, end),
};

function specOf(state: WindowState): WindowSpec {
  const spec = new WindowSpec();
  setWindowState(spec, state);
  return spec;
}

/** What stands for the ends of the partition: as PySpark, the farthest BIGINT too. */
const FARTHEST = 2n ** 63n - 1n;

function frame(type: "row" | "range", start: number | bigint, end: number | bigint): WindowFrame {
  const lower = start <= -FARTHEST ? "unbounded" : boundary(type, "starts", start);
  const upper = end >= FARTHEST ? "unbounded" : boundary(type, "ends", end);
  if (start > end) {
    throw new InvalidArgumentError(`The frame of a window ends at ${end}, before it starts at ${start}`);
  }
  return { type, lower, upper };
}

function boundary(type: "row" | "range", end: "starts" | "ends", value: number | bigint): FrameBoundary {
  if (value === 0 || value === 0n) {
    return "currentRow";
  }
  // Spark counts rows in INT and compares values as BIGINT.
  const whole = typeof value === "bigint" || Number.isSafeInteger(value) ? BigInt(value) : undefined;
  const bits = type === "row" ? 32 : 64;
  if (whole === undefined || BigInt.asIntN(bits, whole) !== whole) {
    throw new InvalidArgumentError(
      `${type === "row" ? "rowsBetween" : "rangeBetween"}: the frame ${end} at ${value}, which is no ` +
        `${type === "row" ? "INT" : "BIGINT"}; Window.unboundedPreceding and Window.unboundedFollowing are the partition's ends`,
    );
  }
  return { kind: "literal", literal: toLiteral(whole, { kind: type === "row" ? "integer" : "long" }) };
}
