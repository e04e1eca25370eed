/** What JSON holds, with a Map for each object. */
export type OrderedJson =
  | null
  | boolean
  | number
  | string
  | readonly OrderedJson[]
  | ReadonlyMap<string, OrderedJson>;

/** An object of a JSON document has a name twice: JSON.parse would drop the first value silently. */
export class RepeatedNameError extends Error {
  override readonly name = "RepeatedNameError";

  constructor(repeated: string) {
    super(`an object has the name ${JSON.stringify(repeated)} twice. Remove one`);
  }
}

/** A bracket, brace or comma, a string with the colon behind it if it is a name, or any other value. */
const TOKEN = /[[\]{}]|("(?:[^"\\]|\\.)*")(\s*:)?|[^[\]{}",:\s]+/gu;

/**
 * Parses JSON and keeps the order of names in objects. JSON.parse does not: it moves names made of digits to the front.
 *
 * @throws SyntaxError when the text is not JSON, RepeatedNameError.
 */
export function parseOrderedJson(text: string): OrderedJson {
  // From here on, every token is known to be in its place.
  JSON.parse(text);
  const tokens = text.matchAll(TOKEN);
  const next = (): RegExpExecArray => {
    const { value } = tokens.next();
    if (value === undefined) throw new SyntaxError("JSON ends too soon");
    return value;
  };
  const list = (): OrderedJson[] => {
    const items: OrderedJson[] = [];
    for (let token = next(); token[0] !== "]"; token = next()) items.push(valueOf(token));
    return items;
  };
  const object = (): Map<string, OrderedJson> => {
    const members = new Map<string, OrderedJson>();
    for (let token = next(); token[0] !== "}"; token = next()) {
      const name = String(JSON.parse(token[1] ?? '""'));
      if (members.has(name)) throw new RepeatedNameError(name);
      members.set(name, valueOf(next()));
    }
    return members;
  };
  const valueOf = ([token]: RegExpExecArray): OrderedJson => {
    if (token === "[") return list();
    return token === "{" ? object() : (JSON.parse(token) as null | boolean | number | string);
  };
  return valueOf(next());
}

/** The same as plain objects, for what does not depend on the order of names. */
export function plainJson(value: OrderedJson): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([name, member]) => [name, plainJson(member)]));
  }
  return Array.isArray(value) ? value.map(plainJson) : value;
}
