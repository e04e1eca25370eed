import type { Column } from "../column/column.ts";
import { constant, invoke, invokeNewer } from "./invoke.ts";
import { randomSeed } from "./seed.ts";

// Random values. Without a seed a new one is taken with each call of the function here, so that a plan that is sent
// again, after a failure, gives the same values.

/** Random numbers from 0 (included) to 1 (excluded), evenly spread. */
export function rand(seed?: number | bigint): Column {
  return invoke("rand", constant(seed ?? randomSeed()));
}

/** Random numbers from 0 to 1; the same as {@link rand}. */
export const random: typeof rand = rand;

/** Random numbers of the standard normal distribution. */
export function randn(seed?: number | bigint): Column {
  return invoke("randn", constant(seed ?? randomSeed()));
}

/**
 * Random numbers between two constants, evenly spread: integers when both are such (Spark 4.0 and later).
 */
export function uniform(min: Column | number, max: Column | number, seed?: Column | number | bigint): Column {
  return invoke("uniform", constant(min), constant(max), constant(seed ?? randomSeed()));
}

/** Random text of so many characters out of 0-9, a-z and A-Z; `length` is a constant (Spark 4.0 and later). */
export function randstr(length: Column | number, seed?: Column | number | bigint): Column {
  return invoke("randstr", constant(length), constant(seed ?? randomSeed()));
}

/**
 * A random UUID for each row.
 *
 * @param seed - Spark 4.0 and later; without one a new one is taken with each call of this function.
 */
export function uuid(seed?: Column | number | bigint): Column {
  const newer = { count: 1, since: [4, 0] } as const;
  return invokeNewer(
    seed === undefined ? newer : { ...newer, meaning: "uuid() with a seed" },
    "uuid",
    constant(seed ?? randomSeed()),
  );
}
