import type { Data } from "apache-arrow";
import { DataType } from "apache-arrow";
import type { DecimalType } from "../types/index.ts";
import { formatUnscaled } from "../values/decimal.ts";
import type { Column } from "./buffers.ts";
import { mapCells, unexpected, valuesOf } from "./buffers.ts";

/** Precisions whose digits a number holds exactly, and a 64-bit integer. */
const NUMBER_DIGITS = 15;
const INT64_DIGITS = 18;

/** A whole number of at most 15 digits, with the point put in. */
function formatSmall(digits: number, scale: number): string {
  if (scale === 0) return String(digits);
  const text = String(Math.abs(digits)).padStart(scale + 1, "0");
  const point = text.length - scale;
  const magnitude = `${text.slice(0, point)}.${text.slice(point)}`;
  return digits < 0 ? `-${magnitude}` : magnitude;
}

/** A column of decimals, each with exactly the scale of its type: `1.10`. */
export function readDecimals(data: Data, { precision, scale }: DecimalType): Column<string | null> {
  if (!DataType.isDecimal(data.type) || data.type.bitWidth !== 128 || data.type.scale !== scale) {
    throw unexpected(data, `decimal(${precision},${scale})`);
  }
  // Four words of 32 bits each, the lowest first, in two's complement.
  const words = valuesOf(data, Uint32Array);
  if (precision <= NUMBER_DIGITS && scale >= 0) {
    return mapCells(data, (i) =>
      formatSmall(((words[4 * i + 1] ?? 0) | 0) * 4_294_967_296 + (words[4 * i] ?? 0), scale),
    );
  }
  const longs = new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);
  if (precision <= INT64_DIGITS) return mapCells(data, (i) => formatUnscaled(longs[2 * i] ?? 0n, scale));
  return mapCells(data, (i) =>
    formatUnscaled(((longs[2 * i + 1] ?? 0n) << 64n) | BigInt.asUintN(64, longs[2 * i] ?? 0n), scale),
  );
}
