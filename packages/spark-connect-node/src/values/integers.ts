import { InvalidArgumentError } from "../errors.ts";

export const INT32_MIN = -2_147_483_648;
export const INT32_MAX = 2_147_483_647;
export const INT64_MIN: bigint = -(2n ** 63n);
export const INT64_MAX: bigint = 2n ** 63n - 1n;

/** The value, when it is a whole number of 32 bits. */
export function int32(value: number, what: string): number {
  if (Number.isInteger(value) && value >= INT32_MIN && value <= INT32_MAX) return value;
  throw new InvalidArgumentError(`${what} must be a whole number of 32 bits, not ${value}`);
}

/** The value, when it has at most 64 bits. */
export function int64(value: bigint, what: string): bigint {
  if (value >= INT64_MIN && value <= INT64_MAX) return value;
  throw new InvalidArgumentError(`${what} must be a whole number of 64 bits, not ${value}`);
}
