import type { Data } from "apache-arrow";
import { DataType } from "apache-arrow";
import type { DecimalType } from "../types/index.ts";
import { formatUnscaled } from "../values/decimal.ts";
import type { Column } from "./buffers.ts";
import { mapCells, unexpected, valuesOf } from "./buffers.ts";

const TWO_32 = 4_294_967_296;
/** High words that leave a number exact: below 2^53. */
const MAX_EXACT_HIGH = 2 ** 21;
/** Digits of a fraction that fit a number beside a leading one. */
const MAX_NUMBER_SCALE = 15;

/**
 * Formats whole numbers below 2^53 as decimals of one scale. Cut in two by arithmetic: turning two small integers into
 * text is several times quicker than one large one, and nothing needs to be padded.
 */
function smallFormatter(scale: number): (digits: number) => string {
  if (scale === 0) return String;
  const factor = 10 ** scale;
  return (digits) => {
    const magnitude = Math.abs(digits);
    const fraction = magnitude % factor;
    const whole = (magnitude - fraction) / factor;
    // The leading one keeps the zeros of the fraction.
    const text = `${whole}.${String(factor + fraction).slice(1)}`;
    return digits < 0 ? `-${text}` : text;
  };
}

/** A column of decimals, each with exactly the scale of its type: `1.10`. */
export function readDecimals(data: Data, { precision, scale }: DecimalType): Column<string | null> {
  if (!DataType.isDecimal(data.type) || data.type.bitWidth !== 128 || data.type.scale !== scale) {
    throw unexpected(data, `decimal(${precision},${scale})`);
  }
  // Four words of 32 bits each, the lowest first, in two's complement.
  const words = valuesOf(data, Uint32Array);
  const longs = new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);
  const formatSmall = scale >= 0 && scale <= MAX_NUMBER_SCALE ? smallFormatter(scale) : undefined;
  return mapCells(data, (i) => {
    const high = (words[4 * i + 1] ?? 0) | 0;
    const sign = high >> 31;
    const is64 = ((words[4 * i + 2] ?? 0) | 0) === sign && ((words[4 * i + 3] ?? 0) | 0) === sign;
    if (!is64) {
      return formatUnscaled(
        ((longs[2 * i + 1] ?? 0n) << 64n) | BigInt.asUintN(64, longs[2 * i] ?? 0n),
        scale,
      );
    }
    if (formatSmall !== undefined && high >= -MAX_EXACT_HIGH && high < MAX_EXACT_HIGH) {
      return formatSmall(high * TWO_32 + (words[4 * i] ?? 0));
    }
    return formatUnscaled(longs[2 * i] ?? 0n, scale);
  });
}
