import { ClusterConfigError } from "../errors.ts";
import { isForbidden, isObject } from "../problems/json.ts";

/**
 * `config` with items appended to the list at a path.
 *
 * @param path - `Name1.Name2`; what is absent of it is made.
 * @param items - a list, or the one item.
 * @throws ClusterConfigError where the path leads to no list.
 */
export function extended(config: unknown, path: string, items: unknown): unknown {
  const names = path.split(".");
  if (names.some((name) => name === "" || isForbidden(name))) {
    throw refused(path, `${JSON.stringify(path)} is no path: give names with dots between, as Name1.Name2`);
  }
  return appended(config, names, path, Array.isArray(items) ? items : [items]);
}

function appended(
  node: unknown,
  [name, ...rest]: readonly string[],
  path: string,
  items: readonly unknown[],
): unknown {
  if (name === undefined) {
    if (node === undefined) return items;
    if (Array.isArray(node)) return [...(node as unknown[]), ...items];
    throw refused(path, `it is ${kindOf(node)}, not a list`);
  }
  if (node !== undefined && !isObject(node)) {
    const done = path.split(".").slice(0, -1 - rest.length);
    throw refused(path, `${done.join(".")} is ${kindOf(node)}, and has no ${name}`);
  }
  const below = node !== undefined && Object.hasOwn(node, name) ? node[name] : undefined;
  return { ...node, [name]: appended(below, rest, path, items) };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "empty";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function refused(path: string, why: string): ClusterConfigError {
  return new ClusterConfigError(
    "INVALID_CONFIG",
    `extend: nothing can be appended at ${path}: ${why}.`,
    "Correct the path in the payload's extend.",
  );
}
