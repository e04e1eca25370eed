/** A value as JSON has it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [name: string]: JsonValue };

/** Deeper than anything that EMR takes; what is deeper would end in a stack overflow somewhere. */
const DEEPEST = 64;
/** Names by which an object reaches what it was not given. */
const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a name may be a key of ours. */
export function isForbidden(name: string): boolean {
  return FORBIDDEN.has(name);
}

/** What no value from outside may have, whatever it means: too great a depth, names that reach an object's prototype. */
export function unsafeParts(value: unknown, path: readonly PropertyKey[] = []): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (path.length >= DEEPEST) return [`${jsonPath(path.slice(0, 3))}: is nested more than ${DEEPEST} deep`];
  if (Array.isArray(value)) return value.flatMap((each, index) => unsafeParts(each, [...path, index]));
  return Object.entries(value).flatMap(([name, each]) =>
    isForbidden(name)
      ? [`${jsonPath([...path, name])}: is not a name that may be given`]
      : unsafeParts(each, [...path, name]),
  );
}

/** `Steps[0]["odd name"].Args`; the document itself is the empty text. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const name = String(part);
      if (!/^[A-Za-z_][\w-]*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join("");
}
