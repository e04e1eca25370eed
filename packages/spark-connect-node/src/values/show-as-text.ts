import { inspect } from "node:util";

/** Has `console.log` show the objects of a class by their text: `LocalDate 2026-11-22`. */
export function showAsText(shown: { readonly name: string; readonly prototype: object }): void {
  Object.defineProperty(shown.prototype, inspect.custom, {
    value(this: { toString(): string }): string {
      return `${shown.name} ${this.toString()}`;
    },
  });
}
