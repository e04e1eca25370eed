/** A number by its own text: `10.50`, `1E10` and 9007199254740993 are not what a JavaScript number would make of them. */
export class JsonNumber {
  readonly text: string;

  /** @param text - as JSON has it. */
  constructor(text: string) {
    this.text = text;
  }
}

export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;

/** Members in the order in which they are written. An `interface`, since type aliases may not refer to themselves. */
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

/** How JSON is written. */
export interface JsonStyle {
  /** Spaces a level, as `JSON.stringify` indents; 0 is compact. */
  readonly indent: number;
  /** Whether all but ASCII is written in `\u` escapes. */
  readonly ascii: boolean;
}

const compact: JsonStyle = { indent: 0, ascii: false };

/** A value's JSON text. */
export function writeJson(value: JsonValue, style: JsonStyle = compact, level = 0): string {
  if (typeof value === "string") return writeText(value, style.ascii);
  if (value === null || typeof value === "boolean") return String(value);
  if (value instanceof JsonNumber) return value.text;
  if (isArray(value)) {
    const items = value.map((item) => writeJson(item, style, level + 1));
    return bracketed("[", items, "]", style.indent, level);
  }
  const gap = style.indent === 0 ? "" : " ";
  const members = Object.entries(value).map(
    ([name, member]) => `${writeText(name, style.ascii)}:${gap}${writeJson(member, style, level + 1)}`,
  );
  return bracketed("{", members, "}", style.indent, level);
}

/** `Array.isArray`, which by itself does not know read-only arrays. */
export function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function writeText(text: string, ascii: boolean): string {
  const json = JSON.stringify(text);
  return ascii
    ? json.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    : json;
}

function bracketed(
  open: string,
  items: readonly string[],
  close: string,
  indent: number,
  level: number,
): string {
  if (items.length === 0 || indent === 0) return `${open}${items.join(",")}${close}`;
  const inner = `\n${" ".repeat(indent * (level + 1))}`;
  return `${open}${inner}${items.join(`,${inner}`)}\n${" ".repeat(indent * level)}${close}`;
}
