/** A seed for functions that Spark wants one for: the plan then gives the same values each time it is run. */
export function randomSeed(): bigint {
  return BigInt(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
}

/** As {@link randomSeed}, where servers before 4.0 take an INT only. */
export function randomIntSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
