/** The modules that launch keys name, none twice. */
export function modulesOfKeys(keys: readonly string[]): string[] {
  return [...new Set(keys.flatMap((key) => key.split("/")[1] ?? []))];
}

/**
 * The days of the first key, `2026-11-20` or `2026-11-20..2026-11-21`; null: it has none. A key whose days are open at
 * one end has the day of the launch before them.
 */
export function daysOfKeys([key]: readonly string[]): string | null {
  const [, , days, range] = key?.split("/") ?? [];
  return range?.includes("..") === true ? range : (days ?? null);
}
