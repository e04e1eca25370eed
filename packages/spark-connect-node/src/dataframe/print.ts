/** What a terminal obeys instead of showing it, or what turns the order of a line around. */
const OBEYED = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** Prints a text that holds values to the console. Spark escapes line feeds and tabs in values, but lets ESC through. */
export function print(text: string): void {
  console.log(
    text.replace(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}
