/** Characters that other programs put between fields, and how a message writes them. */
const DELIMITERS: Readonly<Record<string, string>> = { ",": "','", ";": "';'", "\t": "a tab", "|": "'|'" };

/** What files begin with that are no CSV, whatever their names. `sep=` comes before the others: it is one line of text. */
const KINDS: readonly (readonly [begins: RegExp | string, looks: string])[] = [
  [
    /^\s*"?sep=.?"?\s*(?:[\r\n]|$)/iu,
    "begins with the `sep=` line of a spreadsheet, which csv.skipLines leaves out",
  ],
  [/^\s*(?:<!--[^]*?-->\s*)?<(?:!doctype html|html|head|body)\b/iu, "looks like HTML, an error page perhaps"],
  [/^\s*<(?:\?xml\b|[a-z][\w:.-]*[\s>/])/iu, "looks like XML"],
  [/^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[[{"\]]|$))/u, "looks like JSON"],
  ["PK\u0003\u0004", "looks like a zip archive or a spreadsheet of Excel"],
  ["PAR1", "looks like Parquet"],
  ["%PDF-", "looks like PDF"],
  ["Obj\u0001", "looks like Avro"],
  ["ORC", "looks like ORC"],
];

/**
 * Returns what a file looks like that is not the CSV its collection expects, judged by its beginning: `looks like HTML`.
 * Undefined when nothing is known against it. The answer never quotes the file: without a header, that would be a row.
 *
 * @param text - The beginning of the file, bytes that are no ASCII in any form.
 */
export function looksLike(text: string): string | undefined {
  return KINDS.find(([begins]) =>
    typeof begins === "string" ? text.startsWith(begins) : begins.test(text),
  )?.[1];
}

/**
 * Returns the delimiter by which a header seems to be written when it is not the collection's: `looks like ';' as the
 * delimiter`. Undefined when the collection's own does at least as well.
 *
 * @param header - The fields that the collection's delimiter gives.
 * @param score - How well names fit, the higher the better; without it, a header of one field that has another
 *   delimiter in it fits badly.
 */
export function looksDelimitedBy(
  header: readonly string[],
  delimiter: string,
  score?: (names: readonly string[]) => number,
): string | undefined {
  const text = header.join(delimiter);
  const fits = score ?? ((names) => (header.length > 1 ? 0 : names.length - 1));
  let best = fits(header);
  let found: string | undefined;
  for (const [other, shown] of Object.entries(DELIMITERS)) {
    const fit = other === delimiter || !text.includes(other) ? 0 : fits(text.split(other));
    if (fit > best) {
      best = fit;
      found = `looks like ${shown} as the delimiter`;
    }
  }
  return found;
}
