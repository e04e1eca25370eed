/** A text, once a schema has said that it is one; anything else is empty. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
