import { isObject } from "../problems/json.ts";

/** `config` with all that `overrides` has: objects are merged deep, everything else, lists among it, is replaced. */
export function overridden(config: unknown, overrides: unknown): unknown {
  if (!isObject(config) || !isObject(overrides)) return overrides;
  const merged = new Map<string, unknown>(Object.entries(config));
  for (const [name, value] of Object.entries(overrides)) {
    merged.set(name, merged.has(name) ? overridden(merged.get(name), value) : value);
  }
  return Object.fromEntries(merged);
}
