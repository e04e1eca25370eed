import type { Column, ColumnOrName } from "../column/column.ts";
import { constant, invoke, named } from "./invoke.ts";

// The bits of integers.

/** The bits inverted. */
export function bitwiseNot(column: ColumnOrName): Column {
  return invoke("~", named(column));
}

/** The number of bits that are set. */
export function bitCount(column: ColumnOrName): Column {
  return invoke("bit_count", named(column));
}

/** The bit at a position, 0 being the lowest. */
export function bitGet(column: ColumnOrName, position: ColumnOrName): Column {
  return invoke("bit_get", named(column), named(position));
}

/** The bit at a position, 0 being the lowest; the same as {@link bitGet}. */
export function getbit(column: ColumnOrName, position: ColumnOrName): Column {
  return invoke("getbit", named(column), named(position));
}

/** The bits moved left. */
export function shiftleft(column: ColumnOrName, bits: Column | number): Column {
  return invoke("shiftleft", named(column), constant(bits));
}

/** The bits moved right, keeping the sign. */
export function shiftright(column: ColumnOrName, bits: Column | number): Column {
  return invoke("shiftright", named(column), constant(bits));
}

/** The bits moved right, zeros entering. */
export function shiftrightunsigned(column: ColumnOrName, bits: Column | number): Column {
  return invoke("shiftrightunsigned", named(column), constant(bits));
}

/** The bits moved left. @deprecated Spark has named it {@link shiftleft} since 3.2. */
export const shiftLeft: typeof shiftleft = shiftleft;

/** The bits moved right, keeping the sign. @deprecated Spark has named it {@link shiftright} since 3.2. */
export const shiftRight: typeof shiftright = shiftright;

/** The bits moved right, zeros entering. @deprecated Spark has named it {@link shiftrightunsigned} since 3.2. */
export const shiftRightUnsigned: typeof shiftrightunsigned = shiftrightunsigned;

/** The bits inverted. @deprecated Spark has named it {@link bitwiseNot} since 3.2. */
export const bitwiseNOT: typeof bitwiseNot = bitwiseNot;
