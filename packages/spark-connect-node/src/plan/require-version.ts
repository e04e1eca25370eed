import { UnsupportedError } from "../errors.ts";
import { isAtLeast, type ServerTarget } from "./server-target.ts";

/**
 * Refuses to write something for a server that would not know it: it might drop the field without a word.
 *
 * @param feature - As the user knows it: `transpose()`.
 * @throws UnsupportedError naming the feature and the version that has it.
 */
export function requireVersion(target: ServerTarget, major: number, minor: number, feature: string): void {
  if (!isAtLeast(target, major, minor)) {
    throw new UnsupportedError(
      `Spark ${target.version} does not know ${feature}: that needs ${major}.${minor}`,
    );
  }
}
