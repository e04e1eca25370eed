import { InvalidArgumentError } from "../errors.ts";

/** A seed given, or a random one. */
export function seedOf(what: string, seed: number | bigint | undefined): bigint {
  if (seed === undefined) {
    return BigInt(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
  }
  const whole = typeof seed === "bigint" || Number.isSafeInteger(seed);
  if (!whole || BigInt.asIntN(64, BigInt(seed)) !== BigInt(seed)) {
    throw new InvalidArgumentError(`The seed of ${what} is a whole number of 64 bits, not ${seed}`);
  }
  return BigInt(seed);
}

/** A part of the rows: from 0 to 1, or more when rows may come twice. */
export function fractionOf(what: string, fraction: number): number {
  if (!(fraction >= 0) || !Number.isFinite(fraction)) {
    throw new InvalidArgumentError(`${what} takes a fraction from 0 on, not ${fraction}`);
  }
  return fraction;
}

/**
 * The bounds between which each part of a split lies, added up in the order in which PySpark adds them: the same
 * weights and seed make the same parts.
 */
export function splitBounds(weights: readonly number[]): readonly (readonly [number, number])[] {
  const bad = weights.find((weight) => !(weight >= 0) || !Number.isFinite(weight));
  if (bad !== undefined) {
    throw new InvalidArgumentError(`The weights of randomSplit are from 0 on, not ${bad}`);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) {
    throw new InvalidArgumentError("The weights of randomSplit must add up to more than 0");
  }
  let lower = 0;
  return weights.map((weight) => {
    const bounds = [lower, lower + weight / total] as const;
    lower = bounds[1];
    return bounds;
  });
}
