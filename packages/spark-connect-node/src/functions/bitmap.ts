import type { Column, ColumnOrName } from "../column/column.ts";
import { invoke, named } from "./invoke.ts";

// Bitmaps of integers, to count distinct ones exactly: a bitmap has 32768 bits, and a bucket of integers one bitmap.

/** The number of the bucket that an integer belongs to. */
export function bitmapBucketNumber(column: ColumnOrName): Column {
  return invoke("bitmap_bucket_number", named(column));
}

/** The position, from 0, of an integer's bit in the bitmap of its bucket. */
export function bitmapBitPosition(column: ColumnOrName): Column {
  return invoke("bitmap_bit_position", named(column));
}

/** A bitmap, as binary, of the positions that the group's rows have; see {@link bitmapBitPosition}. */
export function bitmapConstructAgg(column: ColumnOrName): Column {
  return invoke("bitmap_construct_agg", named(column));
}

/** The number of bits of a bitmap that are set. */
export function bitmapCount(column: ColumnOrName): Column {
  return invoke("bitmap_count", named(column));
}

/** The bits set in any of the group's bitmaps. */
export function bitmapOrAgg(column: ColumnOrName): Column {
  return invoke("bitmap_or_agg", named(column));
}

/** The bits set in all of the group's bitmaps (Spark 4.1 and later). */
export function bitmapAndAgg(column: ColumnOrName): Column {
  return invoke("bitmap_and_agg", named(column));
}
